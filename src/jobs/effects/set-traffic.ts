import type { TrafficSplit } from '#domain/endpoint.ts';
import { sameSplit } from '#domain/traffic-split.ts';
import { UpstreamError } from '#errors.ts';
import { recordExecutionTrouble } from '#operations/record-execution.ts';
import { recordStep, splitOfStep } from '#operations/rollout/advance-rollout.ts';
import { changedByOthers } from '#operations/rollout/changed-by-others.ts';
import { recordRestored, recordStepRefused } from '#operations/rollout/go-back.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectRow } from '#store/effects.ts';
import type { RolloutRow } from '#store/rollouts.ts';
import type { EffectPerformer } from '../effect-performer.ts';
import { executionIdIn } from './execution-place.ts';
import { noEndpoint, rolloutPlace } from './rollout-place.ts';

/**
 * Sets the traffic of a step, or what it was before, and reads it back. It is compared first, and the endpoint's own
 * compare-and-swap guards the rest: what somebody else set is never overwritten.
 */
export function setTraffic(setting: Setting): EffectPerformer {
  return {
    kind: 'endpoint.traffic',
    blocksOrderWhenUnresolved: true,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const goingBack = stepIn(effect) < 0;
      const { rollout, endpoints, endpoint } = await untilPermitted(goingBack, () => rolloutPlace(setting, effect));
      if (endpoint === null) return { refuse: noEndpoint(rollout) };
      const wanted = splitOfStep(rollout, stepIn(effect));
      if (sameSplit(endpoint.traffic, wanted)) return { already: { split: wanted } };
      if (!goingBack && rollout.stopped !== null) return { refuse: 'It was stopped before.' };
      if (!expected(rollout, stepIn(effect)).some((split) => sameSplit(endpoint.traffic, split))) {
        return { refuse: changedByOthers(endpoint) };
      }
      return {
        async send() {
          const set = () => endpoints.setTraffic(rollout.endpoint, endpoint.etag, wanted);
          const outcome = await untilPermitted(goingBack, set);
          if (outcome.set) return { split: wanted };
          const sentence = `The endpoint ${endpoint.title} was changed by somebody else meanwhile; it is read again.`;
          throw new UpstreamError(endpoints.title, sentence, { retryable: true });
        },
      };
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const [id, step] = [executionIdIn(effect), stepIn(effect)];
      const because = outcome.state === 'confirmed' ? null : outcome.because;
      if (step < 0) await recordRestored(setting, tx, id, because);
      else if (because === null) await recordStep(setting, tx, id, step);
      else await recordStepRefused(setting, tx, id, { because, maybe: effect.firstSentAt !== null });
    },
  };
}

/** Traffic that has to go back is not left where it is for want of a permission that somebody can give us. */
async function untilPermitted<T>(goingBack: boolean, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!goingBack || !(error instanceof UpstreamError) || (error.status !== 401 && error.status !== 403)) throw error;
    const { system, message, status, retryAfterMs } = error;
    throw new UpstreamError(system, message, { status, retryable: true, retryAfterMs }, { cause: error });
  }
}

function stepIn(effect: EffectRow): number {
  return Number(effect.payload.step);
}

/** The splits that it may start from: that of the step before, or going back, whichever of ours stands. */
function expected(rollout: RolloutRow, step: number): readonly TrafficSplit[] {
  if (step >= 0) return [splitOfStep(rollout, step - 1)];
  return rollout.steps.map((_, taken) => splitOfStep(rollout, taken));
}
