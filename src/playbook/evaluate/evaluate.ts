import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import { aPerson } from '../mention.ts';
import type { EffectivePolicy } from '../playbook.ts';
import type { Gate, RuleVerdict, Verdict, VoteNotCounted } from '../verdict.ts';
import type { Vote } from '../vote.ts';
import { deadlineOf } from './deadline.ts';
import { type Decided, decide } from './decide.ts';
import { beginEvaluation, type Evaluation } from './evaluation.ts';
import { flagsOf } from './flags.ts';
import { gatesOf } from './gates.ts';
import { malformedVerdict } from './malformed-verdict.ts';
import { votesNotCounted } from './not-counted.ts';
import { attempt } from './notes.ts';
import { plainVerdict } from './plain-verdict.ts';
import { ruleVerdicts } from './rule-verdicts.ts';
import { type SeatBook, seatBook, seatsOf } from './seats.ts';
import { approvedSentence, becauseOf, listText } from './sentences.ts';

/**
 * Judges a request (§8): the same policy, facts, votes and instant always give the same verdict, and no facts make it
 * throw; facts of the wrong shape give the status `error`.
 */
export function evaluate(policy: EffectivePolicy, facts: Facts, votes: readonly Vote[], now: Instant): Verdict {
  const read = attempt(() => judged(beginEvaluation(policy, facts, votes, epochMs(now))));
  return 'value' in read ? plainVerdict(read.value) : malformedVerdict(policy, read.malformed, now);
}

function judged(ev: Evaluation): Verdict {
  const { facts, nowMs, notes } = ev;
  const book = seatBook(ev);
  const decided = decide(ev, book);
  const { status, route, glass, auto, blocks } = decided;
  const gates = status === 'approved' || status === 'overridden' ? gatesOf(ev, status) : [];
  const rules = shownRules(ev, decided, book);
  const { deadline, expired } = deadlineOf(ev, status);
  const reviewDueMs = glass?.reviewDueMs ?? auto?.reviewDueMs ?? null;
  const next = notes.nextAfter(nowMs);
  return {
    status,
    because: because(ev, decided, rules, gates),
    decidedBy: 'pinned',
    route: route?.rules.map(({ rule }) => rule.name) ?? [],
    routes: decided.routes,
    rules,
    evidence: [...[...ev.evidence.values()].map(({ verdict }) => verdict), ...ev.criteria],
    votesNotCounted: notCounted(ev, decided),
    blocks,
    gates,
    unknown: notes.unknown(),
    debt: facts.debt.map(({ request, due }) => ({ request, due, overdue: epochMs(due) <= nowMs })),
    flags: flagsOf(ev, route),
    autoApproved: glass === null && auto !== null,
    sampled: glass === null && (auto?.sampled ?? false),
    reviewDue: reviewDueMs === null ? null : instantAt(reviewDueMs),
    reviewBy: glass === null ? (auto?.reviewBy ?? []) : (ev.policy.breakGlass?.review.by ?? []),
    overriddenUntil: glass === null ? null : instantAt(glass.untilMs),
    rejectedBy: decided.refused.rejectedBy,
    deadline,
    expired,
    nextChangeAt: next === null ? null : instantAt(next),
  };
}

function shownRules(ev: Evaluation, { rules, route, glass }: Decided, book: SeatBook): readonly RuleVerdict[] {
  const verdicts = ruleVerdicts(ev, rules, route, book);
  if (glass === null) return verdicts;
  return verdicts.map((rule) =>
    rule.state === 'approved' || rule.state === 'not_applicable' ? rule : { ...rule, state: 'overridden' },
  );
}

function because(
  ev: Evaluation,
  { status, glass, auto, route, rules, blocks }: Decided,
  shown: readonly RuleVerdict[],
  gates: readonly Gate[],
): string {
  if (status === 'approved' || status === 'overridden') {
    const decided =
      glass !== null
        ? `Break-glass by ${listText(glass.people.map(aPerson), 'and')} until ${instantAt(glass.untilMs)}.`
        : (auto?.because ?? approvedSentence(route));
    return [decided, ...gates.map((gate) => gate.because)].join(' ');
  }
  const malformed = rules.find((rule) => rule.malformed !== null)?.malformed;
  const criteria = ev.policy.afterRejection.criteria === 'optional' ? [] : ev.criteria;
  return becauseOf({ blocks, rules: shown, criteria, gates, otherwise: malformed ?? 'It waits.' });
}

function notCounted(ev: Evaluation, { route, rules, refused }: Decided): readonly VoteNotCounted[] {
  const applying = rules.filter(({ applies }) => applies !== 'no').map(({ rule }) => rule);
  const seats = route?.seats ?? seatsOf(applying);
  const refusing = refused.notCounted.map(({ vote, code, because: why }) => ({
    person: vote.person,
    actingFor: vote.actingFor,
    code,
    because: why,
    since: null,
  }));
  return [...votesNotCounted(ev, seats, route?.holders ?? []), ...refusing];
}
