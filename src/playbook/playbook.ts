import type { Json } from '#domain/canonical-json.ts';
import type { MatrixChange } from '#domain/maturity.ts';
import type { Action, Criticality, Exposure } from './facts.ts';
import type {
  AlertRule,
  AutoApprove,
  BreakGlass,
  DecisionTree,
  EvidenceItem,
  Obligation,
  PlaybookKeys,
  Predicates,
  RolloutStep,
  Rule,
} from './keys.ts';
import type { Org } from './organization.ts';
import type { InlineTest } from './trial/inline-test.ts';

interface AppliesTo {
  readonly action: readonly Action[];
  readonly models: readonly string[];
  readonly registry: readonly string[] | null;
  readonly from: readonly string[] | null;
  readonly to: readonly string[] | null;
  readonly when: Predicates | null;
}

/** One governed process as its file says it. */
export interface Playbook extends PlaybookKeys {
  readonly path: string;
  readonly name: string;
  readonly description: string | null;
  readonly owner: string;
  readonly extends: string | null;
  readonly abstract: boolean;
  readonly mayBeRelaxed: readonly string[];
  readonly appliesTo: AppliesTo;
  readonly tests: readonly InlineTest[];
}

interface Person {
  /** Slack user ids; several are the linked accounts of one human. */
  readonly slack: readonly string[];
  readonly email: readonly string[];
  readonly active: boolean;
  /** Whether the account is linked by its e-mail address, and not by people.yaml. */
  readonly matched?: true;
}

/** A role's rules, without its members. */
export interface RoleSettings {
  readonly minTenureMs: number | null;
  readonly excludes: readonly string[];
  readonly onEmpty: 'block' | 'ask_owner';
}

export interface Role extends RoleSettings {
  readonly source: { readonly people: readonly string[] } | { readonly slackUsergroup: string };
}

/** Wall-clock times of the organization's zone. */
export interface Delegation {
  readonly from: string;
  readonly to: string;
  readonly roles: readonly string[];
  readonly start: string;
  readonly end: string;
  readonly reason: string;
}

export interface People {
  readonly owner: string;
  readonly people: Readonly<Record<string, Person>>;
  readonly roles: Readonly<Record<string, Role>>;
  readonly delegations: readonly Delegation[];
}

/** One entry of the catalogue. In a pattern `id` and each name hold one `*`, which stands for the same text. */
export interface CatalogueModel {
  readonly id: string;
  readonly in: Readonly<Record<string, string>>;
  readonly team: string;
  readonly owner: string;
  readonly businessOwner: readonly string[] | null;
  readonly dataOwner: readonly string[] | null;
  readonly criticality: Criticality | null;
  readonly materiality: { readonly exposure: Exposure; readonly purpose: Exposure } | null;
  readonly dataClass: readonly string[] | null;
  readonly useCase: readonly string[] | null;
  readonly euHighRisk: boolean | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly channel: string | null;
  readonly retrain: {
    readonly connection: string;
    readonly pipeline: string;
    readonly parameters: Readonly<Record<string, Json>>;
  } | null;
  readonly endpoint: string | null;
  /** How old it may be while it serves; left out where nothing says so. */
  readonly maxAgeMs?: number;
  /** How long after a prediction its truth is known; left out where nothing says so. */
  readonly labelDelayMs?: number;
  readonly monitors: readonly { readonly connection: string; readonly signals: readonly string[] }[];
  readonly documents: Readonly<Record<string, { readonly artifact: string } | { readonly tag: string }>>;
}

export interface Models {
  readonly owner: string;
  readonly models: readonly CatalogueModel[];
}

/** What `capabilities.yaml` changes of the shipped capability matrix. */
export interface Capabilities {
  readonly owner: string;
  /** The shipped matrix that the changes were written for. */
  readonly basedOn: string;
  readonly changes: readonly MatrixChange[];
}

/** A whole `playbooks/` folder, checked, as plain JSON. */
export interface PlaybookSet {
  readonly org: Org;
  readonly people: People;
  readonly models: Models;
  /** Left out where there is no such file: the shipped matrix holds as it is. */
  readonly capabilities?: Capabilities;
  /** In order of path. */
  readonly playbooks: readonly Playbook[];
}

/** A rule with its defaults filled in; `evidence: all` is spelled out. */
export interface EffectiveRule extends Omit<Rule, 'evidence' | 'maxAgeMs' | 'reason'> {
  readonly evidence: readonly string[];
  readonly maxAgeMs: number;
  readonly reason: 'required' | 'optional';
}

/** An evidence item with its defaults filled in. */
export interface EffectiveEvidence extends Omit<EvidenceItem, 'cares'> {
  readonly cares: readonly string[];
}

/** Every value of a type, with nothing left out. */
type Complete<T> = { readonly [K in keyof T]-?: Exclude<T[K], undefined> };
type Section<K extends keyof PlaybookKeys> = Complete<NonNullable<PlaybookKeys[K]>>;

/** One playbook with its parents and the model's catalogue entry applied, every default filled in. */
export interface EffectivePolicy {
  /** Of a rollback that a playbook ordered by itself: no other policy has a say in it. */
  readonly ordered?: true;
  readonly name: string;
  /** The file that governs. */
  readonly path: string;
  readonly owner: string;
  /** The model's criticality is high, critical or unknown. */
  readonly highCriticality: boolean;
  readonly appliesTo: AppliesTo;
  readonly candidate: Section<'candidate'>;
  readonly rules: readonly EffectiveRule[];
  readonly decision: DecisionTree;
  readonly block: Omit<Section<'block'>, 'alsoWhen'> & { readonly alsoWhen: Predicates | null };
  readonly hold: Section<'hold'>;
  readonly timing: Section<'timing'>;
  readonly ask: Section<'ask'>;
  readonly delegation: Section<'delegation'>;
  readonly distinct: Section<'distinct'>;
  readonly autoApprove: (AutoApprove & { readonly evidence: readonly string[] }) | null;
  readonly breakGlass: BreakGlass | null;
  readonly afterApproval: {
    /** `alias` null: the request's target. */
    readonly set: { readonly alias: string | null; readonly tags: Readonly<Record<string, string>> };
    readonly rollout: readonly RolloutStep[];
    readonly obligations: readonly Obligation[];
    /** The alias that what a retraining made is proposed for by itself; left out for none, as before there was the key. */
    readonly promoteTo?: string;
  };
  readonly afterRejection: Section<'afterRejection'>;
  readonly onChange: Section<'onChange'>;
  readonly evidence: readonly EffectiveEvidence[];
  readonly alerts: readonly AlertRule[];
  /** Of the roles this policy names, and of those they exclude. */
  readonly roles: Readonly<Record<string, RoleSettings>>;
  /** The model's catalogue entry, pinned; null for a model outside the catalogue. */
  readonly model: CatalogueModel | null;
}
