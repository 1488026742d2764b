import type { Action } from '../facts.ts';
import { treeFor } from '../inherit.ts';
import type { Tree } from '../keys.ts';
import type { EffectivePolicy } from '../playbook.ts';
import { type Route, routesThrough } from '../routes.ts';
import { reversed, sameValue, type Way } from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { seatedRoles } from './sides.ts';

/** More rules with a condition than this, and their combinations are not walked. */
const mostConditions = 8;

/** What changed in how the rules combine, for each action that both sides govern. */
export function treeChanges(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const actions = before.appliesTo.action.filter((action) => after.appliesTo.action.includes(action));
  const ways = actions.flatMap((action): { action: Action; way: Exclude<Way, 'same'> }[] => {
    const way = treeWay(before, after, action);
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
 * Compares the ways to an approval. Rules that went or came are changes of their own: one that went is left out before,
 * one that came counts after.
 */
function treeWay(before: EffectivePolicy, after: EffectivePolicy, action: Action): Way {
  const [a, b] = [treeFor(before.decision, action), treeFor(after.decision, action)];
  if (sameValue(a, b)) return 'same';
  if (a === undefined) return b === undefined ? 'same' : 'looser';
  if (b === undefined) return 'tighter';
  const kept = new Set(after.rules.map(({ name }) => name));
  const names = [...new Set([...namesIn(a), ...namesIn(b)])];
  const conditional = names.filter((name) =>
    [before, after].some(({ rules }) => rules.some((rule) => rule.name === name && rule.if !== null)),
  );
  if (conditional.length > mostConditions) return 'different';
  const ways = combinations(conditional).map((off) => {
    const was = routes(a, (name) => kept.has(name) && !off.has(name));
    const is = routes(b, (name) => !off.has(name));
    return routesWay(was, is);
  });
  return ways.reduce(joined, 'same');
}

function joined(a: Way, b: Way): Way {
  if (a === 'same') return b;
  return b === 'same' || a === b ? a : 'different';
}

/** Fewer ways are tighter: each way that is left demands at least what some way demanded before. */
function routesWay(was: readonly Route[] | null, is: readonly Route[] | null): Way {
  const [before, after] = [was ?? [], is ?? []];
  const within = (some: readonly Route[], all: readonly Route[]) =>
    some.every((route) => all.some((other) => other.every((name) => route.includes(name))));
  const tighter = within(after, before);
  const looser = within(before, after);
  if (tighter && looser) return 'same';
  if (tighter) return 'tighter';
  return looser ? reversed('tighter') : 'different';
}

function routes(tree: Tree, applies: (name: string) => boolean): readonly Route[] | null {
  return routesThrough(tree, (name) => (applies(name) ? 'yes' : 'no'));
}

/** Every set of these names. */
function combinations(names: readonly string[]): readonly ReadonlySet<string>[] {
  return names.reduce<readonly ReadonlySet<string>[]>(
    (sets, name) => [...sets, ...sets.map((set) => new Set([...set, name]))],
    [new Set()],
  );
}

function namesIn(tree: Tree): readonly string[] {
  if (typeof tree === 'string') return [tree];
  return ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of).flatMap(namesIn);
}
