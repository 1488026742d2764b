import { recordExecutionTrouble } from '#operations/record-execution.ts';
import {
  recordDeployed,
  recordDeployStarted,
  type SeenEndpoint,
  seenEndpoint,
} from '#operations/rollout/advance-rollout.ts';
import { recordDeployRefused } from '#operations/rollout/go-back.ts';
import type { Setting } from '#operations/setting.ts';
import { leavingDeployments } from '#store/effects.ts';
import type { EffectPerformer } from '../effect-performer.ts';
import { executionIdIn } from './execution-place.ts';
import { noEndpoint, rolloutPlace } from './rollout-place.ts';

/**
 * Starts to deploy a version without traffic. What stands there already, and is not about to go, is used; the id is ours, so that the platform
 * refuses a second deployment under it while the first is under way.
 */
export function deployModel(setting: Setting): EffectPerformer {
  return {
    kind: 'endpoint.deploy',
    blocksOrderWhenUnresolved: true,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const { rollout, execution, endpoints, endpoint } = await rolloutPlace(setting, effect);
      if (endpoint === null) return { refuse: noEndpoint(rollout) };
      const leaving = await leavingDeployments(setting.db, effect);
      const there =
        endpoint.deployed.find(({ id }) => id === rollout.deployedId) ??
        endpoint.deployed.find(
          ({ id, model, version }) =>
            model === execution.modelName && version === execution.version && !leaving.has(id),
        );
      if (there !== undefined) return { already: { seen: seenEndpoint(endpoint, there.id) } };
      if (rollout.stopped !== null && effect.firstSentAt === null) return { refuse: 'It was stopped before.' };
      const { modelName: model, version } = execution;
      const order = { endpoint: rollout.endpoint, id: rollout.deployedId, model, version, machine: null };
      return {
        async send() {
          const begun = await endpoints.deploy(order);
          return begun.done
            ? { seen: seenEndpoint(endpoint, order.id) }
            : { operation: begun.operation, title: endpoint.title };
        },
      };
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const id = executionIdIn(effect);
      if (outcome.state !== 'confirmed') {
        const because = outcome.state === 'refused' ? outcome.because : 'Nobody can tell whether it was deployed.';
        return await recordDeployRefused(setting, tx, id, { because, maybe: effect.firstSentAt !== null });
      }
      const { operation, title, seen } = outcome.ref;
      if (typeof operation === 'string') {
        return await recordDeployStarted(setting, tx, id, { operation, title: String(title) });
      }
      if (isSeen(seen)) return await recordDeployed(setting, tx, id, seen);
      throw new Error(`effect ${effect.id} does not say what was deployed`);
    },
  };
}

function isSeen(value: unknown): value is SeenEndpoint {
  return typeof value === 'object' && value !== null && 'deployedId' in value && 'traffic' in value;
}
