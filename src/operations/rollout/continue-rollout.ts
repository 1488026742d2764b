import type { ModelEndpoints } from '#domain/endpoint.ts';
import { UpstreamError } from '#errors.ts';
import { judgeStep } from '#playbook/evaluate/judge-step.ts';
import type { Facts } from '#playbook/facts.ts';
import type { Executor } from '#store/database.ts';
import { changeRequest, requestById } from '#store/requests.ts';
import { changeRollout, type RolloutRow, rolloutOf, rolloutsDue } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { freshSetting } from '../fresh-setting.ts';
import { votesFrom } from '../judge.ts';
import { loadRequest } from '../load-request.ts';
import { recordExecutionTrouble } from '../record-execution.ts';
import { championVersionIn, type RegistryFacts } from '../registry-facts.ts';
import { registryOf } from '../registry-of.ts';
import { candidateFacts } from '../request-promotion.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { nextWaitMs, withoutTrouble } from '../trouble.ts';
import { recordDeployed, seenEndpoint, startStep } from './advance-rollout.ts';
import { goBack, stopFor } from './go-back.ts';
import { holdRollout, lookAt, lookEveryMs } from './hold-rollout.ts';
import { liveValues } from './live-values.ts';
import { intendDeploy, intendUndeploy } from './rollout-effects.ts';

/** Sends every rollout whose time to look has come to be continued. */
export async function sweepRollouts(setting: Setting): Promise<void> {
  for (const { executionId } of await rolloutsDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.sendJob(setting.db, 'continue-rollout', { executionId });
  }
}

/**
 * Looks whether a deployment is there, or whether the next step may start, and goes on, waits or goes back. What the
 * platform or the registry does not answer is told on the card and looked at again.
 */
export async function continueRollout(setting: Setting, executionId: string): Promise<void> {
  const seen = await rolloutOf(setting.db, setting.workspaceId, executionId);
  if (seen === null || !isDue(setting, seen)) return;
  const request = await requestById(setting.db, setting.workspaceId, seen.requestId);
  if (request === null) throw new Error(`there is no request ${seen.requestId}`);
  try {
    if (seen.state === 'deploying') await lookAtDeployment(setting, seen, endpointsOf(setting, request));
    else if (seen.state === 'removing') await removeAgain(setting, seen);
    else await lookAtStep(setting, seen, request);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    await postpone(setting, seen, request, error);
  }
}

function isDue(setting: Setting, { state, dueAt }: RolloutRow): boolean {
  if (state !== 'deploying' && state !== 'holding' && state !== 'removing') return false;
  return dueAt !== null && dueAt.getTime() <= Date.parse(setting.now());
}

/** Throws an `UpstreamError` while its registry is not connected or serves no models. */
export function endpointsOf(setting: Setting, { registry: id }: Pick<RequestRow, 'registry'>): ModelEndpoints {
  const endpoints = setting.endpoints.get(id);
  if (endpoints !== undefined) return endpoints;
  const sentence = `No registry ${id} that serves models is connected any more: put it back into org.yaml.`;
  throw new UpstreamError(id, sentence, { status: 404, retryable: true });
}

async function lookAtDeployment(setting: Setting, seen: RolloutRow, endpoints: ModelEndpoints): Promise<void> {
  const { executionId, operation, deployedId } = seen;
  const state = operation === null ? null : await endpoints.getOperation(operation);
  const endpoint = await endpoints.getEndpoint(seen.endpoint);
  const there = endpoint?.deployed.some(({ id }) => id === deployedId) === true;
  await setting.db.transaction(async (tx) => {
    const { rollout, request } = await holdRollout(setting, tx, executionId);
    if (!isDue(setting, rollout) || rollout.operation !== operation) return;
    await calm(tx, request);
    if (endpoint !== null && there)
      return await recordDeployed(setting, tx, executionId, seenEndpoint(endpoint, deployedId));
    if (state?.is === 'running') return await lookAgain(setting, tx, rollout, lookEveryMs.deployment, null);
    // The first may have been somebody else's, behind which ours waited.
    if (state?.is === 'failed' && rollout.attempts > 0) {
      const because = `Deploying it to ${endpoint?.title ?? rollout.endpoint} failed: ${state.message}`;
      const stopped = await stopFor(setting, tx, rollout, { because, by: null });
      return await goBack(setting, tx, await changeRollout(tx, stopped, { deployedByUs: 'no' }));
    }
    // It was another's, or nobody knows it any more: deploying under the same id again is one deployment.
    const again = await changeRollout(tx, rollout, { operation: null, dueAt: null, attempts: rollout.attempts + 1 });
    await intendDeploy(setting, tx, again);
  });
}

