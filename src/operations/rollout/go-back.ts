import type { Executor } from '#store/database.ts';
import { changeRollout, type RolloutRow, rolloutOf } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest } from '../load-request.ts';
import { recordFailed } from '../record-execution.ts';
import type { Setting } from '../setting.ts';
import { calmRequest, holdRollout, lookAt, lookEveryMs } from './hold-rollout.ts';
import { intendTraffic, intendUndeploy } from './rollout-effects.ts';
import { nameOf } from './shown-rollout.ts';

/** Why something was not done, as a sentence, and whether an earlier try of it may have worked unheard. */
export interface Refused {
  readonly because: string;
  readonly maybe: boolean;
}

/** Why a rollout goes back: a sentence, and who stopped it if a person did. */
export type Stop = NonNullable<RolloutRow['stopped']>;

/**
 * Begins to undo a rollout that the transaction holds and that has nothing under way: traffic first if any may have
 * moved, then its own deployment; the request fails when that is done, so that it says what holds.
 */
export async function goBack(
  setting: Setting,
  tx: Executor,
  row: RolloutRow,
  trafficMoved = row.step >= 0,
): Promise<void> {
  if (trafficMoved && Object.keys(row.before).length > 0) {
    await changeRollout(tx, row, { state: 'restoring', dueAt: null, waitsFor: null });
    await intendTraffic(setting, tx, row, -1);
  } else {
    await removeOwn(setting, tx, row);
  }
}

/** Stops a rollout for a reason that its request records, unless it was stopped for another one before. */
export async function stopFor(setting: Setting, tx: Executor, row: RolloutRow, stop: Stop): Promise<RolloutRow> {
  if (row.stopped !== null) return row;
  const held = await holdRequest(setting, tx, row.requestId);
  // What a person stops may still be in trouble; anything else was found out by an answer.
  const request = stop.by === null ? await calmRequest(tx, held) : held;
  const stopped = await changeRollout(tx, row, { stopped: stop });
  await recordHappening(setting, tx, request, {
    event: 'rollout_stopped',
    details: { execution: row.executionId, because: stop.because, by: stop.by },
  });
  await showCard(setting, tx, request);
  return stopped;
}

/** It was not deployed, for a reason; `maybe` says that an earlier try may have been heard all the same. */
export async function recordDeployRefused(
  setting: Setting,
  tx: Executor,
  executionId: string,
  { because, maybe }: Refused,
): Promise<void> {
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'deploying') return;
  const stopped = await stopFor(setting, tx, row, { because, by: null });
  await goBack(setting, tx, maybe ? await changeRollout(tx, stopped, { deployedByUs: 'started' }) : stopped);
}

/** The traffic of a step was not set: what earlier steps moved, or `maybe` this one, goes back. */
export async function recordStepRefused(
  setting: Setting,
  tx: Executor,
  executionId: string,
  { because, maybe }: Refused,
): Promise<void> {
  const { rollout: row } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'shifting') return;
  await goBack(setting, tx, await stopFor(setting, tx, row, { because, by: null }), maybe || row.step >= 0);
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
  const { rollout: row, request: held } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'restoring') return;
  const request = await calmRequest(tx, held);
  await recordHappening(setting, tx, request, {
    event: 'traffic_restored',
    details: { execution: executionId, endpoint: row.endpoint, split: { ...row.before }, kept },
  });
  if (kept === null) {
    await removeOwn(setting, tx, row);
    return await showCard(setting, tx, request);
  }
  const left =
    kept === because(row) ? 'The traffic is left as it is' : `The traffic could not be put back: ${kept} It is left so`;
  const stays = row.deployedByUs === 'no' ? '' : `, and v${request.version} stays deployed`;
  await end(setting, tx, row, `${because(row)} ${left}${stays}.`);
}

/** Its own deployment is being taken away: it is looked at until it is gone. */
export async function recordRemovalBegun(setting: Setting, tx: Executor, executionId: string): Promise<void> {
  const { rollout: row, request } = await holdRollout(setting, tx, executionId);
  if (row.state !== 'removing') return;
  await changeRollout(tx, row, { dueAt: lookAt(setting, lookEveryMs.deployment) });
  const calm = await calmRequest(tx, request);
  if (calm !== request) await showCard(setting, tx, calm);
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
  const left = kept === null ? '' : ` Its deployment on ${nameOf(row)} could not be taken away: ${kept}`;
  await end(setting, tx, row, `${because(row)}${left}`);
}

async function removeOwn(setting: Setting, tx: Executor, row: RolloutRow): Promise<void> {
  if (row.deployedByUs === 'no') return await end(setting, tx, row, because(row));
  const change = { state: 'removing', attempts: row.attempts + 1, dueAt: null, waitsFor: null } as const;
  await intendUndeploy(setting, tx, await changeRollout(tx, row, change), 'own');
}

async function end(setting: Setting, tx: Executor, row: RolloutRow, why: string): Promise<void> {
  await changeRollout(tx, row, { state: 'restored', dueAt: null, waitsFor: null });
  await recordFailed(setting, tx, row.executionId, { because: why, aliasMoved: false });
}

function because({ stopped }: RolloutRow): string {
  return stopped?.because ?? 'It was stopped.';
}
