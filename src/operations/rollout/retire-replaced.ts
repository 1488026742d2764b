import type { Executor } from '#store/database.ts';
import { requestById } from '#store/requests.ts';
import { changeRollout, lockRollout, rolloutsAfter, rolloutsToRetire } from '#store/rollouts.ts';
import { recordHappening } from '../ledger-entry.ts';
import type { Setting } from '../setting.ts';
import { lookAt } from './hold-rollout.ts';
import { intendUndeploy } from './rollout-effects.ts';

/** How long a replaced deployment stays, so that going back is a matter of traffic alone. */
const graceMs = 24 * 3_600_000;
/** How long it is left alone between two looks whether it is gone. */
const againMs = 15 * 60_000;

/** The alias stands as well: the rollout is done, and what it replaced stays deployed for a day. */
export async function finishRollout(setting: Setting, tx: Executor, executionId: string): Promise<void> {
  const row = await lockRollout(tx, setting.workspaceId, executionId);
  if (row === null || row.state !== 'finishing') return;
  const retireAt = row.replacedId === null ? null : lookAt(setting, graceMs);
  await changeRollout(tx, row, { state: 'done', retireAt });
}

/** Takes away what rollouts replaced whose grace is over, unless a later change made use of it. */
export async function sweepReplaced(setting: Setting): Promise<void> {
  for (const { executionId } of await rolloutsToRetire(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.db.transaction(async (tx) => {
      const row = await lockRollout(tx, setting.workspaceId, executionId);
      if (row === null || row.retiredAt !== null || row.state !== 'done') return;
      const later = await rolloutsAfter(tx, row);
      // It may be what that one goes back to.
      if (later.some(({ state }) => state !== 'done' && state !== 'restored')) return;
      const used = later.some(({ state, deployedId }) => state === 'done' && deployedId === row.replacedId);
      const retireAt = used ? null : lookAt(setting, againMs);
      const again = await changeRollout(tx, row, { retireAt, attempts: row.attempts + 1 });
      if (!used) await intendUndeploy(setting, tx, again, 'replaced');
    });
  }
}

/** The replaced deployment is gone, or stays, which `kept` says. */
export async function recordRetired(
  setting: Setting,
  tx: Executor,
  executionId: string,
  kept: string | null,
): Promise<void> {
  const row = await lockRollout(tx, setting.workspaceId, executionId);
  const request = row === null ? null : await requestById(tx, setting.workspaceId, row.requestId);
  if (row === null || request === null || row.retiredAt !== null) return;
  await changeRollout(tx, row, { retireAt: null, ...(kept === null ? { retiredAt: lookAt(setting, 0) } : {}) });
  await recordHappening(setting, tx, request, {
    event: 'replaced_undeployed',
    details: { execution: executionId, endpoint: row.endpoint, deployed: row.replacedId, kept },
  });
}
