import type { EffectivePolicy } from '../playbook.ts';
import { lengthWords } from '../words.ts';
import {
  fewerIsTighter,
  higherIsTighter,
  listChange,
  lowerIsTighter,
  moreIsTighter,
  ranked,
  sameValue,
  together,
  type Way,
} from './directions.ts';
import { type Change, change } from './policy-change.ts';
import { scopeOf } from './predicate-scope.ts';
import { empoweredRoles, type Side, seatedRoles } from './sides.ts';

/** What changed beside rules, evidence and the tree: vetoes, times, delegation, distinctness and what binds a vote. */
export function sectionChanges(before: Side, after: Side): readonly Change[] {
  return [
    ...candidate(before, after),
    ...vetoes(before, after),
    ...timing(before.policy, after.policy),
    ...delegation(before.policy, after.policy),
    ...distinct(before, after),
    ...rejection(before.policy, after.policy),
  ];
}

function one(key: string, way: Way, sentence: string, roles: readonly string[] = []): readonly Change[] {
  return way === 'same' ? [] : [change(key, way, sentence, roles)];
}

/** The way of a value whose default depends on the criticality of the model. */
function atBoth(before: Side, after: Side, way: (a: EffectivePolicy, b: EffectivePolicy) => Way): Way {
  return together([way(before.policy, after.policy), way(before.low, after.low)]);
}

function candidate(before: Side, after: Side): readonly Change[] {
  const [a, b] = [before.policy.candidate, after.policy.candidate];
  return [
    ...one(
      'candidate.digest_of',
      moreIsTighter(a.digestOf, b.digestOf),
      `what makes a new candidate: ${listChange(a.digestOf, b.digestOf)}`,
    ),
    ...one(
      'candidate.must_be_known',
      atBoth(before, after, (was, is) => moreIsTighter(was.candidate.mustBeKnown, is.candidate.mustBeKnown)),
      `what must be known of a candidate: ${listChange(a.mustBeKnown, b.mustBeKnown)}`,
    ),
  ];
}

function vetoes(before: Side, after: Side): readonly Change[] {
  const [a, b] = [before.policy.block, after.policy.block];
  const scope = scopeOf(a.alsoWhen, b.alsoWhen);
  const also: Way = scope === 'same' ? 'same' : alsoWay(a.alsoWhen, b.alsoWhen, scope);
  const byWritten = before.keys.block?.by !== undefined || after.keys.block?.by !== undefined;
  const holdWritten = before.keys.hold?.by !== undefined || after.keys.hold?.by !== undefined;
  const [holdA, holdB] = [before.policy.hold.by, after.policy.hold.by];
  return [
    ...(byWritten
      ? one(
          'block.by',
          moreIsTighter(a.by, b.by),
          `who can block: ${listChange(a.by, b.by)}`,
          a.by.filter((role) => !b.by.includes(role)),
        )
      : []),
    ...one(
      'block.lifted_by',
      liftedWay(a.liftedBy, b.liftedBy),
      `a block is lifted by ${liftedWords(b.liftedBy)} instead of ${liftedWords(a.liftedBy)}`,
      a.by,
    ),
    ...one('block.also_when', also, 'what blocks by itself is not what it was'),
    ...(holdWritten
      ? one(
          'hold.by',
          moreIsTighter(holdA, holdB),
          `who can hold: ${listChange(holdA, holdB)}`,
          holdA.filter((role) => !holdB.includes(role)),
        )
      : []),
  ];
}

/** Absent is never: a condition that came blocks more often, one that went less. */
function alsoWay(was: unknown, is: unknown, scope: 'narrower' | 'wider' | 'unknown'): Way {
  if (was === null) return 'tighter';
  if (is === null) return 'looser';
  return scope === 'unknown' ? 'different' : scope === 'wider' ? 'tighter' : 'looser';
}

type LiftedBy = EffectivePolicy['block']['liftedBy'];

function liftedWay(was: LiftedBy, is: LiftedBy): Way {
  if (sameValue(was, is)) return 'same';
  if (was === 'same_person') return 'looser';
  return is === 'same_person' ? 'tighter' : fewerIsTighter(was, is);
}

function liftedWords(by: LiftedBy): string {
  return by === 'same_person' ? 'whoever blocked' : by.join(' or ');
}

