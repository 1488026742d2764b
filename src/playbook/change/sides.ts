import { bareModel } from '../bare-model.ts';
import { policyFor } from '../effective-policy.ts';
import { inheritedKeys } from '../inherit.ts';
import type { PlaybookKeys } from '../keys.ts';
import type { EffectivePolicy, Playbook, PlaybookSet } from '../playbook.ts';

/** One playbook on one side of a change, its parents and the defaults of high criticality applied. */
export interface Side {
  readonly policy: EffectivePolicy;
  /** The same with the defaults of low criticality. */
  readonly low: EffectivePolicy;
  /** What is written, in the playbook or above it. */
  readonly keys: PlaybookKeys;
}

export function sideOf(set: PlaybookSet, playbook: Playbook): Side {
  return {
    policy: policyFor(set, playbook, null),
    low: policyFor(set, playbook, bareModel('any', 'low')),
    keys: inheritedKeys(set, playbook),
  };
}

/** Roles with a seat, in order of id. */
export function seatedRoles({ rules }: Pick<EffectivePolicy, 'rules'>): readonly string[] {
  return [...new Set(rules.flatMap(({ people }) => people.flatMap(({ from }) => from)))].sort();
}

/** Roles with a seat or a veto. */
export function empoweredRoles(policy: EffectivePolicy): readonly string[] {
  return [...new Set([...seatedRoles(policy), ...policy.block.by])].sort();
}

/** Roles that can refuse something in some playbook that decides: with a seat, a veto or a hold. */
export function refusingRoles(set: PlaybookSet): readonly string[] {
  const roles = set.playbooks
    .filter(({ abstract }) => !abstract)
    .map((one) => sideOf(set, one).policy)
    .flatMap((policy) => [...empoweredRoles(policy), ...policy.hold.by]);
  return [...new Set(roles)].sort();
}
