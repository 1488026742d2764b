import { canonicalJson } from '#domain/canonical-json.ts';
import type { Action } from './facts.ts';
import type { DecisionTree, PlaybookKeys, Tree } from './keys.ts';
import type { Playbook, PlaybookSet } from './playbook.ts';
import { action } from './schema/values.ts';

/** The playbooks above this one, the farthest first; names that lead nowhere or in circles end the chain. */
export function parentsOf(set: Pick<PlaybookSet, 'playbooks'>, playbook: Playbook): readonly Playbook[] {
  const chain: Playbook[] = [];
  let parent = set.playbooks.find(({ name }) => name === playbook.extends);
  while (parent !== undefined && parent !== playbook && !chain.includes(parent)) {
    chain.unshift(parent);
    const above: string | null = parent.extends;
    parent = set.playbooks.find(({ name }) => name === above);
  }
  return chain;
}

/** The keys of a child under its parent (§10.4): evidence, rules, freezes, vetoes and alerts unite; both decide. */
export function inherit(parent: PlaybookKeys, child: PlaybookKeys): PlaybookKeys {
  return {
    candidate: over(parent.candidate, child.candidate),
    rules: unite(parent.rules, child.rules, ({ name }) => name),
    decision: both(ownDecision(parent), ownDecision(child)),
    block: { ...over(parent.block, child.block), by: uniteNames(parent.block?.by, child.block?.by) },
    hold: { by: uniteNames(parent.hold?.by, child.hold?.by) },
    timing: {
      ...over(parent.timing, child.timing),
      freeze: unite(parent.timing?.freeze, child.timing?.freeze, canonicalJson),
    },
    ask: over(parent.ask, child.ask),
    delegation: over(parent.delegation, child.delegation),
    distinct: over(parent.distinct, child.distinct),
    autoApprove: child.autoApprove ?? parent.autoApprove,
    breakGlass: child.breakGlass ?? parent.breakGlass,
    afterApproval: over(parent.afterApproval, child.afterApproval),
    afterRejection: over(parent.afterRejection, child.afterRejection),
    onChange: over(parent.onChange, child.onChange),
    evidence: unite(parent.evidence, child.evidence, ({ id }) => id),
    alerts: unite(parent.alerts, child.alerts, ({ id }) => id),
  };
}

function over<T extends object>(parent: T | undefined, child: T | undefined): T | undefined {
  if (parent === undefined || child === undefined) return child ?? parent;
  return { ...parent, ...Object.fromEntries(Object.entries(child).filter(([, value]) => value !== undefined)) };
}

/** The parent's items in order, each replaced by the child's of the same key, then the child's others. */
function unite<T>(
  parent: readonly T[] | undefined,
  child: readonly T[] | undefined,
  key: (item: T) => string,
): readonly T[] | undefined {
  if (parent === undefined || child === undefined) return child ?? parent;
  const byKey = new Map(parent.map((item) => [key(item), item]));
  for (const item of child) byKey.set(key(item), item);
  return [...byKey.values()];
}

function uniteNames(parent: readonly string[] | undefined, child: readonly string[] | undefined) {
  return unite(parent, child, (name) => name);
}

/** The decision as written, or all rules in order; undefined without rules. */
function ownDecision(keys: PlaybookKeys): DecisionTree | undefined {
  if (keys.decision !== undefined) return keys.decision;
  const names = keys.rules?.map(({ name }) => name) ?? [];
  return names.length === 0 ? undefined : { tree: { all: names } };
}

function both(parent: DecisionTree | undefined, child: DecisionTree | undefined): DecisionTree | undefined {
  if (parent === undefined || child === undefined) return child ?? parent;
  if ('tree' in parent && 'tree' in child) return { tree: { all: [parent.tree, child.tree] } };
  const byAction: Partial<Record<Action, Tree>> = {};
  for (const one of action.options) {
    const [above, below] = [treeFor(parent, one), treeFor(child, one)];
    if (above !== undefined && below !== undefined) byAction[one] = { all: [above, below] };
  }
  return { byAction };
}

/** The tree that decides an action; undefined if the playbook leaves it without one. */
export function treeFor(decision: DecisionTree, action: Action): Tree | undefined {
  return 'tree' in decision ? decision.tree : decision.byAction[action];
}

/** A playbook's keys under its parents and the baseline. */
export function inheritedKeys(set: Pick<PlaybookSet, 'playbooks' | 'org'>, playbook: Playbook): PlaybookKeys {
  return [...keysAbove(set, playbook), playbook].reduce<PlaybookKeys>(inherit, {});
}

/** The keys a playbook inherits, the farthest first. */
export function keysAbove(
  set: Pick<PlaybookSet, 'playbooks' | 'org'>,
  playbook: Playbook,
): readonly (PlaybookKeys & { readonly mayBeRelaxed: readonly string[] })[] {
  const baseline = set.org.baseline === null ? [] : [set.org.baseline];
  return [...baseline, ...parentsOf(set, playbook)];
}
