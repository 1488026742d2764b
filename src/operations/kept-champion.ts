import type { Executor } from '#store/database.ts';
import { changeObligation, obligationById } from '#store/obligations.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import { showCard } from './apply-judgement.ts';
import { holderNow, type Overtaken } from './end-overtaken.ts';
import { recordHappening } from './ledger-entry.ts';
import type { Setting } from './setting.ts';

/** Whether a request asks if the champion may stay, because something that it owes was not met. */
export function asksToKeep(row: Pick<RequestRow, 'action' | 'obligationId'>): boolean {
  return row.obligationId !== null && row.action === 'promote';
}

/** Why what an obligation opened ends when another version holds the target by now; null while the same one does. */
export function overtakenFollowUp(row: RequestRow, champion: string | null): Overtaken | null {
  if (row.obligationId === null || champion === row.championVersion) return null;
  return {
    because: `${holderNow(row, champion)}, so what v${row.championVersion} owed no longer matters.`,
    holds: champion,
  };
}

/** Carries out a yes to whether the champion may stay: nothing moves, and what it owes goes on. */
export async function keepChampion(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  outcome: RequestRow['outcome'],
): Promise<void> {
  const changed = await changeRequest(tx, row, { state: 'verified', settledAt: new Date(setting.now()), outcome });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  const owed = row.obligationId === null ? null : await obligationById(tx, row.workspaceId, row.obligationId);
  if (owed !== null) await changeObligation(tx, owed, { told: null });
  await recordHappening(setting, tx, changed, { event: 'champion_kept', details: { obligation: row.obligationId } });
  await showCard(setting, tx, changed);
}
