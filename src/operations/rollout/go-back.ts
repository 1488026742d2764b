import type { Executor } from '#store/database.ts';
import { changeRollout, type RolloutRow, rolloutOf } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest } from '../load-request.ts';
import { recordFailed } from '../record-execution.ts';
import type { Setting } from '../setting.ts';
import { holdRollout, lookAt, lookEveryMs } from './hold-rollout.ts';
import { intendTraffic, intendUndeploy } from './rollout-effects.ts';

/** Why a rollout goes back: a sentence, and who stopped it if a person did. */
export type Stop = NonNullable<RolloutRow['stopped']>;

/**
 * Begins to undo a rollout that the transaction holds and that has nothing under way: traffic first, then its own
 * deployment; the request fails when that is done, so that it says what holds.
 */
export async function goBack(setting: Setting, tx: Executor, row: RolloutRow): Promise<void> {
  if (row.step >= 0 && Object.keys(row.before).length > 0) {
    await changeRollout(tx, row, { state: 'restoring', dueAt: null, waitsFor: null });
    await intendTraffic(setting, tx, row, -1);
  } else {
    await removeOwn(setting, tx, row);
  }
}

/** Stops a rollout for a reason that its request records. */
export async function stopFor(setting: Setting, tx: Executor, row: RolloutRow, stop: Stop): Promise<RolloutRow> {
  const request = await holdRequest(setting, tx, row.requestId);
  const stopped = await changeRollout(tx, row, { stopped: row.stopped ?? stop });
  await recordHappening(setting, tx, request, {
    event: 'rollout_stopped',
    details: { execution: row.executionId, because: stop.because, by: stop.by },
  });
  await showCard(setting, tx, request);
  return stopped;
}

/** Nothing could be deployed: there is nothing to undo. */
export async function recordDeployRefused(
  setting: Setting,
  tx: Executor,
  executionId: string,
  because: string,
): Promise<void> {
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'deploying') return;
  await goBack(setting, tx, await stopFor(setting, tx, row, { because, by: null }));
}

/** The traffic of a step was not set: what earlier steps moved goes back. */
export async function recordStepRefused(
  setting: Setting,
  tx: Executor,
  executionId: string,
  because: string,
): Promise<void> {
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'shifting') return;
  await goBack(setting, tx, await stopFor(setting, tx, row, { because, by: null }));
}

/** The alias did not follow the traffic: true if the traffic goes back first, false where none moved. */
export async function goBackFromAlias(
  setting: Setting,
  tx: Executor,
  executionId: string,
  because: string,
): Promise<boolean> {
  if ((await rolloutOf(tx, setting.workspaceId, executionId)) === null) return false;
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'finishing') return false;
  await goBack(setting, tx, await stopFor(setting, tx, row, { because, by: null }));
  return true;
}

/** The traffic is as it was, or cannot be put back, which `kept` says; the deployment is next. */
export async function recordRestored(
  setting: Setting,
  tx: Executor,
  executionId: string,
  kept: string | null,
): Promise<void> {
  const { rollout: row, request } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'restoring') return;
  await recordHappening(setting, tx, request, {
    event: 'traffic_restored',
    details: { execution: executionId, endpoint: row.endpoint, split: { ...row.before }, kept },
  });
  if (kept === null) return await removeOwn(setting, tx, row);
  await end(setting, tx, row, `${because(row)} The traffic could not be put back: ${kept}`);
}

/** Its own deployment is gone, or stays without traffic, which `kept` says. */
export async function recordRemoved(
  setting: Setting,
  tx: Executor,
  executionId: string,
  kept: string | null,
): Promise<void> {
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'removing') return;
  const left = kept === null ? '' : ` Its deployment on ${row.endpoint} could not be taken away: ${kept}`;
  await end(setting, tx, row, `${because(row)}${left}`);
}

async function removeOwn(setting: Setting, tx: Executor, row: RolloutRow): Promise<void> {
  if (row.deployedByUs === 'no') return await end(setting, tx, row, because(row));
  const removing = await changeRollout(tx, row, {
    state: 'removing',
    attempts: row.attempts + 1,
    dueAt: lookAt(setting, lookEveryMs.deployment),
    waitsFor: null,
  });
  await intendUndeploy(setting, tx, removing, 'own');
}

async function end(setting: Setting, tx: Executor, row: RolloutRow, why: string): Promise<void> {
  await changeRollout(tx, row, { state: 'restored', dueAt: null, waitsFor: null });
  await recordFailed(setting, tx, row.executionId, { because: why, aliasMoved: false });
}

function because({ stopped }: RolloutRow): string {
  return stopped?.because ?? 'It was stopped.';
}
