import type { Instant } from './instant.ts';
import type { Capability, Characteristics, ModelTier } from './maturity.ts';

/** Something that may not be known, and then why; `declared` comes from people and is never evidence. */
export type Observed<T> =
  | { readonly known: true; readonly value: T; readonly provenance: 'machine' | 'declared'; readonly asOf: Instant }
  | { readonly known: false; readonly because: string };

/** A model of the catalogue; `id` is what every other record calls `model`. */
export interface ModelFacts {
  readonly id: string;
  readonly team: string;
  readonly tier: ModelTier;
  readonly declared: Characteristics;
  readonly owner: { readonly id: string; readonly active: boolean } | null;
  /** Other teams and systems that use it. */
  readonly consumers: readonly string[];
  readonly maxAgeDays: number | null;
  /** How long after a prediction its truth is known. */
  readonly labelDelayDays: number;
}

/** Something that serves, found in a bill or in the serving inventory, so that hiding a model does not help. */
export interface ServingResource {
  readonly id: string;
  /** Null where nobody could tell whose model it is. */
  readonly model: string | null;
  readonly digest: string | null;
  readonly kind: 'batch' | 'online';
  readonly lastTrafficAt: Instant | null;
  readonly dailyRequests: number | null;
  readonly callers: readonly string[];
  readonly payloadLogged: boolean | null;
  /** Within the last 90 days. */
  readonly replicaHours: { readonly total: number; readonly idle: number } | null;
}

/** Fields of a model card that count as filled. */
export const cardFields = ['purpose', 'how_to_use', 'performance', 'limits', 'data', 'owner', 'consumers'] as const;
export type CardField = (typeof cardFields)[number];

export interface VersionFacts {
  readonly id: string;
  readonly model: string;
  readonly digest: string;
  readonly registeredAt: Instant;
  /** The orchestrator's run that made it. */
  readonly run: string | null;
  readonly experimentRun: string | null;
  readonly codeDigest: string | null;
  readonly card: { readonly filled: readonly CardField[]; readonly reviewedAt: Instant | null };
  /** Artifact, image and schema can be fetched; null if nobody looked. */
  readonly retrievable: boolean | null;
}

/** What the levels page wants recorded of a run; the first seven are its list, two more are what a rerun needs. */
export const metadataItems = [
  'pipeline_version',
  'timing',
  'executor',
  'parameters',
  'artifacts',
  'previous_model',
  'evaluation',
  'data',
  'image',
] as const;
export type MetadataItem = (typeof metadataItems)[number];

/** What a gate said of one run. */
export interface GateVerdict {
  readonly gate: string;
  readonly passed: boolean;
}

/** A production training run, or one elsewhere that shows where its pipeline was green before. */
export interface TrainingRun {
  readonly id: string;
  readonly model: string;
  readonly production: boolean;
  readonly pipelineDigest: string | null;
  readonly trigger: 'schedule' | 'data' | 'performance' | 'drift' | 'manual';
  readonly succeeded: boolean | null;
  readonly startedAt: Instant;
  readonly endedAt: Instant | null;
  readonly dataVersion: string | null;
  readonly recorded: readonly MetadataItem[];
  readonly dataGate: GateVerdict | null;
  readonly modelGate: (GateVerdict & { readonly champion: boolean; readonly slices: number }) | null;
}

/** A trigger that waits for its occasion, with when it last looked. */
export interface ArmedTrigger {
  readonly id: string;
  readonly model: string;
  readonly evaluatedAt: Instant;
}

export interface EvaluationFacts {
  readonly id: string;
  readonly model: string;
  readonly at: Instant;
  readonly baseline: boolean;
  readonly slices: number;
  /** When it judged predictions that were served, of when they are. */
  readonly servedAt: Instant | null;
}

export interface Approval {
  readonly person: string;
  readonly inRole: boolean;
  readonly secondsToDecide: number;
  readonly at: Instant;
}

/** What went wrong after a promotion. */
export interface ChangeFailure {
  readonly kind: 'rollback' | 'hotfix' | 'guardrail' | 'incident';
  readonly detectedAt: Instant;
  readonly restoredAt: Instant | null;
}

/** One change of what serves, by a request. */
export interface PromotionFacts {
  readonly id: string;
  readonly model: string;
  readonly version: string;
  readonly digest: string;
  /** `repeat`: the same digest again. */
  readonly changed: 'data' | 'code' | 'config' | 'rollback' | 'repeat';
  readonly online: boolean;
  readonly mergedAt: Instant | null;
  readonly dataCutOffAt: Instant | null;
  readonly trainingStartedAt: Instant | null;
  readonly trainingEndedAt: Instant | null;
  readonly requestedAt: Instant;
  readonly decidedAt: Instant;
  /** Half of the traffic, or the first full batch. */
  readonly servedAt: Instant | null;
  readonly requester: string;
  readonly approvals: readonly Approval[];
  readonly automated: boolean;
  readonly trial: { readonly kind: 'canary' | 'shadow' | 'ab'; readonly longEnough: boolean } | null;
  readonly onlineResult: boolean;
  readonly unplanned: boolean;
  readonly failures: readonly ChangeFailure[];
}

