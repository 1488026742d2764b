import { dataSpan } from '#cost/data-span.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { type CostSourceRow, costSourceRows } from '#store/cost-sources.ts';
import type { Executor } from '#store/database.ts';
import type { Setting } from '../setting.ts';
import { reportingDay } from './reporting-day.ts';

/** What the bills that are connected say, and of which days. */
export interface KnownData {
  /** Of which days all bills tell; where one has nothing yet, of which the others do. */
  readonly data: DataSpan;
  readonly sources: readonly CostSourceRow[];
  /** Whether older days of a bill are still being read for the first time. */
  readonly reading: boolean;
  /** Rises whenever anything that an answer is made from does. */
  readonly revision: string;
}

/** How far the connected bills have been read: one small query. */
export async function knownData(setting: Setting, db: Executor = setting.db): Promise<KnownData> {
  const all = await costSourceRows(db, setting.workspaceId);
  const sources = all.filter(({ source }) => setting.costs.has(source));
  const today = reportingDay(setting);
  const spans = sources
    .map((row) => spanOf(row, today))
    .filter(({ firstDay, through }) => firstDay !== null && through !== null);
  return {
    data: dataSpan(latest(spans.map(({ firstDay }) => firstDay)), earliest(spans.map(({ through }) => through)), today),
    sources,
    reading: sources.some(({ readAt, wideOn }) => readAt !== null && wideOn === null),
    revision: `${today} ${sources.map(({ source, revision }) => `${source}:${revision}`).join(' ')}`,
  };
}

/** Of which days one bill tells: none before the first that was read. */
export function spanOf(row: CostSourceRow, today: CostDay): DataSpan {
  const { firstDay, keptFrom, newestDay } = row;
  const first = firstDay === null || keptFrom === null ? null : firstDay > keptFrom ? firstDay : keptFrom;
  return dataSpan(first, newestDay, today);
}

function latest(days: readonly (CostDay | null)[]): CostDay | null {
  return days.reduce<CostDay | null>((a, b) => (a === null || (b !== null && b > a) ? b : a), null);
}

function earliest(days: readonly (CostDay | null)[]): CostDay | null {
  return days.reduce<CostDay | null>((a, b) => (a === null || (b !== null && b < a) ? b : a), null);
}
