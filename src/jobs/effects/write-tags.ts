import { recordFailed, recordVerified } from '#operations/record-execution.ts';
import { registryTags } from '#operations/registry-tags.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { executionIdIn, placeOf } from './execution-place.ts';

/** Writes the tags that tie the version to its decision, then reads alias and tags back. Tags are by value: safe again. */
export function writeTags(setting: Setting): EffectPerformer {
  return {
    kind: 'registry.tags',
    blocksOrderWhenUnresolved: true,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const { execution, registry } = await placeOf(setting, effect);
      const tags = await registryTags(setting, execution);
      return {
        async send() {
          for (const [key, value] of Object.entries(tags)) {
            await registry.setVersionTag(execution.modelName, execution.version, key, value);
          }
          const version = await registry.getVersion(execution.modelName, execution.version);
          const missing = Object.entries(tags).filter(([key, value]) => version?.tags[key] !== value);
          return { written: tags, missing: missing.map(([key]) => key) };
        },
      };
    },
    async settled(tx, effect, outcome) {
      const id = executionIdIn(effect);
      if (outcome.state === 'confirmed') return await recordVerified(setting, tx, id);
      const because = outcome.state === 'refused' ? outcome.because : 'Nobody can tell whether the tags were written.';
      const sentence = `The alias was moved, but its tags were not written: ${because}`;
      await recordFailed(setting, tx, id, { because: sentence, aliasMoved: true });
    },
  };
}
