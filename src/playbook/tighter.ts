import { canonicalJson } from '#domain/canonical-json.ts';
import type { EvidenceItem, PlaybookKeys, Rule } from './keys.ts';

/** A key of a child that is looser than its parent wrote it, or whose direction cannot be told. */
export interface Loosened {
  readonly key: string;
  readonly path: readonly PropertyKey[];
  readonly sentence: string;
}

/** Every key a child loosens; what the parent did not write it does not demand (§10.4). */
export function loosened(parent: PlaybookKeys, child: PlaybookKeys): readonly Loosened[] {
  return [...scalars(parent, child), ...rules(parent.rules, child.rules), ...evidence(parent.evidence, child.evidence)];
}

function scalars(parent: PlaybookKeys, child: PlaybookKeys): Loosened[] {
  const [a, b] = [parent, child];
  return [
    superset('candidate.digest_of', a.candidate?.digestOf, b.candidate?.digestOf),
    superset('candidate.must_be_known', a.candidate?.mustBeKnown, b.candidate?.mustBeKnown),
    liftedBy(a.block?.liftedBy, b.block?.liftedBy),
    same('block.also_when', a.block?.alsoWhen, b.block?.alsoWhen),
    atLeast('timing.wait_after_approval', a.timing?.waitAfterApprovalMs, b.timing?.waitAfterApprovalMs),
    atMost('timing.expires_after', a.timing?.expiresAfterMs, b.timing?.expiresAfterMs),
    atMost('timing.execute_within', a.timing?.executeWithinMs, b.timing?.executeWithinMs),
    ranked('delegation.allowed', [false, true], a.delegation?.allowed, b.delegation?.allowed),
    atMost('delegation.max_days', a.delegation?.maxDays, b.delegation?.maxDays),
    same('delegation.not_for', a.delegation?.notFor, b.delegation?.notFor),
    ranked('distinct.one_seat_per_person', [true, false], a.distinct?.oneSeatPerPerson, b.distinct?.oneSeatPerPerson),
    ranked('distinct.membership', ['both', 'when_voting'], a.distinct?.membership, b.distinct?.membership),
    ranked('distinct.joined_after_open', ['ignore', 'flag'], a.distinct?.joinedAfterOpen, b.distinct?.joinedAfterOpen),
    ranked('distinct.unknown_people', ['block', 'flag'], a.distinct?.unknownPeople, b.distinct?.unknownPeople),
    same('auto_approve', a.autoApprove, b.autoApprove),
    same('break_glass', a.breakGlass, b.breakGlass),
    same('after_approval.set', a.afterApproval?.set, b.afterApproval?.set),
    same('after_approval.rollout', a.afterApproval?.rollout, b.afterApproval?.rollout),
    superset('after_approval.obligations', texts(a.afterApproval?.obligations), texts(b.afterApproval?.obligations)),
    ranked('after_rejection.retrain', ['never', 'allowed'], a.afterRejection?.retrain, b.afterRejection?.retrain),
    ranked(
      'after_rejection.criteria',
      ['required', 'optional'],
      a.afterRejection?.criteria,
      b.afterRejection?.criteria,
    ),
    ranked(
      'after_rejection.same_candidate',
      ['never', 'allowed'],
      a.afterRejection?.sameCandidate,
      b.afterRejection?.sameCandidate,
    ),
    ranked(
      'on_change.evidence',
      ['void_all', 'ask_who_cares', 'new_findings_only'],
      a.onChange?.evidence,
      b.onChange?.evidence,
    ),
  ].filter((found) => found !== null);
}

function texts(items: readonly unknown[] | undefined): readonly string[] | undefined {
  return items?.map(canonicalJson);
}

function loose(key: string, sentence: string): Loosened {
  return { key, path: key.split('.'), sentence };
}

function superset(key: string, parent: readonly string[] | undefined, child: readonly string[] | undefined) {
  const left = parent?.filter((one) => child !== undefined && !child.includes(one)) ?? [];
  return left.length === 0 ? null : loose(key, `it leaves out ${left.join(', ')}`);
}

