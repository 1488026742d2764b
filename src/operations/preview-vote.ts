import type { Digest } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/membership.ts';
import type { EvidenceVerdict, NotCountedCode, Verdict } from '#playbook/verdict.ts';
import type { Vote } from '#playbook/vote.ts';
import type { Decision } from './decide.ts';
import { judge, votesFrom } from './judge.ts';
import type { LoadedRequest } from './load-request.ts';
import type { Setting } from './setting.ts';

/** What one more vote would do. */
export interface Preview {
  /** The verdict with that vote. */
  readonly verdict: Verdict;
  readonly fingerprints: Readonly<Record<string, Digest>>;
  /** The roles whose seat the vote fills; empty for a rejection, and for an approval whose seats are all taken. */
  readonly roles: readonly string[];
  readonly reasonRequired: boolean;
  /** Evidence the approval accepts although it does not pass. */
  readonly failing: readonly EvidenceVerdict[];
}

/** Codes of people who can never fill a seat here, whatever else they do. */
const final: readonly NotCountedCode[] = [
  'unlinked',
  'deactivated',
  'bot',
  'guest',
  'external',
  'other_candidate',
  'not_in_role',
  'left_role',
  'too_new',
  'role_excluded',
  'joined_after_open',
  'requester',
  'run_owner',
  'contributor',
  'data_owner',
  'delegate_of_excluded',
  'policy_author',
];

/** Judges the request with the person's vote added. Throws a Refusal if they may not cast it, naming who may. */
export function previewVote(setting: Setting, loaded: LoadedRequest, person: string, decision: Decision): Preview {
  const { policy, facts } = loaded;
  if (decision === 'hold' || decision === 'release') refuseUnlessHolder(loaded, person, setting.now());
  const votes = votesFrom(loaded.votes);
  const now = setting.now();
  const before = judge(policy, setting.playbooks(), facts, votes, now);
  const vote: Vote = {
    person,
    decision,
    actingFor: null,
    reason: 'a reason of enough characters',
    at: now,
    subject: facts.subject.digest,
    evidence: before.fingerprints,
  };
  const { verdict } = judge(policy, setting.playbooks(), facts, [...votes, vote], now);
  const failing = before.verdict.evidence.filter((item) => item.status !== 'passed');
  const shared = { verdict, fingerprints: before.fingerprints, failing };
  if (decision === 'hold' || decision === 'release') return { ...shared, roles: [], reasonRequired: false };
  if (decision === 'reject') {
    if (verdict.rejectedBy === null) throw mayNotReject(policy.block.by);
    return { ...shared, roles: [], reasonRequired: true };
  }
  const not = verdict.votesNotCounted.find((one) => one.person === person && one.actingFor === null);
  if (not !== undefined && final.includes(not.code)) {
    throw new Refusal(not.code, `${not.because} ${whoCan(before.verdict)}`.trim());
  }
  const seats = verdict.rules.flatMap((rule) => rule.seats).filter((seat) => seat.filledBy?.person === person);
  return {
    ...shared,
    roles: [...new Set(seats.flatMap((seat) => seat.roles))],
    reasonRequired: reasonRequired(loaded, verdict, person),
  };
}

function refuseUnlessHolder({ row, policy, facts }: LoadedRequest, person: string, now: string): void {
  if (person === row.requesterPerson || inRoles(facts, person, policy.hold.by, epochMs(now)) === true) return;
  throw new Refusal(
    'not_in_role',
    `Only the requester and ${listed(policy.hold.by)} can hold this request or release it. Ask one of them in the card's thread.`,
  );
}

function reasonRequired({ policy }: LoadedRequest, verdict: Verdict, person: string): boolean {
  const rules = verdict.rules.filter((rule) => rule.seats.some((seat) => seat.filledBy?.person === person));
  return rules.some((rule) => {
    const written = policy.rules.find((one) => one.name === rule.name)?.reason ?? null;
    return written === 'required' || (written === null && policy.highCriticality);
  });
}

/** Who could still fill a seat, as a sentence; empty if nobody is missing. */
export function whoCan(verdict: Verdict): string {
  const people = [
    ...new Set(
      verdict.rules
        .filter((rule) => rule.onRoute)
        .flatMap((rule) => rule.seats)
        .flatMap((seat) => seat.couldBeFilledBy.map((holder) => holder.person)),
    ),
  ];
  if (people.length === 0) return '';
  const shown = people.slice(0, 3);
  const rest = people.length - shown.length;
  return rest > 0 ? `${shown.join(', ')} and ${rest} more can.` : `${listed(shown)} can.`;
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;
}

function mayNotReject(roles: readonly string[]): Refusal {
  return new Refusal(
    'not_in_role',
    `Only ${listed(roles)} can reject this request. If something is wrong, tell one of them, or write it in the card's thread.`,
  );
}
