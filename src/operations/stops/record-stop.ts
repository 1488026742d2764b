import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import { executionById, finishExecution } from '#store/executions.ts';
import { changeIdle, lockIdle } from '#store/idle-findings.ts';
import { changeRequest, requestById } from '#store/requests.ts';
import { showCard, tellRequester } from '../apply-judgement.ts';
import { recordClaims } from '../claims/record-claims.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest } from '../load-request.ts';
import { recordFailed } from '../record-execution.ts';
import type { Setting } from '../setting.ts';
import { withoutTrouble } from '../trouble.ts';
import { stopOf } from './stop-of.ts';

/** Machines need minutes to stop: it is looked again at once and then ever more seldom, in all for half an hour. */
const mostRounds = 64;
const lookAgainMs = (round: number) => Math.min(30_000, 250 * 2 ** round);

interface StopRound {
  readonly executionId: string;
  readonly resource: string;
  /** From 1. */
  readonly round: number;
}

/** Asks for the stop, or looks whether it has come about. */
export async function intendStop(
  setting: Setting,
  tx: Executor,
  { executionId, resource, round }: StopRound,
): Promise<void> {
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'resource.stop',
    orderKey: `stop:${setting.workspaceId}:${resource}`,
    idemKey: `stop:${executionId}:${round}`,
    payload: { executionId, round },
    ...(round === 1 ? {} : { delayMs: lookAgainMs(round) }),
  });
  const later = round === 1 ? {} : { afterMs: lookAgainMs(round) };
  await setting.sendJob(tx, 'perform-effect', { effectId }, later);
}

/** It was asked to stop and is not seen to have: it is looked again, until that has gone on for too long. */
export async function recordStopBegun(
  setting: Setting,
  tx: Executor,
  executionId: string,
  round: number,
): Promise<void> {
  const execution = await executionById(tx, setting.workspaceId, executionId);
  if (execution === null) throw new Error(`there is no execution ${executionId}`);
  if (execution.state !== 'running') return;
  const { target: resource } = execution;
  if (round < mostRounds) return await intendStop(setting, tx, { executionId, resource, round: round + 1 });
  const because = 'It was asked to stop and is still on after half an hour. Look at it in the console of its provider.';
  await recordFailed(setting, tx, executionId, { because, aliasMoved: false });
}

/** It was read back and is off: the request is done, and the usage of the next days has the last word. */
export async function recordStopped(setting: Setting, tx: Executor, executionId: string): Promise<void> {
  const execution = await executionById(tx, setting.workspaceId, executionId);
  if (execution === null) throw new Error(`there is no execution ${executionId}`);
  const request = await holdRequest(setting, tx, execution.requestId);
  const now = new Date(setting.now());
  if (!(await finishExecution(tx, setting.workspaceId, executionId, 'verified', now))) return;
  const changed = await changeRequest(tx, request, {
    state: 'verified',
    settledAt: now,
    outcome: withoutTrouble(request),
  });
  if (changed === null) throw new Error(`request ${request.id} changed although its row was locked`);
  const idle = await lockIdle(tx, setting.workspaceId, stopOf(request).idleId);
  const open = idle !== null && idle.endedAt === null;
  if (open) await changeIdle(tx, idle, { state: 'stopped', day: reportingDay(setting) });
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
  if (open) {
    await recordClaims(setting, tx, 'idle_decided', null, { idle: idle.id, decision: 'stopped', request: request.id });
  }
  await recordHappening(setting, tx, changed, { event: 'execution_verified', details: { execution: executionId } });
}

/** What an execution stops. Throws an Error if there is no such execution. */
export async function stopOfExecution(setting: Setting, executionId: string): Promise<ReturnType<typeof stopOf>> {
  const execution = await executionById(setting.db, setting.workspaceId, executionId);
  const request = execution === null ? null : await requestById(setting.db, setting.workspaceId, execution.requestId);
  if (request === null) throw new Error(`there is no execution ${executionId}`);
  return stopOf(request);
}
