import { UpstreamError } from '#errors.ts';
import { recordVerified } from '#operations/record-execution.ts';
import { registryTags } from '#operations/registry-tags.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectPerformer } from '../perform-effect.ts';
import { executionIdIn, placeOf } from './execution-place.ts';

/**
 * Writes the tags that tie the version to its decision, and reads them back. Tags are by value, so again is safe. The
 * alias stands by now: tags that a registry refuses for good are noted, they do not undo it.
 */
export function writeTags(setting: Setting): EffectPerformer {
  return {
    kind: 'registry.tags',
    blocksOrderWhenUnresolved: true,
    blindRetryIsSafe: true,
    async lookUp() {
      return 'absent';
    },
    async prepare(effect) {
      const { execution, registry, readAlias } = await placeOf(setting, effect);
      const tags = await registryTags(setting, execution);
      return {
        async send() {
          for (const [key, value] of Object.entries(tags)) {
            await registry.setVersionTag(execution.modelName, execution.version, key, value);
          }
          const version = await registry.getVersion(execution.modelName, execution.version);
          const missing = Object.entries(tags).filter(([key, value]) => version?.tags[key] !== value);
          if (missing.length === 0) return { tags, alias: await readAlias() };
          const sentence = `${registry.title} took the tags but does not show them.`;
          throw new UpstreamError(registry.title, sentence, { retryable: true, ambiguous: true });
        },
      };
    },
    async settled(tx, effect, outcome) {
      const because = outcome.state === 'refused' ? outcome.because : 'nobody can tell whether they were written';
      await recordVerified(setting, tx, executionIdIn(effect), outcome.state === 'confirmed' ? null : because);
    },
  };
}
