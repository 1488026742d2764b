import type { Action } from '../facts.ts';
import { treeFor } from '../inherit.ts';
import type { Tree } from '../keys.ts';
import { actionNouns, andList, quoted } from '../words.ts';
import { type Line, line, type Section } from './line.ts';
import { settleCondition } from './settle-condition.ts';
import { originOf, type Subject } from './subject.ts';

interface DecidedActions {
  readonly actions: readonly Action[];
  readonly tree: Tree;
  /** The names of the rules in it. */
  readonly rules: readonly string[];
}

/** The trees that decide the actions of the playbook, each with those it decides. */
export function treesOf({ policy, action: only }: Subject): readonly DecidedActions[] {
  const { decision, appliesTo } = policy;
  const actions = only === null ? appliesTo.action : [only];
  if ('tree' in decision) return [{ actions, tree: decision.tree, rules: namesIn(decision.tree) }];
  return actions.flatMap((action) => {
    const tree = treeFor(decision, action);
    return tree === undefined ? [] : [{ actions: [action], tree, rules: namesIn(tree) }];
  });
}

/** How the rules combine, for each action that is decided in a way of its own. */
export function combinationSection(subject: Subject): Section {
  const trees = treesOf(subject);
  const applies = (name: string) => {
    const rule = subject.policy.rules.find((one) => one.name === name);
    return rule === undefined || settleCondition(rule.if, subject.read) !== false;
  };
  const lines = trees.flatMap(({ actions, tree }) => {
    const shown = treeLine(flat(tree), applies);
    const origin = originOf(subject, ({ decision }) => decision);
    if (trees.length === 1 && isPlainList(flat(tree)))
      return [line('All of the rules above must be fulfilled, as far as they apply.', origin)];
    if (trees.length === 1) return shown === null ? [] : [{ ...shown, ...origin }];
    const what = `For ${andList(actions.map((action) => actionNouns[action].many))}`;
    return [line(`${what}:`, origin, shown === null ? [] : [shown])];
  });
  const closing = [
    line('A rule that does not apply is left out. If no rule that asks people applies, nothing is approved.'),
    line('One more approval never makes anything less approved.'),
  ];
  return { id: 'combination', title: 'How the rules combine', lines: [...lines, ...closing] };
}

function treeLine(tree: Tree, applies: (rule: string) => boolean): Line | null {
  if (typeof tree === 'string') return applies(tree) ? line(quoted(tree)) : null;
  const children = ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of)
    .map((one) => treeLine(one, applies))
    .filter((one) => one !== null);
  const [only] = children;
  if ('all' in tree && only !== undefined && children.length === 1) return only;
  if ('all' in tree) return children.length === 0 ? null : line('All of these that apply:', undefined, children);
  const n = 'any' in tree ? 1 : tree.atLeast.n;
  const some = `At least ${n === 1 ? 'one' : n} of these must be fulfilled`;
  return children.length < n
    ? line(`${some}, but too few of them apply, so it is blocked.`, undefined, children)
    : line(`${some}:`, undefined, children);
}

function isPlainList(tree: Tree): boolean {
  return typeof tree === 'string' || ('all' in tree && tree.all.every((one) => typeof one === 'string'));
}

/** The same tree without an `all` right under an `all`, as inheritance makes them. */
export function flat(tree: Tree): Tree {
  if (typeof tree === 'string') return tree;
  if ('any' in tree) return { any: tree.any.map(flat) };
  if ('atLeast' in tree) return { atLeast: { n: tree.atLeast.n, of: tree.atLeast.of.map(flat) } };
  return { all: tree.all.map(flat).flatMap((one) => (typeof one === 'object' && 'all' in one ? one.all : [one])) };
}

function namesIn(tree: Tree): readonly string[] {
  if (typeof tree === 'string') return [tree];
  return ('all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of).flatMap(namesIn);
}

/** What happens if nobody knows whether a rule applies: that depends on what it stands under (§8.1). */
export function unknownReading(subject: Subject, rule: string): string {
  const read = new Map(
    treesOf(subject).flatMap(({ actions, tree }) => {
      const standing = standingOf(flat(tree), rule);
      return standing === null ? [] : actions.map((action) => [action, standing] as const);
    }),
  );
  const kinds = new Set(read.values());
  const [only] = kinds;
  if (only !== undefined && kinds.size === 1) return `If that is not known, ${readings[only]}.`;
  const each = [...read].map(([action, standing]) => `for ${actionNouns[action].many} ${readings[standing]}`);
  return `If that is not known, ${each.join('; ')}.`;
}

const readings = {
  applies: 'the rule applies',
  closed: 'this way to an approval is closed',
  chained: 'the rule applies, and its way is closed unless something else of it is sure to apply',
} as const;

function standingOf(tree: Tree, rule: string, beneathChoice = false): keyof typeof readings | null {
  if (typeof tree === 'string') return tree === rule ? 'applies' : null;
  const choice = !('all' in tree);
  const children = 'all' in tree ? tree.all : 'any' in tree ? tree.any : tree.atLeast.of;
  if (children.includes(rule)) return choice ? 'closed' : beneathChoice ? 'chained' : 'applies';
  for (const child of children) {
    const found = standingOf(child, rule, beneathChoice || choice);
    if (found !== null && typeof child !== 'string') return found;
  }
  return null;
}
