import type { RunState } from '#domain/pipeline.ts';
import type { UpstreamError } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import { finishExecution } from '#store/executions.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import { wantFollowed } from '#store/run-follows.ts';
import { changeRun, lockRun, type RunRow, runById } from '#store/runs.ts';
import { showCard, tellRequester } from '../apply-judgement.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest } from '../load-request.ts';
import { showCarriedOut } from '../sampled-review.ts';
import type { Setting } from '../setting.ts';
import { nextTrouble, withoutTrouble } from '../trouble.ts';
import { showRun } from './show-run.ts';
import { takeWaitingEvents } from './take-waiting-events.ts';

/** A start that was tried: the run's row, and the execution of its request. */
interface Start {
  readonly runId: string;
  readonly executionId: string;
}

/** What the engine says of a run that was found started. */
export interface FoundRun {
  readonly engineId: string;
  readonly url: string | null;
  readonly state: RunState;
}

/** The run is there: its request is done, its message appears, and it is followed. */
export async function recordRunStarted(setting: Setting, tx: Executor, start: Start, found: FoundRun): Promise<void> {
  const { run, request } = await held(setting, tx, start);
  const now = new Date(setting.now());
  if (!(await finishExecution(tx, setting.workspaceId, start.executionId, 'verified', now))) return;
  // An end is read whole before it counts, with its steps.
  const state = found.state === 'queued' ? 'queued' : 'running';
  const { engineId, url } = found;
  const started = await changeRun(tx, run, { state, engineId, url, startedAt: now });
  const outcome = { ...withoutTrouble(request), readBackAt: setting.now(), run: run.number };
  const changed = await changeRequest(tx, request, { state: 'verified', settledAt: now, outcome });
  if (changed === null) throw new Error(`request ${request.id} changed although its row was locked`);
  const details = { execution: start.executionId, run: `T-${run.number}`, engine_id: engineId };
  await recordHappening(setting, tx, changed, { event: 'execution_verified', details });
  await recordHappening(setting, tx, changed, {
    event: 'run_started',
    details: { ...details, reason_code: run.reasonCode, cause: run.cause === null ? null : { ...run.cause } },
  });
  await wantFollowed(tx, setting.workspaceId, run.connection, now);
  await setting.sendJob(tx, 'follow-runs', { connection: run.connection });
  await takeWaitingEvents(setting, tx, run.connection);
  if (run.cancelAskedAt !== null) await intendCancel(setting, tx, started);
  await showRun(setting, tx, started);
  await showCard(setting, tx, changed);
  await showCarriedOut(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}

/** The engine refused for good, or nobody may start it any more: nothing runs, and the card says what to do. */
export async function recordNotStarted(
  setting: Setting,
  tx: Executor,
  start: Start,
  failure: { readonly because: string; readonly final: boolean },
): Promise<void> {
  const { run, request } = await held(setting, tx, start);
  const now = new Date(setting.now());
  if (!(await finishExecution(tx, setting.workspaceId, start.executionId, 'failed', now))) return;
  await changeRun(tx, run, { state: 'not_started', endedAt: now });
  const outcome = { failed: failure.because, holds: null, ...(failure.final ? { final: true } : {}) };
  const changed = await changeRequest(tx, request, { state: 'failed', settledAt: now, outcome });
  if (changed === null) throw new Error(`request ${request.id} changed although its row was locked`);
  await recordHappening(setting, tx, changed, {
    event: 'execution_failed',
    details: { execution: start.executionId, run: `T-${run.number}`, outcome },
  });
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}

/** The engine did not let it be started yet: the card says so, and when the next try is. */
export async function recordStartTrouble(
  setting: Setting,
  start: Start,
  error: UpstreamError,
  afterMs: number,
): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const { request } = await held(setting, tx, start);
    if (request.state !== 'executing') return;
    const trouble = nextTrouble(request, setting.now(), error, afterMs);
    const changed = await changeRequest(tx, request, { outcome: { ...request.outcome, trouble } });
    if (changed !== null) await showCard(setting, tx, changed);
  });
}

/** Intends to have the engine end a run, once. */
export async function intendCancel(setting: Setting, tx: Executor, run: RunRow): Promise<void> {
  const effectId = setting.newId();
  const { added } = await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'pipeline.cancel',
    orderKey: `run:${run.id}`,
    idemKey: `cancel:${run.key}:${run.cancelAskedAt?.getTime() ?? 0}`,
    payload: { runId: run.id },
  });
  if (added) await setting.sendJob(tx, 'perform-effect', { effectId });
}

/** The request is locked before its run, always, so that no two of us wait for each other. */
async function held(setting: Setting, tx: Executor, { runId }: Start): Promise<{ run: RunRow; request: RequestRow }> {
  const seen = await runById(tx, setting.workspaceId, runId);
  if (seen === null) throw new Error(`there is no run ${runId}`);
  const request = await holdRequest(setting, tx, seen.requestId);
  return { run: await lockRun(tx, setting.workspaceId, runId), request };
}
