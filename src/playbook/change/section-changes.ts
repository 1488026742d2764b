import type { EffectivePolicy } from '../playbook.ts';
import { conditionWords } from '../render/condition-words.ts';
import { namingIds, sameValue, together, type Way } from './directions.ts';
import { freezeChanges } from './freeze-changes.ts';
import { type KeyWay, keyWays } from './key-ways.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { empoweredRoles, type Side, seatedRoles } from './sides.ts';
import { vetoChanges } from './veto-changes.ts';

/**
 * What changed beside rules, evidence and the tree, given what changed in the rules: vetoes, times, delegation, distinctness and what binds a vote.
 */
export function sectionChanges(before: Side, after: Side, rules: readonly Change[]): readonly Change[] {
  const told = rules.flatMap(({ disempowers }) => disempowers);
  return [
    ...vetoChanges(before, after, told),
    ...keyWays.flatMap((one) => keyChange(one, before, after)),
    ...freezeChanges(before.policy.timing.freeze, after.policy.timing.freeze),
    ...notFor(before.policy, after.policy),
    ...asking(before.policy, after.policy),
  ];
}

/** Compared with the defaults of high criticality and with those of low. */
function keyChange({ key, loses, compare }: KeyWay, before: Side, after: Side): readonly Change[] {
  const found = [compare(before.policy, after.policy), compare(before.low, after.low)].filter((one) => one !== null);
  const [first] = found;
  if (first === undefined) return [];
  const roles = { nobody: () => [], seated: seatedRoles, empowered: empoweredRoles }[loses](before.policy);
  return [change(key, directionOf(found.map(({ way }) => way)), first.sentence, roles)];
}

function directionOf(ways: readonly Way[]): Exclude<Way, 'same'> {
  const way = together(ways);
  return way === 'same' ? 'different' : way;
}

/** Where it holds more often, fewer requests take delegates. */
function notFor(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [was, is] = [before.delegation.notFor, after.delegation.notFor];
  const scope = scopeOf(was, is);
  if (scope === 'same') return [];
  const way = { wider: 'tighter', narrower: 'looser', unknown: 'different' } as const;
  const sentence = `no delegate takes a seat if ${conditionWords(is, namingIds)}, instead of if ${conditionWords(was, namingIds)}`;
  return [change('delegation.not_for', way[scope], sentence, seatedRoles(before))];
}

/** Asking never changes who may decide. */
function asking(
  { ask: { onExpiry: _, ...a } }: EffectivePolicy,
  { ask: { onExpiry: __, ...b } }: EffectivePolicy,
): readonly Change[] {
  return sameValue(a, b) ? [] : [change('ask', 'neutral', 'who is asked, reminded or told, and where')];
}
