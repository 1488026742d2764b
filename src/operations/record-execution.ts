import type { ModelRegistry } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { noteHolder } from '#store/alias-watches.ts';
import { lockOpenCriteria } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import { type ExecutionRow, executionById, finishExecution } from '#store/executions.ts';
import { noteAlias } from '#store/models.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import { showCard, tellRequester } from './apply-judgement.ts';
import { showGlassCarriedOut } from './break-glass/open-glass-review.ts';
import { endMetCriteria } from './criteria/end-criteria.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest } from './load-request.ts';
import { openObligations } from './open-obligations.ts';
import { finishRollout } from './rollout/retire-replaced.ts';
import { showCarriedOut } from './sampled-review.ts';
import { lookOutside, settlingMs } from './sentinel/look-outside.ts';
import { settleByRequest } from './sentinel/note-outside-change.ts';
import type { Setting } from './setting.ts';
import { askWhenVerified, tellTakenBack, withoutWayBack } from './taken-back.ts';
import { nextTrouble, withoutTrouble } from './trouble.ts';

/** An execution with the request it carries out. */
interface Execution {
  readonly execution: ExecutionRow;
  readonly request: RequestRow;
}

/** Throws an Error if there is no such execution. */
async function loadExecution(setting: Setting, tx: Executor, id: string): Promise<Execution> {
  const execution = await executionById(tx, setting.workspaceId, id);
  if (execution === null) throw new Error(`there is no execution ${id}`);
  return { execution, request: await holdRequest(setting, tx, execution.requestId) };
}

/** Begins to give the alias to the version of an execution. */
export async function intendAlias(setting: Setting, tx: Executor, execution: ExecutionRow): Promise<void> {
  const { workspaceId, registry, modelName, target } = execution;
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId,
    kind: 'registry.alias',
    orderKey: `registry:${workspaceId}:${registry}:${modelName}:${target}`,
    idemKey: `alias:${execution.requestId}:${execution.generation}:${execution.id}`,
    payload: { executionId: execution.id },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
}

/** The alias was written and read back: the tags are next. */
export async function recordAliasSet(setting: Setting, tx: Executor, id: string): Promise<void> {
  const { execution, request: held } = await loadExecution(setting, tx, id);
  const request = await changeRequest(tx, held, { outcome: { ...withoutTrouble(held), readBackAt: setting.now() } });
  if (request === null) throw new Error(`request ${held.id} changed although its row was locked`);
  await recordHappening(setting, tx, request, {
    event: 'alias_set',
    details: { execution: id, previous: execution.previousVersion, read_back: execution.version },
  });
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: setting.workspaceId,
    kind: 'registry.tags',
    orderKey: `registry:${setting.workspaceId}:${execution.registry}:${execution.modelName}:${execution.target}`,
    idemKey: `tags:${id}`,
    payload: { executionId: id },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
}

/** The alias stands in the registry as decided: the request is done. `untagged` is why its tags could not be written. */
export async function recordVerified(
  setting: Setting,
  tx: Executor,
  id: string,
  untagged: string | null,
): Promise<void> {
  const { execution, request } = await loadExecution(setting, tx, id);
  const now = new Date(setting.now());
  // Before the end of the ledger, which whoever withdraws one takes after it.
  await lockOpenCriteria(tx, request);
  if (!(await finishExecution(tx, setting.workspaceId, id, 'verified', now))) return;
  const outcome = { ...withoutTrouble(request), ...(untagged === null ? {} : { untagged }) };
  await noteHolder(tx, execution, execution.version, now);
  if (execution.version !== null) await noteAlias(tx, execution, execution.target, execution.version);
  await settleByRequest(setting, tx, execution, request);
  await settle(setting, tx, request, 'verified', outcome, 'execution_verified', id);
  await finishRollout(setting, tx, id);
  await openObligations(setting, tx, request);
  await endMetCriteria(setting, tx, request);
  await showCarriedOut(setting, tx, request);
  await showGlassCarriedOut(setting, tx, request);
  await setting.sendJob(tx, 'verify-again', { executionId: id }, { afterMs: settlingMs });
  await askWhenVerified(setting, tx, { ...request, state: 'verified' });
}

/** Somebody else moved the alias before our write: nothing was overwritten. */
export async function recordConflict(setting: Setting, tx: Executor, id: string, found: string | null): Promise<void> {
  const { execution, request } = await loadExecution(setting, tx, id);
  if (!(await finishExecution(tx, setting.workspaceId, id, 'conflict', new Date(setting.now())))) return;
  const conflict = { expected: execution.previousVersion, found };
  await settle(setting, tx, request, 'failed', { conflict }, 'alias_conflict', id);
}

/** The registry refused for good; `aliasMoved` says whether the alias is ours all the same. */
export async function recordFailed(
  setting: Setting,
  tx: Executor,
  id: string,
  failure: { because: string; aliasMoved: boolean },
): Promise<void> {
  const { execution, request } = await loadExecution(setting, tx, id);
  if (!(await finishExecution(tx, setting.workspaceId, id, 'failed', new Date(setting.now())))) return;
  const holds = failure.aliasMoved ? execution.version : execution.previousVersion;
  if (failure.aliasMoved) await noteHolder(tx, execution, execution.version, new Date(setting.now()));
  await settle(setting, tx, request, 'failed', { failed: failure.because, holds }, 'execution_failed', id);
}

/** The registry did not answer during an execution: the card says so until it does, and when the next try is. */
export async function recordExecutionTrouble(
  setting: Setting,
  id: string,
  error: UpstreamError,
  afterMs: number,
): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const { request } = await loadExecution(setting, tx, id);
    if (request.state !== 'executing') return;
    const trouble = nextTrouble(request, setting.now(), error, afterMs);
    const changed = await changeRequest(tx, request, { outcome: { ...request.outcome, trouble } });
    if (changed !== null) await showCard(setting, tx, changed);
  });
}

/** Looks once more, when no late write can land any more, whether the alias is still what we set it to. */
export async function verifyAgain(setting: Setting, id: string): Promise<void> {
  const execution = await executionById(setting.db, setting.workspaceId, id);
  if (execution === null || execution.state !== 'verified') return;
  const registry = setting.registries.get(execution.registry);
  if (registry === undefined) return;
  const later = await looked(setting, registry, execution.modelName);
  if (later !== null) await setting.sendJob(setting.db, 'verify-again', { executionId: id }, { afterMs: later });
}

/** After how many milliseconds to look again; null if nothing is left to be told. */
async function looked(setting: Setting, registry: ModelRegistry, modelName: string): Promise<number | null> {
  try {
    return (await lookOutside(setting, registry, modelName)).laterMs;
  } catch (error) {
    if (error instanceof UpstreamError) return settlingMs;
    throw error;
  }
}

async function settle(
  setting: Setting,
  tx: Executor,
  request: RequestRow,
  state: 'verified' | 'failed',
  outcome: RequestRow['outcome'],
  event: 'execution_verified' | 'alias_conflict' | 'execution_failed',
  executionId: string,
): Promise<void> {
  const whole = state === 'failed' ? { ...outcome, ...withoutWayBack(request) } : outcome;
  const changed = await changeRequest(tx, request, { state, settledAt: new Date(setting.now()), outcome: whole });
  if (changed === null) throw new Error(`request ${request.id} changed although its row was locked`);
  await recordHappening(setting, tx, changed, {
    event,
    details: { execution: executionId, outcome: JSON.parse(JSON.stringify(outcome)) },
  });
  if (state === 'failed') await tellTakenBack(setting, tx, changed);
  await showCard(setting, tx, changed);
  await tellRequester(setting, tx, changed);
}
