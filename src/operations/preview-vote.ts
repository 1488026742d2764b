import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { findingsSeen } from '#playbook/fingerprint.ts';
import type { EvidenceVerdict, Verdict, VoteNotCounted } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import type { Need } from '#views/request-facts.ts';
import { listed } from '#views/wording.ts';
import type { Decision } from './decide.ts';
import { inNames } from './in-names.ts';
import { type Binding, bind, judgeBound, votesFrom } from './judge.ts';
import type { LoadedRequest } from './load-request.ts';
import {
  blocksAlready,
  mayNotLift,
  mayNotRefuse,
  refuseUnlessApproved,
  refuseUnlessHolder,
  standing,
} from './may-decide.ts';
import { type Names, personText } from './names.ts';
import { needsOf } from './present-request.ts';
import type { Setting } from './setting.ts';
import { tryApproval } from './try-approval.ts';
import { whyNot } from './why-not.ts';

/** What one more vote would do. */
export interface Preview {
  /** The verdict with that vote. */
  readonly verdict: Verdict;
  /** The policies it was judged by. */
  readonly binding: Binding;
  /** The code that stands for the request as it is judged now. */
  readonly code: string;
  readonly fingerprints: Readonly<Record<string, Digest>>;
  /** Evidence id to the findings that are open now. */
  readonly findings: Readonly<Record<string, readonly string[]>>;
  /** The principal that an approval counts for; null where the person votes for themselves. */
  readonly actingFor: string | null;
  /** The roles whose seat the vote fills, or filled; empty for a rejection, and for an approval whose seats are all taken. */
  readonly roles: readonly string[];
  readonly reasonRequired: boolean;
  /** Evidence the approval accepts although it does not pass. */
  readonly failing: readonly EvidenceVerdict[];
}

/** Judges the request with the person's vote added. Throws a Refusal if they may not cast it, naming who may. */
export function previewVote(
  setting: Setting,
  loaded: LoadedRequest,
  names: Names,
  person: string,
  decision: Decision,
): Preview {
  const { policy, facts } = loaded;
  if (decision === 'hold' || decision === 'release') refuseUnlessHolder(loaded, person, setting.now());
  const votes = votesFrom(loaded.votes);
  const now = setting.now();
  const binding = bind(policy, setting.playbooks(), facts);
  const before = judgeBound(binding, facts, votes, now);
  const judged = (vote: Vote) => judgeBound(binding, facts, [...votes, vote], now).verdict;
  const failing = before.verdict.evidence.filter((item) => item.status !== 'passed');
  const findings = findingsSeen(before.verdict.evidence);
  const shared = { binding, code: before.code, fingerprints: before.fingerprints, findings, failing };
  if (decision === 'approve') return { ...shared, ...approval(loaded, names, before.verdict, person, now, judged) };
  const verdict = judged({
    person,
    decision,
    actingFor: null,
    reason: 'a reason of enough characters',
    at: now,
    subject: facts.subject.digest,
    evidence: before.fingerprints,
  });
  const alone = { ...shared, verdict, actingFor: null, roles: [] };
  if (decision === 'hold' || decision === 'release') return { ...alone, reasonRequired: false };
  if (decision === 'withdraw') {
    refuseUnlessApproved(loaded, person);
    return { ...alone, roles: filledBy(before.verdict, person), reasonRequired: false };
  }
  if (decision === 'lift') {
    if (standing(verdict) >= standing(before.verdict)) throw mayNotLift(before.verdict, names);
  } else if (decision === 'block') {
    if (before.verdict.blocks.some((block) => block.code === 'block' && block.person === person)) throw blocksAlready();
    if (standing(verdict) <= standing(before.verdict)) throw mayNotRefuse('block', policy.block.by);
  } else if (verdict.rejectedBy === null) throw mayNotRefuse('reject', policy.block.by);
  return { ...alone, reasonRequired: true };
}

/** What an approval comes to. Throws a Refusal if it could fill no seat, for whomever it is cast. */
function approval(
  loaded: LoadedRequest,
  names: Names,
  before: Verdict,
  person: string,
  now: Instant,
  judged: (vote: Vote) => Verdict,
): Pick<Preview, 'verdict' | 'actingFor' | 'roles' | 'reasonRequired'> {
  const { verdict, actingFor, not } = tryApproval(person, loaded.facts, before, now, judged);
  const why =
    unreadRole(not, needsOf(before, names, loaded.facts.roles)) ?? whyNot(not, inNames(names, verdict), names);
  if (not !== undefined && why !== null) throw new Refusal(not.code, `${why} ${whoCan(before, names)}`.trim());
  return {
    verdict,
    actingFor,
    roles: filledBy(verdict, person),
    reasonRequired: actingFor !== null || reasonRequired(loaded, verdict, person),
  };
}

/** Whoever is found in no role may be in one of which it is not known who is in it. */
function unreadRole(not: VoteNotCounted | undefined, needs: readonly Need[]): string | null {
  if (not?.code !== 'not_in_role' || not.actingFor !== null) return null;
  const open = needs.find(({ unread, count, filledBy }) => unread !== undefined && filledBy.length < count);
  return open?.unread === undefined ? null : `It is not known whether you are in ${open.role}. ${open.unread}`;
}

/** The roles of the seats that a person fills. */
export function filledBy(verdict: Verdict, person: string): readonly string[] {
  const seats = verdict.rules.flatMap((rule) => rule.seats).filter((seat) => seat.filledBy?.person === person);
  return [...new Set(seats.flatMap((seat) => seat.roles))];
}

function reasonRequired({ policy }: LoadedRequest, verdict: Verdict, person: string): boolean {
  const rules = verdict.rules.filter((rule) => rule.seats.some((seat) => seat.filledBy?.person === person));
  return rules.some((rule) => {
    const written = policy.rules.find((one) => one.name === rule.name)?.reason ?? null;
    return written === 'required' || (written === null && policy.highCriticality);
  });
}

/** Who could still fill a seat, as a sentence; empty if nobody is missing. */
export function whoCan(verdict: Verdict, names: Names): string {
  const open = needsOf(verdict, names).filter(({ couldBeFilledBy }) => couldBeFilledBy.length > 0);
  if (open.length === 0) return '';
  const roles = open.map(({ role, couldBeFilledBy }) => {
    return `${listed(couldBeFilledBy.map(personText), 3, 'or')} (${role})`;
  });
  return `Still asked: ${listed(roles, 5)}.`;
}
