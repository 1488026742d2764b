import type { Digest } from '#domain/digest.ts';
import type { Instant } from '#domain/instant.ts';
import type { Criterion, DocumentFact, DriftSeries, ReviewDebt } from './reported.ts';

/** What nobody could tell us, and why, as `MLflow did not answer.` */
export interface Unknown {
  readonly unknown: string;
}

/** A value, or the sentence that says why there is none. */
export type Fact<T> = T | Unknown;

export function isUnknown<T>(fact: Fact<T>): fact is Unknown {
  return typeof fact === 'object' && fact !== null && 'unknown' in fact && typeof fact.unknown === 'string';
}

export type Action = 'promote' | 'rollback' | 'retrain' | 'retire' | 'traffic' | 'silence' | 'stop' | 'change_playbook';

/** What a version is made of; a digest each, null where it is not known. */
export type Part =
  | 'weights'
  | 'signature'
  | 'environment'
  | 'code'
  | 'data'
  | 'features'
  | 'hyperparameters'
  | 'config'
  | 'prompt'
  | 'vendor';

export type Parts = Readonly<Partial<Record<Part, Digest | null>>>;

/** What is decided about. `model` is the registry's name; `version` is null where the action has none. */
export interface Subject {
  readonly registry: string;
  readonly model: string;
  readonly version: string | null;
  readonly digest: Digest;
  readonly parts: Parts;
}

/** The version that holds the target, and since when. */
export interface Champion {
  readonly version: string;
  readonly digest: Digest;
  readonly parts: Parts;
  readonly since: Fact<Instant>;
}

export interface SliceValue {
  readonly value: number | null;
  /** Rows the value was computed from; null where the producer did not say. */
  readonly rows: number | null;
}

/**
 * One metric of one version. `value` is null for NaN and infinities; `producer` is the pipeline or connection it came
 * from, or `person` for a typed-in value; `slices` maps dimension to value of the dimension to result.
 */
export interface Metric {
  readonly value: number | null;
  readonly asOf: Instant | null;
  readonly producer: string | null;
  readonly slices?: Readonly<Record<string, Readonly<Record<string, SliceValue>>>>;
}

export type Metrics = Readonly<Record<string, Metric>>;

type PipelineStatus = 'success' | 'failed' | 'running' | 'cancelled';

/** The newest run of a pipeline that is bound to the candidate. */
interface PipelineFact {
  readonly status: PipelineStatus;
  readonly asOf: Instant | null;
}

export type Criticality = 'low' | 'medium' | 'high' | 'critical';
export type Exposure = 'low' | 'medium' | 'high';

/** What the catalogue says of the model. */
export interface CatalogueFacts {
  readonly team: Fact<string>;
  readonly owner: Fact<string>;
  readonly businessOwner: Fact<readonly string[]>;
  readonly criticality: Fact<Criticality>;
  readonly materiality: Fact<{ readonly exposure: Exposure; readonly purpose: Exposure }>;
  readonly dataClass: Fact<readonly string[]>;
  readonly useCase: Fact<readonly string[]>;
  readonly euHighRisk: Fact<boolean>;
}

/** Membership in a role: `[since, until)`, without end while `until` is null. */
export interface RoleMember {
  readonly person: string;
  readonly since: Instant;
  readonly until: Instant | null;
}

export interface PersonFact {
  readonly active: boolean;
  /** Whether a Slack account is bound to this person and not suspended. */
  readonly linked: boolean;
  readonly kind: 'member' | 'guest' | 'external' | 'bot';
}

/** `from` lets `to` act for them in `roles` during `[start, end)`. */
export interface DelegationFact {
  readonly from: string;
  readonly to: string;
  readonly roles: readonly string[];
  readonly start: Instant;
  readonly end: Instant;
  /** By the principal's own word in Slack; left out where people.yaml says it. */
  readonly given?: true;
}

