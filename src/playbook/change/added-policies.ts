import type { Json } from '#domain/canonical-json.ts';
import { treeFor } from '../inherit.ts';
import type { Predicates, Tree } from '../keys.ts';
import type { EffectivePolicy, EffectiveRule } from '../playbook.ts';

/**
 * The policy of a change with what playbooks for `change_playbook` add to it: their rules, vetoes, freezes, waits and
 * deadlines beside the built-in ones, never in their place. Their auto-approval and break-glass are left out, and so is
 * what must be known of a candidate: a change has none of a version's parts.
 */
export function withAdded(builtIn: EffectivePolicy, added: readonly EffectivePolicy[]): EffectivePolicy {
  return added.reduce((policy, one) => united(policy, renamed(one, policy)), builtIn);
}

function united(a: EffectivePolicy, b: EffectivePolicy): EffectivePolicy {
  const tree = (policy: EffectivePolicy): Tree => treeFor(policy.decision, 'change_playbook') ?? { any: [] };
  return {
    ...a,
    rules: [...a.rules, ...b.rules],
    evidence: [...a.evidence, ...b.evidence],
    decision: { tree: { all: [tree(a), tree(b)] } },
    block: { ...a.block, by: union(a.block.by, b.block.by), alsoWhen: either(a.block.alsoWhen, b.block.alsoWhen) },
    hold: { by: union(a.hold.by, b.hold.by) },
    timing: {
      freeze: [...a.timing.freeze, ...b.timing.freeze],
      waitAfterApprovalMs: Math.max(a.timing.waitAfterApprovalMs, b.timing.waitAfterApprovalMs),
      expiresAfterMs: Math.min(a.timing.expiresAfterMs, b.timing.expiresAfterMs),
      executeWithinMs: Math.min(a.timing.executeWithinMs, b.timing.executeWithinMs),
    },
    delegation: {
      ...a.delegation,
      allowed: a.delegation.allowed && b.delegation.allowed,
      maxDays: Math.min(a.delegation.maxDays, b.delegation.maxDays),
      notFor: either(a.delegation.notFor, b.delegation.notFor) ?? a.delegation.notFor,
    },
    roles: { ...b.roles, ...a.roles },
  };
}

/** Rules and evidence under names of their own where the policy has such a one already, so that none hides another. */
function renamed(added: EffectivePolicy, policy: EffectivePolicy): EffectivePolicy {
  const taken = new Set(policy.rules.map(({ name }) => name));
  const ids = new Set(policy.evidence.map(({ id }) => id));
  const name = (text: string) => (taken.has(text) ? `${text} (${added.name})` : text);
  const id = (text: string) => (ids.has(text) ? `${text} (${added.name})` : text);
  const reading = (value: Predicates | null) => (value === null ? null : renamedEvidence(value, id));
  const rule = (one: EffectiveRule): EffectiveRule => ({
    ...one,
    name: name(one.name),
    if: reading(one.if),
    facts: reading(one.facts),
    evidence: one.evidence.map(id),
  });
  const tree = treeFor(added.decision, 'change_playbook');
  return {
    ...added,
    rules: added.rules.map(rule),
    evidence: added.evidence.map((item) => ({ ...item, id: id(item.id) })),
    decision: tree === undefined ? { byAction: {} } : { tree: renamedTree(tree, name) },
    block: { ...added.block, alsoWhen: reading(added.block.alsoWhen) },
  };
}

function renamedTree(tree: Tree, name: (text: string) => string): Tree {
  const each = (trees: readonly Tree[]) => trees.map((one) => renamedTree(one, name));
  if (typeof tree === 'string') return name(tree);
  if ('all' in tree) return { all: each(tree.all) };
  if ('any' in tree) return { any: each(tree.any) };
  return { atLeast: { n: tree.atLeast.n, of: each(tree.atLeast.of) } };
}

function renamedEvidence(predicates: Predicates, id: (text: string) => string): Predicates {
  return Object.fromEntries(
    Object.entries(predicates).map(([key, value]): [string, Json] => {
      if ((key === 'any_of' || key === 'none_of') && Array.isArray(value)) {
        return [key, value.map((one) => (isMap(one) ? renamedEvidence(one, id) : one))];
      }
      if (key !== 'evidence' || !isMap(value)) return [key, value];
      return [key, Object.fromEntries(Object.entries(value).map(([item, statuses]) => [id(item), statuses]))];
    }),
  );
}

function either(a: Predicates | null, b: Predicates | null): Predicates | null {
  if (a === null || b === null) return a ?? b;
  return { any_of: [a, b] };
}

function union<T>(a: readonly T[], b: readonly T[]): readonly T[] {
  return [...new Set([...a, ...b])];
}

function isMap(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