function atMost(key: string, parent: number | undefined, child: number | undefined) {
  return parent !== undefined && child !== undefined && child > parent ? loose(key, 'it is longer') : null;
}

function atLeast(key: string, parent: number | undefined, child: number | undefined) {
  return parent !== undefined && child !== undefined && child < parent ? loose(key, 'it is shorter') : null;
}

/** Words in order, the strictest first; a word not listed has no direction. */
function ranked<T>(key: string, order: readonly T[], parent: T | undefined, child: T | undefined) {
  if (parent === undefined || child === undefined || parent === child) return null;
  const [above, below] = [order.indexOf(parent), order.indexOf(child)];
  return above >= 0 && below >= 0 && below < above
    ? null
    : loose(key, `it is ${String(child)} instead of ${String(parent)}`);
}

function same(key: string, parent: unknown, child: unknown) {
  if (parent === undefined || child === undefined || canonicalJson(parent) === canonicalJson(child)) return null;
  return loose(key, 'which of the two is stricter cannot be told');
}

function liftedBy(
  parent: readonly string[] | 'same_person' | undefined,
  child: readonly string[] | 'same_person' | undefined,
) {
  if (parent === undefined || child === undefined || parent === child || child === 'same_person') return null;
  const wider = parent === 'same_person' ? child : child.filter((role) => !parent.includes(role));
  return wider.length === 0 ? null : loose('block.lifted_by', `${wider.join(', ')} may lift blocks as well`);
}

/** A repeated rule must be identical or tighter. */
function rules(parent: readonly Rule[] | undefined, child: readonly Rule[] | undefined): Loosened[] {
  return (child ?? []).flatMap((rule, index) => {
    const above = parent?.find(({ name }) => name === rule.name);
    if (above === undefined || canonicalJson(above) === canonicalJson(rule) || isTighterRule(above, rule)) return [];
    return [{ key: 'rules', path: ['rules', index], sentence: `"${rule.name}" is repeated, but not as strictly` }];
  });
}

function isTighterRule(parent: Rule, child: Rule): boolean {
  const ids = (rule: Rule) => (rule.evidence === 'all' ? null : rule.evidence);
  const [above, below] = [ids(parent), ids(child)];
  return (
    (child.if === null || canonicalJson(parent.if) === canonicalJson(child.if)) &&
    (parent.facts === null || canonicalJson(parent.facts) === canonicalJson(child.facts)) &&
    parent.people.every((need, index) => {
      const other = child.people[index];
      return other !== undefined && other.count >= need.count && other.from.every((role) => need.from.includes(role));
    }) &&
    (below === null || (above !== null && above.every((id) => below.includes(id)))) &&
    child.allow.every((one) => parent.allow.includes(one)) &&
    (child.maxAgeMs ?? Infinity) <= (parent.maxAgeMs ?? Infinity) &&
    (parent.reason !== 'required' || child.reason === 'required')
  );
}

/** Repeated evidence must be identical or tighter. */
function evidence(parent: readonly EvidenceItem[] | undefined, child: readonly EvidenceItem[] | undefined): Loosened[] {
  return (child ?? []).flatMap((item, index) => {
    const above = parent?.find(({ id }) => id === item.id);
    if (above === undefined || isTighterEvidence(above, item)) return [];
    return [{ key: 'evidence', path: ['evidence', index], sentence: `"${item.id}" is repeated, but not as strictly` }];
  });
}

function isTighterEvidence(parent: EvidenceItem, child: EvidenceItem): boolean {
  return (
    canonicalJson(parent.check) === canonicalJson(child.check) &&
    (child.maxAgeMs ?? Infinity) <= (parent.maxAgeMs ?? Infinity) &&
    (parent.producedBy === null || (child.producedBy?.every((one) => parent.producedBy?.includes(one)) ?? false)) &&
    (child.cares === null || (parent.cares?.every((role) => child.cares?.includes(role)) ?? false))
  );
}
