import type { ModelEndpoints } from '#domain/endpoint.ts';
import { UpstreamError } from '#errors.ts';
import { requestById } from '#store/requests.ts';
import { changeRollout, type RolloutRow, rolloutOf, rolloutsDue } from '#store/rollouts.ts';
import { showCard } from '../apply-judgement.ts';
import { recordExecutionTrouble } from '../record-execution.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { nextWaitMs } from '../trouble.ts';
import { recordDeployed, seenEndpoint } from './advance-rollout.ts';
import { endpointsOf } from './endpoints-of.ts';
import { goBack, recordRemoved, stopFor } from './go-back.ts';
import { calmRequest, holdRollout, isDue, lookAgain, lookEveryMs } from './hold-rollout.ts';
import { lookAtStep } from './look-at-step.ts';
import { intendDeploy, intendUndeploy } from './rollout-effects.ts';

/** After so many, somebody is working against us, and a person has to see to it. */
const [mostAttempts, mostRemovals] = [10, 100];

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

async function lookAtDeployment(setting: Setting, seen: RolloutRow, endpoints: ModelEndpoints): Promise<void> {
  const { executionId, operation, deployedId } = seen;
  const state = operation === null ? null : await endpoints.getOperation(operation);
  const endpoint = await endpoints.getEndpoint(seen.endpoint);
  const there = endpoint?.deployed.some(({ id }) => id === deployedId) === true;
  await setting.db.transaction(async (tx) => {
    const { rollout, request } = await holdRollout(setting, tx, executionId);
    if (!isDue(setting, rollout) || rollout.operation !== operation) return;
    const calm = await calmRequest(tx, request);
    if (endpoint !== null && there)
      return await recordDeployed(setting, tx, executionId, seenEndpoint(endpoint, deployedId));
    if (state?.is === 'running') {
      await lookAgain(setting, tx, rollout, lookEveryMs.deployment, null);
      return calm === request ? undefined : await showCard(setting, tx, calm);
    }
    if (rollout.stopped !== null) return await goBack(setting, tx, rollout);
    // The first may have been somebody else's, behind which ours waited.
    if (state?.is === 'failed' && rollout.attempts > 0) {
      const because = `Deploying it to ${endpoint?.title ?? rollout.endpoint} failed: ${state.message}`;
      const stopped = await stopFor(setting, tx, rollout, { because, by: null });
      return await goBack(setting, tx, await changeRollout(tx, stopped, { deployedByUs: 'no' }));
    }
    if (rollout.attempts >= mostAttempts) {
      const because = `${endpoints.title} deployed it ${mostAttempts} times, but it is not there: somebody takes it away.`;
      return await goBack(setting, tx, await stopFor(setting, tx, rollout, { because, by: null }));
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
    if (rollout.attempts >= mostAttempts + mostRemovals) {
      return await recordRemoved(setting, tx, seen.executionId, 'it was told to go many times and is still there.');
    }
    const again = await changeRollout(tx, rollout, { attempts: rollout.attempts + 1, dueAt: null });
    await intendUndeploy(setting, tx, again, 'own');
  });
}

async function postpone(setting: Setting, seen: RolloutRow, request: RequestRow, error: UpstreamError): Promise<void> {
  const afterMs = Math.max(nextWaitMs(request, error), 1_000);
  await setting.db.transaction(async (tx) => {
    const { rollout } = await holdRollout(setting, tx, seen.executionId);
    if (isDue(setting, rollout)) await lookAgain(setting, tx, rollout, afterMs, rollout.waitsFor);
  });
  await recordExecutionTrouble(setting, seen.executionId, error, afterMs);
}
