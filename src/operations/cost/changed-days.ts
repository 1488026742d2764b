import { shiftDay } from '#cost/day.ts';
import type { CostDay, CostSource } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { CostSourceRow } from '#store/cost-sources.ts';
import { keptDays } from './next-window.ts';

/** Lines are seen a little later than they say they were exported. */
const overlapMs = 6 * 3_600_000;

/** Older days that are known to have changed, as a source's row keeps them. */
export type KnownChanges = Pick<CostSourceRow, 'changedDays' | 'changedThrough' | 'changedNext'>;

export const noChanges: KnownChanges = { changedDays: [], changedThrough: null, changedNext: false };

/**
 * What is known of older days after a reading of `read`. After that of the newest days the source is asked which others
 * have changed since it was asked last; a piece of those is read next. Of days that are not kept, nothing is noted.
 */
export async function changesAfter(
  source: CostSource,
  row: CostSourceRow,
  read: DaySpan,
  { today, zone, watermark }: { readonly today: CostDay; readonly zone: string; readonly watermark: Instant | null },
): Promise<KnownChanges> {
  const { changedThrough, keptFrom } = row;
  const left = row.changedDays.filter((day) => day < read.first || day > read.last);
  if (read.last < today) return { changedDays: left, changedThrough, changedNext: false };
  const since = changedThrough ?? row.watermark;
  // In the first pass, older days are read anyway.
  if (row.wideOn === null || since === null || keptFrom === null || source.changedDays === undefined) return noChanges;
  const from = instantAt(since.getTime() - overlapMs);
  const found = await source.changedDays({ since: from, before: read.first, zone });
  const floor = shiftDay(today, 1 - keptDays);
  const days = [...new Set([...left, ...found.days])].filter((day) => day >= keptFrom && day >= floor).sort();
  const seen = [since.getTime(), ...[found.through, watermark].map((at) => (at === null ? 0 : epochMs(at)))];
  return { changedDays: days, changedThrough: new Date(Math.max(...seen)), changedNext: days.length > 0 };
}
