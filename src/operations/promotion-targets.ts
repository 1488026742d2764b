import { globMatches } from '#playbook/glob.ts';
import type { ModelRow } from '#store/models.ts';
import type { Setting } from './setting.ts';

/** The aliases that some playbook lets this model be promoted to, in the playbooks' order. */
export function promotionTargets(setting: Setting, model: Pick<ModelRow, 'registry' | 'modelId'>): readonly string[] {
  const targets = setting
    .playbooks()
    .set.playbooks.filter(({ abstract, appliesTo }) => {
      const here = appliesTo.registry === null || appliesTo.registry.some((glob) => globMatches(glob, model.registry));
      const covers = appliesTo.models.some((glob) => globMatches(glob, model.modelId));
      return !abstract && appliesTo.action.includes('promote') && here && covers;
    })
    .flatMap(({ appliesTo }) => appliesTo.to ?? ['production'])
    .filter((target) => !/[*?]/.test(target));
  return [...new Set(targets)];
}
