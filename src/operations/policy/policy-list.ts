import { roleName } from '#domain/role-name.ts';
import { governedModels } from '#playbook/render/governed-models.ts';
import { actionNouns, andList, orList } from '#playbook/words.ts';
import type { PolicyList } from '#views/policy.ts';
import type { Setting } from '../setting.ts';

/** The playbooks in force, in order of path, and the digest of all of them. */
export function policyList(setting: Setting): PolicyList {
  const { set, digest } = setting.playbooks();
  return {
    digest,
    playbooks: set.playbooks.map((playbook) => {
      const { action, models, to } = playbook.appliesTo;
      const what = andList(action.map((one) => actionNouns[one].many));
      const alias = to === null ? '' : ` to ${orList(to.map((one) => `\`${one}\``))}`;
      return {
        name: playbook.name,
        governs: `${what} of ${orList(models.map((one) => `\`${one}\``))}${alias}`,
        abstract: playbook.abstract,
        models: governedModels(set, playbook).length,
        owner: roleName([playbook.owner]),
      };
    }),
  };
}
