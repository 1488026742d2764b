import { shiftDay } from '#cost/day.ts';
import type { CostDay, CostSource } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { decimal, decimalText } from '#domain/decimal.ts';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { daySums } from '#store/cost-days.ts';
import type { CostSourceRow } from '#store/cost-sources.ts';
import type { Executor } from '#store/database.ts';
import { keptDays } from './next-window.ts';

/** Lines are seen a little later than they say they were exported. */
const overlapMs = 6 * 3_600_000;

/** Older days that are known to have changed, as a source's row keeps them. */
export type KnownChanges = Pick<CostSourceRow, 'changedDays' | 'changedThrough' | 'changedNext'>;

export const noChanges: KnownChanges = { changedDays: [], changedThrough: null, changedNext: false };

interface Asked {
  readonly today: CostDay;
  readonly zone: string;
  readonly labelKeys: readonly string[];
  readonly watermark: Instant | null;
}

/**
 * What is known of older days after a reading of `read`. After that of the newest days it is found out which others have
 * changed since they were read; a piece of those is read next. Of days that are not kept, nothing is noted.
 */
export async function changesAfter(
  db: Executor,
  source: CostSource,
  row: CostSourceRow,
  read: DaySpan,
  asked: Asked,
): Promise<KnownChanges> {
  const { changedThrough, keptFrom } = row;
  const left = row.changedDays.filter((day) => day < read.first || day > read.last);
  if (read.last < asked.today) return { changedDays: left, changedThrough, changedNext: false };
  // In the first pass, older days are read anyway.
  if (row.wideOn === null || keptFrom === null) return noChanges;
  const floor = shiftDay(asked.today, 1 - keptDays);
  const older = { first: keptFrom > floor ? keptFrom : floor, before: read.first };
  const found = (await arrivedDays(source, row, older, asked)) ?? (await differingDays(db, source, row, older, asked));
  const days = [...new Set([...(found?.whole === true ? [] : left), ...(found?.days ?? [])])]
    .filter((day) => day >= older.first)
    .sort();
  return {
    changedDays: days,
    changedThrough: found === null ? changedThrough : found.through,
    changedNext: days.length > 0,
  };
}

/** From `first` on and before `before`. */
interface OlderDays {
  readonly first: CostDay;
  readonly before: CostDay;
}

/** Days that changed; `whole` where they are all that differ now, so that nothing else is left of earlier looks. */
interface Found {
  readonly days: readonly CostDay[];
  readonly through: Date | null;
  readonly whole: boolean;
}

/** The days of which lines have come since the last look; null where the source keeps no account of that. */
async function arrivedDays(
  source: CostSource,
  { changedThrough, watermark: before }: CostSourceRow,
  older: OlderDays,
  { zone, watermark }: Asked,
): Promise<Found | null> {
  const since = changedThrough ?? before;
  if (since === null || source.changedDays === undefined) return null;
  const from = instantAt(since.getTime() - overlapMs);
  const found = await source.changedDays({ since: from, before: older.before, zone });
  if (found === null) return null;
  const seen = [since.getTime(), ...[found.through, watermark].map((at) => (at === null ? 0 : epochMs(at)))];
  return { days: found.days, through: new Date(Math.max(...seen)), whole: false };
}

/** The days that are not what they were when they were read; null where the source did not look. */
async function differingDays(
  db: Executor,
  source: CostSource,
  { workspaceId, source: id, changedThrough }: CostSourceRow,
  { first, before }: OlderDays,
  { zone, labelKeys }: Asked,
): Promise<Found | null> {
  if (first >= before) return null;
  const written = changedThrough?.toISOString() ?? null;
  const found = (await source.daySums?.({ first, before, zone, labelKeys, written })) ?? null;
  if (found === null) return null;
  const kept = await daySums(db, { workspaceId, source: id, first, last: shiftDay(before, -1) });
  const [was, is] = [sumTexts(kept), sumTexts(found.sums)];
  const differs = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
  const days = [...new Set(differs.map((key) => key.slice(0, 10)))];
  return { days, through: found.written === null ? null : new Date(found.written), whole: true };
}

/** By day and currency; days that come to nothing are as days without a line. */
function sumTexts(sums: Awaited<ReturnType<typeof daySums>>): ReadonlyMap<string, string> {
  const exact = (amount: string) => decimalText(decimal(amount));
  return new Map(
    sums
      .filter(({ lines }) => lines > 0)
      .map(({ day, currency, billed, effective, lines, fingerprint }) => [
        `${day} ${currency}`,
        `${exact(billed)} ${exact(effective)} ${lines} ${fingerprint}`,
      ]),
  );
}
