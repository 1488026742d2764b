import { recordExecutionTrouble } from '#operations/record-execution.ts';
import { recordRemovalBegun, recordRemoved } from '#operations/rollout/go-back.ts';
import { recordRetired } from '#operations/rollout/retire-replaced.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../effect-performer.ts';
import { executionIdIn } from './execution-place.ts';
import { rolloutPlace } from './rollout-place.ts';

/** Takes a deployed model away that has no traffic. Gone already is done, so again is safe. */
export function undeployModel(setting: Setting): EffectPerformer {
  return {
    kind: 'endpoint.undeploy',
    blocksOrderWhenUnresolved: false,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const { rollout, endpoints, endpoint } = await rolloutPlace(setting, effect);
      const id = String(effect.payload.deployedId);
      if (endpoint === null || !endpoint.deployed.some((one) => one.id === id)) return { already: { gone: id } };
      if ((endpoint.traffic[id] ?? 0) > 0) return { refuse: 'it has traffic.' };
      return {
        async send() {
          const begun = await endpoints.undeploy(rollout.endpoint, id);
          return begun.done ? { gone: id } : { begun: id };
        },
      };
    },
    delayed: (effect, error, afterMs) => recordExecutionTrouble(setting, executionIdIn(effect), error, afterMs),
    async settled(tx, effect, outcome) {
      const own = effect.payload.which === 'own';
      if (outcome.state === 'confirmed' && 'begun' in outcome.ref) {
        if (own) await recordRemovalBegun(setting, tx, executionIdIn(effect));
        return;
      }
      const kept = outcome.state === 'confirmed' ? null : outcome.because;
      const record = own ? recordRemoved : recordRetired;
      await record(setting, tx, executionIdIn(effect), kept);
    },
  };
}
