import { sameValue, together } from '../change/directions.ts';
import { changedEvidence } from '../change/evidence-changes.ts';
import { keyWays } from '../change/key-ways.ts';
import { obligationChanges } from '../change/outcome-changes.ts';
import { isLoosening } from '../change/policy-change.ts';
import { changedRule } from '../change/rule-changes.ts';
import { autoWay, glassWay } from '../change/shortcut-changes.ts';
import { type Side, seatedRoles, sideOf } from '../change/sides.ts';
import { alsoWay, liftedWay } from '../change/veto-changes.ts';
import { inherit } from '../inherit.ts';
import type { PlaybookKeys } from '../keys.ts';
import type { Playbook, PlaybookSet } from '../playbook.ts';

/** A key of a child that is looser than its parent wrote it, or whose direction cannot be told. */
export interface Loosened {
  readonly key: string;
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
}

/**
 * Every key a child loosens (§10.4), judged as a change from what the parent writes to what holds under the child. What
 * the parent did not write it does not demand.
 */
export function loosened(set: PlaybookSet, parent: PlaybookKeys, child: Playbook): readonly Loosened[] {
  const before = alone(set, child, parent);
  const after = alone(set, child, inherit(parent, child));
  return [
    ...keyed(parent, child),
    ...vetoes(parent, child, after),
    ...shortcuts(parent, child, before, after),
    ...outcome(parent, child),
    ...repeatedRules(parent, child, before, after),
    ...repeatedEvidence(parent, child, before, after),
  ];
}

/** What keys make of a playbook that stands under nothing. */
function alone(set: PlaybookSet, child: Playbook, keys: PlaybookKeys): Side {
  const { path, name, description, owner, abstract, mayBeRelaxed, appliesTo, tests } = child;
  const rest = { path, name, description, owner, abstract, mayBeRelaxed, appliesTo, tests };
  return sideOf({ ...set, org: { ...set.org, baseline: null } }, { ...keys, ...rest, extends: null });
}

function loose(key: string, sentence: string): Loosened {
  return { key, path: key.split('.'), sentence };
}

const untold = 'which of the two is stricter cannot be told';

function keyed(parent: PlaybookKeys, child: PlaybookKeys): readonly Loosened[] {
  return keyWays.flatMap(({ key, compare }) => {
    const found = compare(parent, child);
    return found === null || found.way === 'tighter' ? [] : [loose(key, found.sentence)];
  });
}

function vetoes(parent: PlaybookKeys, child: PlaybookKeys, { policy }: Side): readonly Loosened[] {
  const [a, b] = [parent.block, child.block];
  const also = a?.alsoWhen === undefined || b?.alsoWhen === undefined ? 'same' : alsoWay(a.alsoWhen, b.alsoWhen);
  const lifted =
    a?.liftedBy === undefined || b?.liftedBy === undefined
      ? 'same'
      : liftedWay({ by: policy.block.by, liftedBy: a.liftedBy }, { by: policy.block.by, liftedBy: b.liftedBy });
  const [was, is] = [parent.delegation?.notFor, child.delegation?.notFor];
  const notFor = was === undefined || is === undefined ? 'same' : alsoWay(was, is);
  return [
    ...(isLoose(lifted) ? [loose('block.lifted_by', 'blocks may be lifted by others as well')] : []),
    ...(isLoose(also) ? [loose('block.also_when', 'it blocks in fewer cases, or in others')] : []),
    ...(isLoose(notFor) ? [loose('delegation.not_for', 'delegates are refused in fewer cases, or in others')] : []),
  ];
}

function isLoose(way: ReturnType<typeof together>): boolean {
  return way === 'looser' || way === 'different';
}

function shortcuts(parent: PlaybookKeys, child: PlaybookKeys, before: Side, after: Side): readonly Loosened[] {
  const auto =
    parent.autoApprove !== undefined &&
    child.autoApprove !== undefined &&
    before.policy.autoApprove !== null &&
    after.policy.autoApprove !== null
      ? autoWay(before.policy.autoApprove, after.policy.autoApprove)
      : 'same';
  const glass =
    parent.breakGlass !== undefined && child.breakGlass !== undefined
      ? glassWay(parent.breakGlass, child.breakGlass)
      : 'same';
  return [
    ...(isLoose(auto) ? [loose('auto_approve', 'more is approved without people, or other things')] : []),
    ...(isLoose(glass) ? [loose('break_glass', 'it is easier, or for other cases')] : []),
  ];
}

function outcome(parent: PlaybookKeys, child: PlaybookKeys): readonly Loosened[] {
  const [a, b] = [parent.afterApproval, child.afterApproval];
  const duties =
    a?.obligations === undefined || b?.obligations === undefined
      ? []
      : obligationChanges(a.obligations, b.obligations).filter(isLoosening);
  const other = (key: 'set' | 'rollout' | 'promoteTo', written: string = key) =>
    a?.[key] !== undefined && b?.[key] !== undefined && !sameValue(a[key], b[key])
      ? [loose(`after_approval.${written}`, untold)]
      : [];
  return [
    ...other('set'),
    ...other('rollout'),
    ...other('promoteTo', 'promote_to'),
    ...duties.map(({ sentence }) => loose('after_approval.obligations', sentence)),
  ];
}

/** A repeated rule must be identical or tighter. */
function repeatedRules(parent: PlaybookKeys, child: PlaybookKeys, before: Side, after: Side): readonly Loosened[] {
  return (child.rules ?? []).flatMap(({ name }, index) => {
    if (!parent.rules?.some((rule) => rule.name === name)) return [];
    const [was, is] = [before, after].map(({ policy }) => policy.rules.find((rule) => rule.name === name));
    if (was === undefined || is === undefined) return [];
    return changedRule(before, after, was, is)
      .filter(isLoosening)
      .slice(0, 1)
      .map(({ sentence }) => ({ key: 'rules', path: ['rules', index], sentence: repeated(name, sentence) }));
  });
}

/** Repeated evidence must be identical or tighter. */
function repeatedEvidence(parent: PlaybookKeys, child: PlaybookKeys, before: Side, after: Side): readonly Loosened[] {
  return (child.evidence ?? []).flatMap((is, index) => {
    const was = parent.evidence?.find(({ id }) => id === is.id);
    if (was === undefined) return [];
    // Who cares by default is everybody with a seat, those of the child among them.
    const cares = was.cares ?? (is.cares === null ? null : seatedRoles(after.policy));
    return changedEvidence({ ...was, cares }, is, before, after)
      .filter(isLoosening)
      .slice(0, 1)
      .map(({ sentence }) => ({ key: 'evidence', path: ['evidence', index], sentence: repeated(is.id, sentence) }));
  });
}

function repeated(name: string, sentence: string): string {
  return `"${name}" is repeated, but not as strictly: ${sentence}`;
}
