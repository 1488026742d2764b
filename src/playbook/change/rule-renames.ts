import type { Tree } from '../keys.ts';
import type { EffectivePolicy, EffectiveRule } from '../playbook.ts';
import { sameValue } from './directions.ts';
import type { Side } from './sides.ts';

/** A rule that is called otherwise and demands the same. */
export interface Renamed {
  readonly was: string;
  readonly is: string;
}

/** Rules of which nothing but the name, and perhaps the explanation, changed; in order of the rules before. */
export function renamedRules(before: EffectivePolicy, after: EffectivePolicy): readonly Renamed[] {
  const missing = (some: readonly EffectiveRule[], all: readonly EffectiveRule[]) =>
    some.filter(({ name }) => !all.some((one) => one.name === name));
  const came = new Set(missing(after.rules, before.rules));
  return missing(before.rules, after.rules).flatMap((was) => {
    const is = [...came].find((one) => sameValue(demands(was), demands(one)));
    if (is === undefined) return [];
    came.delete(is);
    return [{ was: was.name, is: is.name }];
  });
}

function demands({ name: _, why: __, ...rest }: EffectiveRule): unknown {
  return rest;
}

/** The side with its renamed rules called as before. */
export function calledAsBefore(side: Side, renamed: readonly Renamed[]): Side {
  const names = new Map(renamed.map(({ was, is }) => [is, was]));
  const old = (name: string) => names.get(name) ?? name;
  const call = (policy: EffectivePolicy): EffectivePolicy => ({
    ...policy,
    rules: policy.rules.map((rule) => ({ ...rule, name: old(rule.name) })),
    decision:
      'tree' in policy.decision
        ? { tree: calledTree(policy.decision.tree, old) }
        : {
            byAction: Object.fromEntries(
              Object.entries(policy.decision.byAction).map(([action, tree]) => [action, calledTree(tree, old)]),
            ),
          },
  });
  return { ...side, policy: call(side.policy), low: call(side.low) };
}

function calledTree(tree: Tree, old: (name: string) => string): Tree {
  const each = (trees: readonly Tree[]) => trees.map((one) => calledTree(one, old));
  if (typeof tree === 'string') return old(tree);
  if ('all' in tree) return { all: each(tree.all) };
  if ('any' in tree) return { any: each(tree.any) };
  return { atLeast: { n: tree.atLeast.n, of: each(tree.atLeast.of) } };
}
