import { shiftDay } from '#cost/day.ts';
import type { CostDay, CostSource, DaySum } from '#domain/cost.ts';
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

/**
 * What is known of older days after a reading of `read`. After that of the newest days it is found out which others have
 * changed since they were read; a piece of those is read next. Of days that are not kept, nothing is noted.
 */
export async function changesAfter(
  db: Executor,
  source: CostSource,
  row: CostSourceRow,
  read: DaySpan,
  { today, zone, watermark }: { readonly today: CostDay; readonly zone: string; readonly watermark: Instant | null },
): Promise<KnownChanges> {
  const { changedThrough, keptFrom } = row;
  const left = row.changedDays.filter((day) => day < read.first || day > read.last);
  if (read.last < today) return { changedDays: left, changedThrough, changedNext: false };
  // In the first pass, older days are read anyway.
  if (row.wideOn === null || keptFrom === null) return noChanges;
  const floor = shiftDay(today, 1 - keptDays);
  const first = keptFrom > floor ? keptFrom : floor;
  if (source.daySums !== undefined) {
    const days = await differingDays(db, source, row, { first, before: read.first, zone });
    return { changedDays: days, changedThrough, changedNext: days.length > 0 };
  }
  const since = changedThrough ?? row.watermark;
  if (since === null || source.changedDays === undefined) return noChanges;
  const from = instantAt(since.getTime() - overlapMs);
  const found = await source.changedDays({ since: from, before: read.first, zone });
  const days = [...new Set([...left, ...found.days])].filter((day) => day >= first).sort();
  const seen = [since.getTime(), ...[found.through, watermark].map((at) => (at === null ? 0 : epochMs(at)))];
  return { changedDays: days, changedThrough: new Date(Math.max(...seen)), changedNext: days.length > 0 };
}

/** The days that do not come to what they came to when they were read, oldest first. */
async function differingDays(
  db: Executor,
  source: CostSource,
  { workspaceId, source: id }: CostSourceRow,
  asked: { readonly first: CostDay; readonly before: CostDay; readonly zone: string },
): Promise<readonly CostDay[]> {
  const { first, before } = asked;
  if (first >= before || source.daySums === undefined) return [];
  const kept = await daySums(db, { workspaceId, source: id, first, last: shiftDay(before, -1) });
  const [was, is] = [sumTexts(kept), sumTexts(await source.daySums(asked))];
  const differs = [...new Set([...was.keys(), ...is.keys()])].filter((key) => was.get(key) !== is.get(key));
  return [...new Set(differs.map((key) => key.slice(0, 10)))].sort();
}

/** By day and currency; days that come to nothing are as days without a line. */
function sumTexts(sums: readonly DaySum[]): ReadonlyMap<string, string> {
  const exact = (amount: string) => decimalText(decimal(amount));
  return new Map(
    sums
      .filter(({ lines }) => lines > 0)
      .map(({ day, currency, billed, effective, lines }) => [
        `${day} ${currency}`,
        `${exact(billed)} ${exact(effective)} ${lines}`,
      ]),
  );
}
