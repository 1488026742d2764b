import type { Json } from '#domain/canonical-json.ts';
import type { DigestSectionName } from '#domain/digest-section.ts';
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

interface Connection {
  readonly id: string;
  readonly kind:
    | 'mlflow'
    | 'vertex'
    | 'vertex-pipelines'
    | 'kubeflow'
    | 'webhook'
    | 'drift-events'
    | 'vertex-monitoring'
    | 'cloud-monitoring'
    | 'bigquery-billing'
    | 'focus-files'
    | 'cloud-usage';
  readonly url: string | null;
  readonly project: string | null;
  readonly location: string | null;
  /** Of a billing export in BigQuery, as `project.dataset.table`. */
  readonly table?: string;
  /** Whose tags of Google Cloud count as labels; none do without it. */
  readonly tagNamespace?: string;
  /** How much one query may read. */
  readonly mostGib?: number;
  /** Where FOCUS files are: absolute. */
  readonly path?: string;
}

/** How a weekly digest differs; null where it does not. */
export interface DigestAudience {
  /** Weekly local time, as `mon 09:00`. */
  readonly time: string | null;
  /** IANA name of the zone of that time. */
  readonly zone: string | null;
  readonly channel: string | null;
  /** Sections that are left out. */
  readonly without: readonly DigestSectionName[] | null;
}

/** The weekly digest of the organization, and how those of teams and of groups of leaders differ from it. */
export interface OrgDigest extends DigestAudience {
  readonly time: string;
  readonly without: readonly DigestSectionName[];
  /** By team. */
  readonly teams: Readonly<Record<string, DigestAudience & { readonly off: boolean }>>;
  /** Each with the teams that it hears of; `all` alone stands for all of them. */
  readonly leaders: readonly (DigestAudience & { readonly id: string; readonly teams: readonly string[] })[];
}

/** Money that a part of the bill may take in each period, as org.yaml sets it. */
export interface OrgBudget {
  readonly id: string;
  /** Which spend counts, by the keys that the labels have on resources; none for all of it. */
  readonly labels: Readonly<Record<string, readonly string[]>>;
  readonly amount: number;
  /** ISO 4217; null for that of the organization. */
  readonly currency: string | null;
  readonly period: 'week' | 'month' | 'quarter';
  /** In percent of the amount. */
  readonly thresholds: { readonly actual: readonly number[]; readonly forecast: readonly number[] };
  /** The role that answers for it. */
  readonly owner: string | null;
  /** Where thresholds are told; null for the channel of the team it names, or of digests. */
  readonly channel: string | null;
}

export interface Org {
  readonly owner: string;
  readonly name: string;
  /** IANA name; for display and delegations. */
  readonly zone: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly channels: {
    readonly default: string;
    readonly alarm: string;
    readonly digest: string;
    /** Where the weekly report of all spend goes; absent for that of digests. */
    readonly finance?: string;
  };
  readonly labels: {
    readonly team: string;
    readonly model: string;
    readonly environment: string;
    readonly owner: string;
  };
  readonly identity: { readonly allowEmailMatch: boolean; readonly domains: readonly string[] };
  readonly connections: readonly Connection[];
  /** Absent where none is set. */
  readonly budgets?: readonly OrgBudget[];
  /** Absent where nothing is set: every team and the organization get theirs on Monday morning. */
  readonly digest?: OrgDigest;
  readonly baseline: (PlaybookKeys & { readonly mayBeRelaxed: readonly string[] }) | null;
}

interface Person {
  /** Slack user ids; several are the linked accounts of one human. */
  readonly slack: readonly string[];
  readonly email: readonly string[];
  readonly active: boolean;
}

/** A role's rules, without its members. */
export interface RoleSettings {
  readonly minTenureMs: number | null;
  readonly excludes: readonly string[];
  readonly onEmpty: 'block' | 'ask_owner';
}

interface Role extends RoleSettings {
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