function timing(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [a, b] = [before.timing, after.timing];
  const lasts = (was: number, is: number) => `${lengthWords(is)} instead of ${lengthWords(was)}`;
  const gone = a.freeze.filter((freeze) => !b.freeze.some((other) => sameValue(freeze, other)));
  const came = b.freeze.filter((freeze) => !a.freeze.some((other) => sameValue(freeze, other)));
  return [
    ...gone.map(({ name }) =>
      came.some((other) => other.name === name)
        ? change('timing.freeze', 'different', `the freeze “${name}” is not at the same times any more`)
        : change('timing.freeze', 'looser', `the freeze “${name}” is taken out`),
    ),
    ...came
      .filter(({ name }) => !gone.some((other) => other.name === name))
      .map(({ name }) => change('timing.freeze', 'tighter', `the freeze “${name}” is added`)),
    ...one(
      'timing.wait_after_approval',
      higherIsTighter(a.waitAfterApprovalMs, b.waitAfterApprovalMs),
      `the wait after an approval is ${lasts(a.waitAfterApprovalMs, b.waitAfterApprovalMs)}`,
    ),
    ...one(
      'timing.expires_after',
      lowerIsTighter(a.expiresAfterMs, b.expiresAfterMs),
      `a request expires after ${lasts(a.expiresAfterMs, b.expiresAfterMs)}`,
    ),
    ...one(
      'timing.execute_within',
      lowerIsTighter(a.executeWithinMs, b.executeWithinMs),
      `an approval is carried out within ${lasts(a.executeWithinMs, b.executeWithinMs)}`,
    ),
    ...one(
      'ask.on_expiry',
      ranked(['expire', 'extend_once'], before.ask.onExpiry, after.ask.onExpiry),
      after.ask.onExpiry === 'expire'
        ? 'a request that nobody decides expires'
        : 'a request that nobody decides is extended once',
    ),
    ...asking(before, after),
  ];
}

/** Asking never changes who may decide. */
function asking(
  { ask: { onExpiry: _, ...a } }: EffectivePolicy,
  { ask: { onExpiry: __, ...b } }: EffectivePolicy,
): readonly Change[] {
  return sameValue(a, b) ? [] : [change('ask', 'neutral', 'who is asked, reminded or told, and where')];
}

function delegation(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [a, b] = [before.delegation, after.delegation];
  const seated = seatedRoles(before);
  const scope = scopeOf(a.notFor, b.notFor);
  const notFor: Way =
    scope === 'same' || scope === 'unknown'
      ? scope === 'same'
        ? 'same'
        : 'different'
      : scope === 'wider'
        ? 'tighter'
        : 'looser';
  return [
    ...one(
      'delegation.allowed',
      ranked([false, true], a.allowed, b.allowed),
      b.allowed ? 'a delegate may take a seat' : 'no delegate may take a seat',
      seated,
    ),
    ...one(
      'delegation.max_days',
      lowerIsTighter(a.maxDays, b.maxDays),
      `a delegation lasts at most ${b.maxDays} days instead of ${a.maxDays}`,
      seated,
    ),
    ...one('delegation.not_for', notFor, 'where delegates take no seat is not what it was', seated),
  ];
}

function distinct(before: Side, after: Side): readonly Change[] {
  const seated = seatedRoles(before.policy);
  const [a, b] = [before.policy.distinct, after.policy.distinct];
  return [
    ...one(
      'distinct.one_seat_per_person',
      ranked([true, false], a.oneSeatPerPerson, b.oneSeatPerPerson),
      b.oneSeatPerPerson ? 'one person fills one seat' : 'one person may fill several seats',
      seated,
    ),
    ...one(
      'distinct.membership',
      membershipWay(a.membership, b.membership),
      `a voter must be in the role ${memberWords[b.membership]} instead of ${memberWords[a.membership]}`,
      seated,
    ),
    ...one(
      'distinct.joined_after_open',
      atBoth(before, after, (was, is) =>
        ranked(['ignore', 'flag'], was.distinct.joinedAfterOpen, is.distinct.joinedAfterOpen),
      ),
      'whether somebody who joined a role later counts',
      seated,
    ),
    ...one(
      'distinct.unknown_people',
      atBoth(before, after, (was, is) =>
        ranked(['block', 'flag'], was.distinct.unknownPeople, is.distinct.unknownPeople),
      ),
      'what happens when run owner or contributors cannot be named',
    ),
  ];
}

const memberWords = { both: 'when voting and now', when_voting: 'when voting', now: 'now' } as const;

function membershipWay(was: keyof typeof memberWords, is: keyof typeof memberWords): Way {
  if (was === is) return 'same';
  if (was === 'both') return 'looser';
  return is === 'both' ? 'tighter' : 'different';
}

function rejection(before: EffectivePolicy, after: EffectivePolicy): readonly Change[] {
  const [a, b] = [before.afterRejection, after.afterRejection];
  return [
    ...one(
      'after_rejection.retrain',
      ranked(['never', 'allowed'], a.retrain, b.retrain),
      `a retraining after a rejection is ${b.retrain}`,
    ),
    ...one(
      'after_rejection.criteria',
      ranked(['required', 'optional'], a.criteria, b.criteria),
      `criteria with a rejection are ${b.criteria}`,
    ),
    ...one(
      'after_rejection.same_candidate',
      ranked(['never', 'allowed'], a.sameCandidate, b.sameCandidate),
      `the rejected candidate again is ${b.sameCandidate}`,
    ),
    ...one(
      'on_change.evidence',
      ranked(['void_all', 'ask_who_cares', 'new_findings_only'], before.onChange.evidence, after.onChange.evidence),
      `changed evidence: ${after.onChange.evidence} instead of ${before.onChange.evidence}`,
      empoweredRoles(before),
    ),
  ];
}
