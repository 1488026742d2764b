import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import type { EvidenceStatus } from './facts.ts';
import type { Reasoned } from './mention.ts';

export type Status = 'error' | 'blocked' | 'waiting' | 'approved' | 'overridden';
export type RuleState = 'not_applicable' | 'error' | 'waiting' | 'approved' | 'blocked' | 'overridden';

/** Why a vote fills no seat, in the order of §8.4. */
export const notCountedCodes = [
  'unlinked',
  'deactivated',
  'bot',
  'guest',
  'external',
  'withdrawn',
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
  'delegation',
  'evidence_changed',
  'too_old',
  'no_reason',
  'surplus',
] as const;

export type NotCountedCode = (typeof notCountedCodes)[number];

/** A person, and for whom they act if not for themselves. */
export interface SeatHolder {
  readonly person: string;
  readonly actingFor: string | null;
}

export interface Seat {
  /** Several roles are one pool. */
  readonly roles: readonly string[];
  readonly filledBy: SeatHolder | null;
  /** Eligible people whose fresh approval would enlarge the matching now, in order of id. Empty for a filled seat. */
  readonly couldBeFilledBy: readonly SeatHolder[];
}

export interface EvidenceVerdict {
  readonly id: string;
  readonly title: string;
  readonly status: EvidenceStatus;
  /** As `0.874 against 0.873 - 0.002`. */
  readonly because: string;
  readonly fingerprint: Digest;
  /** What is wrong with it, one text each, so that two states of it can be compared. */
  readonly findings: readonly string[];
  readonly asOf: Instant | null;
  readonly producer: string | null;
  /** The roles whose votes depend on it. */
  readonly cares: readonly string[];
  /** What a table on a card shows; null where the check has no such number or text. */
  readonly shown: {
    readonly candidate: string | null;
    readonly reference: string | null;
    /** As `≥ 0.902`. */
    readonly limit: string | null;
  };
}

/** One fact a rule needs, and whether it holds. */
export interface FactVerdict extends Reasoned {
  readonly fact: string;
  readonly met: boolean;
}

export interface RuleVerdict extends Reasoned {
  readonly name: string;
  readonly why: string | null;
  readonly state: RuleState;
  readonly onRoute: boolean;
  readonly seats: readonly Seat[];
  readonly evidence: readonly EvidenceVerdict[];
  readonly facts: readonly FactVerdict[];
}

export interface VoteNotCounted extends Reasoned {
  readonly person: string;
  readonly actingFor: string | null;
  readonly code: NotCountedCode;
  /** Since when it is so, where that is an instant. */
  readonly since: Instant | null;
}

export type BlockCode =
  | 'block'
  | 'reject'
  | 'also_when'
  | 'candidate_unknown'
  | 'people_unknown'
  | 'review_debt'
  | 'nobody_decides'
  | 'too_few_people'
  | 'no_route'
  | 'no_current_playbook';

export interface Block extends Reasoned {
  readonly code: BlockCode;
  /** Who blocked, for `block` and `reject`. */
  readonly person: string | null;
  /** Who can lift it: people for `block`, empty where only a change of facts can. */
  readonly liftedBy: readonly string[];
  readonly since: Instant | null;
}

export interface Gate extends Reasoned {
  readonly gate: 'hold' | 'freeze' | 'wait' | 'lock';
  readonly name: string;
  /** When it opens by itself; null if only a person or another request opens it. */
  readonly until: Instant | null;
}

/** A fact that is not known, why, and what it did to the verdict. */
export interface UnknownFact extends Reasoned {
  readonly fact: string;
  readonly effect: string;
}

/** Something a person should see although it changes nothing, as a newcomer's approval that counts. */
export interface Flag extends Reasoned {
  readonly code: 'joined_after_open' | 'people_unknown' | 'ask_owner' | 'deadline_extended';
  readonly person: string | null;
}

/** The result tree of `evaluate`; each node says in `because` why it is as it is. */
export interface Verdict extends Reasoned {
  readonly status: Status;
  readonly decidedBy: 'pinned' | 'current';
  /** The names of the shown route's rules, in file order. */
  readonly route: readonly string[];
  /** How many routes there are. */
  readonly routes: number;
  readonly rules: readonly RuleVerdict[];
  /** Every evidence item of the playbook, also those no rule names, and the criteria of earlier rejections. */
  readonly evidence: readonly EvidenceVerdict[];
  readonly votesNotCounted: readonly VoteNotCounted[];
  readonly blocks: readonly Block[];
  /** Empty unless the status is approved or overridden. */
  readonly gates: readonly Gate[];
  readonly unknown: readonly UnknownFact[];
  readonly debt: readonly { readonly request: string; readonly due: Instant; readonly overdue: boolean }[];
  readonly flags: readonly Flag[];
  readonly autoApproved: boolean;
  /** An auto-approval that a person must look at afterwards. */
  readonly sampled: boolean;
  /** When the review after break-glass or of a sample is due. */
  readonly reviewDue: Instant | null;
  /** Who may do that review, by role. */
  readonly reviewBy: readonly string[];
  /** Until when a complete break-glass holds. */
  readonly overriddenUntil: Instant | null;
  /** Who rejected, if someone did: the request is to end. */
  readonly rejectedBy: string | null;
  /** To be approved by then, or once approved, to be executed by then. */
  readonly deadline: Instant;
  readonly expired: boolean;
  /** The first instant at which the verdict can change without an event; null if there is none. */
  readonly nextChangeAt: Instant | null;
}
