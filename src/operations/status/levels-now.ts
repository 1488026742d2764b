import { shiftDay } from '#cost/day.ts';
import { lastMaturityWeek, maturityWeekRows } from '#store/maturity-weeks.ts';
import type { ModelStatus } from '#views/status-state.ts';
import type { Setting } from '../setting.ts';

/** The levels that were shown in the last whole week, with their targets, by catalogue id; nothing where one is not known. */
export async function levelsNow(
  { db, workspaceId }: Pick<Setting, 'db' | 'workspaceId'>,
  subjects: readonly string[],
): Promise<ReadonlyMap<string, NonNullable<ModelStatus['level']>>> {
  const week = subjects.length === 0 ? null : await lastMaturityWeek(db, workspaceId);
  if (week === null) return new Map();
  const span = { from: week, before: shiftDay(week, 7) };
  const rows = await maturityWeekRows(db, { workspaceId, kind: 'model', subjects }, span);
  return new Map(
    rows.flatMap(({ subject, level, target }) =>
      level === null || target === null ? [] : [[subject, { level, target }] as const],
    ),
  );
}
