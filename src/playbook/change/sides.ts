import { policyFor } from '../effective-policy.ts';
import { inheritedKeys } from '../inherit.ts';
import type { PlaybookKeys, Tree } from '../keys.ts';
import type { CatalogueModel, EffectivePolicy, Playbook, PlaybookSet } from '../playbook.ts';

/** One playbook on one side of a change, its parents and the defaults of high criticality applied. */
export interface Side {
  readonly policy: EffectivePolicy;
  /** The same with the defaults of low criticality. */
  readonly low: EffectivePolicy;
  /** What is written, in the playbook or above it. */
  readonly keys: PlaybookKeys;
}

const lowModel: CatalogueModel = {
  id: 'any',
  in: {},
  team: 'any',
  owner: 'any',
  businessOwner: null,
  dataOwner: null,
  criticality: 'low',
  materiality: null,
  dataClass: null,
  useCase: null,
  euHighRisk: null,
  labels: {},
  channel: null,
  retrain: null,
  endpoint: null,
  monitors: [],
  documents: {},
};

export function sideOf(set: PlaybookSet, playbook: Playbook): Side {
  return {
    policy: policyFor(set, playbook, null),
    low: policyFor(set, playbook, lowModel),
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

/** The trees that decide, one for each action that has its own. */
function treesOf({ decision }: Pick<EffectivePolicy, 'decision'>): readonly Tree[] {
  return 'tree' in decision ? [decision.tree] : Object.values(decision.byAction);
}

/** Whether every rule of that name stands where all of its neighbours are needed too. */
export function alwaysUnderAll(policy: EffectivePolicy, name: string): boolean {
  const outside = (tree: Tree): boolean => {
    if (typeof tree === 'string') return false;
    if ('all' in tree) return tree.all.some(outside);
    return holds('any' in tree ? tree.any : tree.atLeast.of, name);
  };
  return !treesOf(policy).some(outside);
}

function holds(trees: readonly Tree[], name: string): boolean {
  return trees.some((tree) => {
    if (typeof tree === 'string') return tree === name;
    return holds('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of, name);
  });
}
