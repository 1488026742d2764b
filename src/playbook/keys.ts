import type { Json } from '#domain/canonical-json.ts';
import type { Action, Criticality, Part } from './facts.ts';

/**
 * Predicates in the words of the language: predicate name to value, `any_of` and `none_of` to lists of maps. Values are
 * normalized by the predicate's schema (a single value where a list is meant is a list).
 */
export interface Predicates {
  readonly [name: string]: Json;
}

/** A rule's name, or a node. */
export type Tree =
  | string
  | { readonly all: readonly Tree[] }
  | { readonly any: readonly Tree[] }
  | { readonly atLeast: { readonly n: number; readonly of: readonly Tree[] } };

export type DecisionTree = { readonly tree: Tree } | { readonly byAction: Readonly<Partial<Record<Action, Tree>>> };

export type Exclusion = 'requester' | 'run_owner' | 'contributors' | 'data_owner';

/** `count` seats for people of one pool of roles. */
interface PeopleNeed {
  readonly from: readonly string[];
  readonly count: number;
}

export interface Rule {
  readonly name: string;
  readonly why: string | null;
  readonly if: Predicates | null;
  readonly people: readonly PeopleNeed[];
  readonly evidence: readonly string[] | 'all';
  readonly facts: Predicates | null;
  readonly allow: readonly Exclusion[];
  readonly maxAgeMs: number | null;
  readonly reason: 'required' | 'optional' | null;
}

/** `kind` names a check of `evidence/`; `value` is what was written, normalized by the check's schema. */
export interface EvidenceItem {
  readonly id: string;
  readonly title: string;
  readonly check: { readonly kind: string; readonly value: Json };
  readonly maxAgeMs: number | null;
  /** Null: any connection or pipeline, but no person. */
  readonly producedBy: readonly string[] | null;
  /** Null: every role with a seat. */
  readonly cares: readonly string[] | null;
}

/** Wall-clock times of `zone`. Weekly times are minutes after Monday 00:00; `from` after `to` wraps over the week. */
export type Freeze = {
  readonly name: string;
  readonly zone: string;
  readonly actions: readonly Action[];
} & (
  | { readonly from: string; readonly to: string }
  | { readonly weekly: { readonly from: string; readonly to: string } }
);

interface Escalation {
  readonly afterMs: number;
  /** A role, `owner` or a channel. */
  readonly to: string;
}

interface AskFirst {
  readonly role: string;
  readonly mode: 'all' | 'lightest_load';
  readonly count: number | null;
}

export interface AutoApprove {
  readonly if: Predicates;
  readonly evidence: readonly string[] | 'all';
  readonly because: string;
  readonly sample: { readonly ratePercent: number; readonly by: readonly string[]; readonly withinMs: number } | null;
}

export interface BreakGlass {
  readonly by: readonly string[];
  readonly count: number;
  readonly onlyFor: readonly Action[];
  readonly validForMs: number;
  readonly review: {
    readonly by: readonly string[];
    readonly withinMs: number;
    readonly ifMissed: 'escalate' | 'rollback';
  };
}

export interface Obligation {
  readonly what: string;
  readonly check: { readonly kind: string; readonly value: Json };
  readonly everyMs: number;
  readonly forMs: number;
  readonly else: 'ask_again' | 'rollback' | 'escalate';
}

export interface RolloutStep {
  readonly trafficPercent: number;
  readonly forMs: number | null;
  readonly stopIf: Predicates | null;
}

export interface AlertRule {
  readonly id: string;
  readonly when: Predicates;
  readonly clearWhen: Predicates;
  readonly groupBy: readonly string[];
  readonly atMost: { readonly count: number; readonly perMs: number };
  readonly criticality: Criticality | null;
  readonly to: string | null;
  readonly escalate: readonly Escalation[];
  readonly offers: readonly Action[];
  readonly noDataAfterMs: number;
  readonly maxSilenceMs: number | null;
  /** How often a drill goes through it; null for never. Absent in what was stored before there were drills. */
  readonly drillEveryMs?: number | null | undefined;
}

/** The keys of a playbook whose defaults depend on a parent or the model: absent means not written. */
export interface PlaybookKeys {
  readonly candidate?:
    | { readonly digestOf?: readonly Part[] | undefined; readonly mustBeKnown?: readonly Part[] | undefined }
    | undefined;
  readonly rules?: readonly Rule[] | undefined;
  readonly decision?: DecisionTree | undefined;
  readonly block?:
    | {
        readonly by?: readonly string[] | undefined;
        readonly liftedBy?: readonly string[] | 'same_person' | undefined;
        readonly alsoWhen?: Predicates | undefined;
      }
    | undefined;
  readonly hold?: { readonly by?: readonly string[] | undefined } | undefined;
  readonly timing?:
    | {
        readonly freeze?: readonly Freeze[] | undefined;
        readonly waitAfterApprovalMs?: number | undefined;
        readonly expiresAfterMs?: number | undefined;
        readonly executeWithinMs?: number | undefined;
      }
    | undefined;
  readonly ask?:
    | {
        readonly channel?: string | undefined;
        readonly first?: readonly AskFirst[] | undefined;
        readonly remindEveryMs?: number | undefined;
        readonly escalate?: readonly Escalation[] | undefined;
        readonly onExpiry?: 'expire' | 'extend_once' | undefined;
      }
    | undefined;
  readonly delegation?:
    | {
        readonly allowed?: boolean | undefined;
        readonly maxDays?: number | undefined;
        readonly notFor?: Predicates | undefined;
      }
    | undefined;
  readonly distinct?:
    | {
        readonly oneSeatPerPerson?: boolean | undefined;
        readonly membership?: 'both' | 'when_voting' | 'now' | undefined;
        readonly joinedAfterOpen?: 'ignore' | 'flag' | undefined;
        readonly unknownPeople?: 'block' | 'flag' | undefined;
      }
    | undefined;
  readonly autoApprove?: AutoApprove | undefined;
  readonly breakGlass?: BreakGlass | undefined;
  readonly afterApproval?:
    | {
        readonly set?:
          | { readonly alias?: string | undefined; readonly tags?: Readonly<Record<string, string>> | undefined }
          | undefined;
        readonly rollout?: readonly RolloutStep[] | undefined;
        readonly obligations?: readonly Obligation[] | undefined;
        readonly promoteTo?: string | undefined;
      }
    | undefined;
  readonly afterRejection?:
    | {
        readonly retrain?: 'allowed' | 'never' | undefined;
        readonly criteria?: 'required' | 'optional' | undefined;
        readonly sameCandidate?: 'never' | 'allowed' | undefined;
      }
    | undefined;
  readonly onChange?:
    | { readonly evidence?: 'ask_who_cares' | 'new_findings_only' | 'void_all' | undefined }
    | undefined;
  readonly evidence?: readonly EvidenceItem[] | undefined;
  readonly alerts?: readonly AlertRule[] | undefined;
}