/** A change of what serves that no request asked for. */
export interface OutsideChange {
  readonly id: string;
  readonly model: string;
  readonly at: Instant;
}

export interface MonitorFacts {
  readonly id: string;
  readonly model: string;
  readonly periodHours: number;
  readonly createdAt: Instant;
  readonly lastPointAt: Instant | null;
  readonly schemaSkew: boolean;
  readonly drift: boolean;
}

export interface AlertFacts {
  readonly id: string;
  readonly model: string;
  readonly monitor: string | null;
  readonly at: Instant;
  readonly decidedAt: Instant | null;
  readonly slaHours: number;
  readonly acted: boolean;
  /** A run, an experiment or a decision that came of it. */
  readonly linkedTo: string | null;
  readonly drill: boolean;
}

/** Something made wrong on purpose to see whether it is caught, or done to see whether it works. */
export interface DrillFacts {
  readonly id: string;
  readonly model: string;
  readonly of: 'data_gate' | 'model_gate' | 'monitor' | 'rollback' | 'rerun';
  /** The gate or monitor; the model for rollbacks and reruns. */
  readonly subject: string;
  readonly at: Instant;
  readonly passed: boolean;
}

export const ciTestKinds = ['features', 'model', 'convergence', 'finite', 'artifacts', 'integration'] as const;
export type CiTestKind = (typeof ciTestKinds)[number];

/** One release of a pipeline's code. */
export interface PipelineRelease {
  readonly id: string;
  readonly model: string;
  readonly at: Instant;
  readonly ciRun: string | null;
  readonly protectedBranch: boolean;
  readonly green: readonly CiTestKind[];
  readonly stages: readonly ('test' | 'preproduction')[];
}

export interface PipelineFacts {
  readonly id: string;
  readonly model: string;
  /** Built from a component that another pipeline uses too. */
  readonly sharesComponents: boolean;
}

export interface FeatureView {
  readonly id: string;
  readonly readBy: readonly string[];
}

/** Whether training and serving of a model read their features from one source. */
export interface FeatureSource {
  readonly model: string;
  readonly shared: boolean;
}

/** Spend within the window in exact decimal text; the parts are of `total`. */
export interface SpendFacts {
  /** Null for what cannot be given to a model. */
  readonly model: string | null;
  readonly currency: string;
  readonly total: string;
  readonly labelled: string;
  readonly activeOwner: string;
  readonly idle: string;
  /** Of serving, with how many predictions; null where they are not counted. */
  readonly serving: { readonly amount: string; readonly predictions: number } | null;
}

export interface IdleFinding {
  readonly id: string;
  readonly model: string | null;
  readonly foundAt: Instant;
  readonly decidedAt: Instant | null;
}

/** What a named person said in Slack of what no machine can see. It counts for 180 days. */
export interface Attestation {
  readonly id: string;
  readonly capability: Capability;
  readonly model: string;
  readonly person: string;
  readonly has: boolean;
  readonly at: Instant;
}

/** Evidence for one test of the ML Test Score. */
export interface RubricEvidence {
  readonly id: string;
  readonly model: string;
  /** As `M6`. */
  readonly test: string;
  readonly automated: boolean;
  readonly green: boolean;
  readonly at: Instant;
  /** Where the result is written down; by hand, nothing counts without. */
  readonly url: string | null;
}

/** A need that somebody gave leave not to meet, for a reason and until an end. */
export interface Waiver {
  readonly id: string;
  readonly capability: Capability;
  readonly model: string;
  readonly reason: string;
  readonly approver: string;
  readonly expiresAt: Instant;
}

/** Records that connections give, each list known or not with the reason. */
export interface FactRecords {
  readonly resources: readonly ServingResource[];
  readonly versions: readonly VersionFacts[];
  readonly runs: readonly TrainingRun[];
  readonly triggers: readonly ArmedTrigger[];
  readonly evaluations: readonly EvaluationFacts[];
  readonly promotions: readonly PromotionFacts[];
  readonly outsideChanges: readonly OutsideChange[];
  readonly monitors: readonly MonitorFacts[];
  readonly alerts: readonly AlertFacts[];
  readonly drills: readonly DrillFacts[];
  readonly releases: readonly PipelineRelease[];
  readonly pipelines: readonly PipelineFacts[];
  readonly featureViews: readonly FeatureView[];
  readonly featureSources: readonly FeatureSource[];
  readonly spend: readonly SpendFacts[];
  readonly idleFindings: readonly IdleFinding[];
  readonly rubric: readonly RubricEvidence[];
}
export type FactSource = keyof FactRecords;
export type ObservedRecords = { readonly [K in FactSource]: Observed<FactRecords[K]> };

/** Everything that signals may know of some models, as plain JSON. */
export interface MaturityFacts extends ObservedRecords {
  readonly models: readonly ModelFacts[];
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
  /** Values of earlier weeks by signal, the newest last, for what has to hold for weeks. */
  readonly history: Readonly<Record<string, readonly number[]>>;
}
