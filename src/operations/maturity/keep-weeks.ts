import { appendLedger } from '#store/ledger.ts';
import { addMaturityWeeks, type MaturityWeekRow, type NewMaturityWeek } from '#store/maturity-weeks.ts';
import type { Setting } from '../setting.ts';
import { changeIn } from './weeks.ts';

/** Keeps what a week came to, and records each level that it moved: once, since only whoever took the place of a model does. */
export async function keepWeeks(
  setting: Pick<Setting, 'db' | 'workspaceId' | 'now'>,
  rows: readonly NewMaturityWeek[],
): Promise<void> {
  await setting.db.transaction(async (tx) => {
    for (const row of await addMaturityWeeks(tx, rows)) {
      const entry = entryOf(row);
      if (entry === null) continue;
      const { workspaceId } = setting;
      await appendLedger(tx, { workspaceId, event: 'maturity_level_moved', at: new Date(setting.now()), entry });
    }
  });
}

function entryOf(row: MaturityWeekRow) {
  const change = changeIn(row);
  if (change === null) return null;
  const { model, week, from, to, decidedBy } = change;
  const { team, target } = row;
  if (decidedBy === null) return { model, team, week, from, to, target, decided_by: null };
  const { id, title, value, level1, level2 } = decidedBy;
  // The chain holds no fractions.
  const share = value === null ? null : String(value);
  return { model, team, week, from, to, target, decided_by: { id, title, share, level1, level2 } };
}