/**
 * Everything `evaluate` may know, as plain JSON: instants are text, nothing is undefined but what is marked optional.
 * The same facts always give the same verdict, so a stored copy re-decides a request exactly.
 */
export interface Facts {
  readonly action: Action;
  /** The connection's id in `org.yaml`. */
  readonly registry: string;
  /** The catalogue id, as `fraud/scorer`. */
  readonly model: string;
  /** The alias the version leaves; null if none. */
  readonly from: string | null;
  /** The alias the version reaches; null where the action has none. */
  readonly target: string | null;
  readonly openedAt: Instant;
  /** The text that came with the request. */
  readonly reason: string;
  readonly subject: Subject;
  readonly champion: Fact<Champion | null>;
  readonly candidateCreatedAt: Fact<Instant>;
  /** The end of the period the training data covers. */
  readonly dataAsOf: Fact<Instant>;
  readonly requester: { readonly person: string | null; readonly kind: 'person' | 'automation' };
  /** Who started the training run; null if there was no run or no person started it. */
  readonly runOwner: Fact<string | null>;
  readonly contributors: Fact<readonly string[]>;
  readonly dataOwner: Fact<readonly string[]>;
  readonly metrics: {
    readonly candidate: Fact<Metrics>;
    /** Null if there is no champion. */
    readonly champion: Fact<Metrics | null>;
    /** Null if no simple model was logged with the candidate. */
    readonly baseline: Fact<Metrics | null>;
  };
  /** By document id of the catalogue. */
  readonly documents: Readonly<Record<string, Fact<DocumentFact>>>;
  readonly pipelines: Readonly<Record<string, Fact<PipelineFact>>>;
  /** By signal, as `psi`. */
  readonly drift: Readonly<Record<string, Fact<readonly DriftSeries[]>>>;
  /** The newest live value by metric name. */
  readonly live: Readonly<Record<string, Fact<number>>>;
  /** By `traffic_share`, `monthly_cost_delta`, `monthly_cost_delta_pct`, `training_cost` or `rows`. */
  readonly sizeOfChange: Readonly<Record<string, Fact<number>>>;
  readonly tags: Fact<Readonly<Record<string, string>>>;
  readonly labels: Fact<Readonly<Record<string, string>>>;
  readonly region: Fact<string>;
  /** Whether a high or critical alert of the model is firing. */
  readonly incident: Fact<boolean>;
  /** The criticality of the alert to silence; null for other actions. */
  readonly alertCriticality: Fact<Criticality | null>;
  readonly catalogue: CatalogueFacts;
  /** By role id; former members stay listed with their `until`. */
  readonly roles: Readonly<Record<string, Fact<readonly RoleMember[]>>>;
  readonly people: Readonly<Record<string, PersonFact>>;
  readonly delegations: readonly DelegationFact[];
  /** Who loosened the playbook that decides, and when the change became current. */
  readonly looseningAuthors: readonly { readonly person: string; readonly at: Instant }[];
  readonly criteria: readonly Criterion[];
  /** Reviews the model's team owes. */
  readonly debt: readonly ReviewDebt[];
  /** The other request that executes for this model and target now. */
  readonly lock: { readonly request: string; readonly since: Instant } | null;
  /** The keyed hash of the request id as a number in `[0, 1)`, for samples. */
  readonly draw: Fact<number>;
  /** What the request's row remembers of earlier evaluations. */
  readonly progress: {
    /** Since when the request has been approved without a break; null while it is not. */
    readonly approvedAt: Instant | null;
    /** The recorded deadline; null before one was recorded. */
    readonly deadline: Instant | null;
  };
  /** Files it is judged by that could not be loaded when it was opened, and cannot yet; absent for none. */
  readonly brokenFiles?: readonly string[];
  /** Evidence statuses taken as given, by id: for tests and simulations only. */
  readonly assumedEvidence?: Readonly<Record<string, EvidenceStatus>>;
}

export type EvidenceStatus = 'passed' | 'failed' | 'missing' | 'stale';