/** Asks once more to take its deployment away, which finds it gone in the end. */
async function removeAgain(setting: Setting, seen: RolloutRow): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const { rollout } = await holdRollout(setting, tx, seen.executionId);
    if (rollout.state !== 'removing' || !isDue(setting, rollout)) return;
    const dueAt = lookAt(setting, lookEveryMs.deployment);
    const again = await changeRollout(tx, rollout, { attempts: rollout.attempts + 1, dueAt });
    await intendUndeploy(setting, tx, again, 'own');
  });
}

async function lookAtStep(setting: Setting, seen: RolloutRow, request: RequestRow): Promise<void> {
  const model = { modelId: request.model, name: request.modelName };
  const registry = registryOf(setting, request.registry);
  const facts = await candidateFacts(setting, registry, model, request.version, request.target);
  const since = (seen.stepAt ?? seen.startedAt).toISOString();
  const live = await liveValues(registry, request, since);
  const fresh = await freshSetting(setting);
  await setting.db.transaction(async (tx) => await judgeHeldStep(fresh, tx, seen, facts, live));
}

async function judgeHeldStep(
  setting: Setting,
  tx: Executor,
  seen: RolloutRow,
  fresh: RegistryFacts,
  live: Facts['live'],
): Promise<void> {
  const { rollout, request } = await holdRollout(setting, tx, seen.executionId);
  if (rollout.state !== 'holding' || rollout.step !== seen.step || !isDue(setting, rollout)) return;
  await calm(tx, request);
  const step = rollout.steps[rollout.step];
  const { policy, facts, votes } = await loadRequest(setting, tx, request, fresh);
  const champion = championVersionIn(fresh);
  const stop = async (because: string) => {
    const stopped = await stopFor(setting, tx, rollout, { because, by: null });
    await goBack(setting, tx, stopped);
  };
  if (champion !== request.championVersion) {
    return await stop(
      `Somebody moved ${request.target} meanwhile: it is ${champion === null ? 'gone' : `v${champion}`} now.`,
    );
  }
  if (facts.subject.digest !== request.subjectDigest) {
    return await stop(`v${request.version} is no longer what was approved: its parts in the registry have changed.`);
  }
  const given = { facts: { ...facts, live }, votes: votesFrom(votes), as: 'approved' } as const;
  const verdict = judgeStep(policy, step?.stopIf ?? null, given, setting.now());
  if (verdict.go === 'stop') {
    return await stop(
      `Stopped at ${step?.trafficPercent ?? 0}% of the traffic, as the playbook says: ${verdict.because}`,
    );
  }
  const now = Date.parse(setting.now());
  const heldUntil = (rollout.stepAt?.getTime() ?? now) + (step?.forMs ?? 0);
  if (now < heldUntil) return await lookAgain(setting, tx, rollout, Math.min(lookEveryMs.step, heldUntil - now), null);
  if (verdict.go === 'on') {
    await startStep(setting, tx, rollout, rollout.step + 1);
    return await showCard(setting, tx, request);
  }
  await lookAgain(setting, tx, rollout, lookEveryMs.step, verdict.because);
  if (rollout.waitsFor !== verdict.because) await showCard(setting, tx, request);
}

async function lookAgain(
  setting: Setting,
  tx: Executor,
  rollout: RolloutRow,
  afterMs: number,
  waitsFor: string | null,
): Promise<void> {
  await changeRollout(tx, rollout, { dueAt: lookAt(setting, afterMs), waitsFor });
}

/** Takes the trouble of an earlier look off the request. */
async function calm(tx: Executor, request: RequestRow): Promise<void> {
  if (request.outcome.trouble !== undefined) await changeRequest(tx, request, { outcome: withoutTrouble(request) });
}

async function postpone(setting: Setting, seen: RolloutRow, request: RequestRow, error: UpstreamError): Promise<void> {
  const afterMs = Math.max(nextWaitMs(request, error), 1_000);
  await setting.db.transaction(async (tx) => {
    const { rollout } = await holdRollout(setting, tx, seen.executionId);
    if (isDue(setting, rollout)) await lookAgain(setting, tx, rollout, afterMs, rollout.waitsFor);
  });
  await recordExecutionTrouble(setting, seen.executionId, error, afterMs);
}
