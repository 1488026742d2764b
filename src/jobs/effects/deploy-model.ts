import type { Endpoint } from '#domain/endpoint.ts';
import { recordExecutionTrouble } from '#operations/record-execution.ts';
import {
  recordDeployed,
  recordDeployStarted,
  type SeenEndpoint,
  seenEndpoint,
} from '#operations/rollout/advance-rollout.ts';
import { recordDeployRefused } from '#operations/rollout/go-back.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../effect-performer.ts';
import { executionIdIn } from './execution-place.ts';
import { noEndpoint, rolloutPlace } from './rollout-place.ts';

/**
 * Starts to deploy a version without traffic. What stands there already is used; the id is ours, so that the platform
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
      const there = endpoint.deployed.find(
        ({ id, modelName, version }) =>
          id === rollout.deployedId || (modelName === execution.modelName && version === execution.version),
      );
      if (there !== undefined) return { already: { seen: seenEndpoint(endpoint, there.id) } };
      const { modelName, version } = execution;
      const order = {
        endpoint: rollout.endpoint,
        deployedId: rollout.deployedId,
        modelName,
        version,
        like: like(endpoint),
      };
      return { send: async () => ({ operation: await endpoints.deploy(order) }) };
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const id = executionIdIn(effect);
      if (outcome.state !== 'confirmed') {
        const because = outcome.state === 'refused' ? outcome.because : 'Nobody can tell whether it was deployed.';
        return await recordDeployRefused(setting, tx, id, because);
      }
      const { operation, seen } = outcome.ref;
      if (typeof operation === 'string') return await recordDeployStarted(setting, tx, id, operation);
      if (isSeen(seen)) return await recordDeployed(setting, tx, id, seen);
      throw new Error(`effect ${effect.id} does not say what was deployed`);
    },
  };
}

/** The deployed model with most of the traffic: the new one gets machines like it. */
function like({ deployed, traffic }: Endpoint): string | null {
  const [busiest] = deployed.toSorted((a, b) => (traffic[b.id] ?? 0) - (traffic[a.id] ?? 0));
  return busiest?.id ?? null;
}

function isSeen(value: unknown): value is SeenEndpoint {
  return typeof value === 'object' && value !== null && 'deployedId' in value && 'traffic' in value;
}
