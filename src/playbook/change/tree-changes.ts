import type { Action } from '../facts.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { alwaysKnown } from '../render/condition-words.ts';
import { together, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import type { Scope } from './predicate-scope.ts';
import { seatedRoles } from './sides.ts';
import { type Compared, treeWay } from './tree-ways.ts';

/** What changed in how the rules combine, for each action that both sides govern. */
export function treeChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const actions = sharedActions(before, after);
  const ways = actions.flatMap((action): { action: Action; way: Exclude<Way, 'same'> }[] => {
    const way = combinedWay(before, after, action);
    return way === 'same' ? [] : [{ action, way }];
  });
  const [first] = ways;
  if (first === undefined) return [];
  if (ways.length === actions.length && ways.every(({ way }) => way === first.way)) {
    return [change('decision', first.way, sentences[first.way], seatedRoles(before))];
  }
  return ways.map(({ action, way }) =>
    change(`decision.by_action.${action}`, way, `${sentences[way]} for ${action}`, seatedRoles(before)),
  );
}

const sentences = {
  looser: 'there are more ways to an approval than before',
  tighter: 'there are fewer ways to an approval than before',
  different: 'the rules combine in another way',
} as const;

/**
 * The trees alone. A rule that went is a change of its own, so it is left out before. One that came counts, unless all
 * it does is to be needed too: that its own change says.
 */
function combinedWay(before: EffectivePolicy, after: EffectivePolicy, action: Action): Way {
  const [gone, came] = [namesOnlyIn(before, after), namesOnlyIn(after, before)];
  const compared: Compared = {
    before,
    after,
    action,
    scope: (name) => (isConditional(before, name) || isConditional(after, name) ? 'same' : null),
    isKnown: knownIn(before, after),
    without: { before: gone, after: new Set() },
  };
  const way = treeWay(compared);
  if (way !== 'tighter' || came.size === 0) return way;
  const own = treeWay({ ...compared, without: { before: gone, after: came } });
  return own === 'same' ? 'same' : way;
}

/**
 * What a changed `if` of one rule does to the ways to an approval, all else being as before: in whatever the others may
 * read, so that several changes of which each is tighter are tighter together.
 */
export function conditionWay(before: EffectivePolicy, after: EffectivePolicy, name: string, scope: Scope): Way {
  const without = { before: new Set<string>(), after: new Set<string>() };
  const is = after.rules.find((rule) => rule.name === name);
  const then = {
    ...before,
    rules: before.rules.map((rule) => (rule.name === name ? { ...rule, if: is?.if ?? null } : rule)),
  };
  const ways = sharedActions(before, after).map((action) =>
    treeWay({
      before,
      after: then,
      action,
      scope: (one) => (one === name ? scope : isConditional(before, one) ? 'same' : null),
      isKnown: knownIn(before, after),
      without,
    }),
  );
  return together(ways);
}

function sharedActions(before: EffectivePolicy, after: EffectivePolicy): readonly Action[] {
  return before.appliesTo.action.filter((action) => after.appliesTo.action.includes(action));
}

/** Whether the `if` of a rule can be read of every request, on both sides. */
function knownIn(...policies: readonly EffectivePolicy[]): (name: string) => boolean {
  return (name) => policies.every(({ rules }) => alwaysKnown(rules.find((rule) => rule.name === name)?.if ?? {}));
}

function isConditional({ rules }: EffectivePolicy, name: string): boolean {
  return (rules.find((rule) => rule.name === name)?.if ?? null) !== null;
}

function namesOnlyIn(one: EffectivePolicy, other: EffectivePolicy): ReadonlySet<string> {
  return new Set(one.rules.map(({ name }) => name).filter((name) => !other.rules.some((rule) => rule.name === name)));
}
