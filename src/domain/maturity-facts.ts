import type { Instant } from './instant.ts';
import type { Capability, Characteristics, ModelTier } from './maturity.ts';
import type {
  AlertFacts,
  DrillFacts,
  IdleFinding,
  MonitorFacts,
  OutsideChange,
  PromotionFacts,
  ServingResource,
  SpendFacts,
} from './maturity-operation.ts';
import type {
  ArmedTrigger,
  EvaluationFacts,
  FeatureSource,
  FeatureView,
  PipelineFacts,
  PipelineRelease,
  RubricEvidence,
  TrainingRun,
  VersionFacts,
} from './maturity-training.ts';

/**
 * Something that may not be known, and then why; `declared` comes from people and is never evidence. `silentOn` names
 * models of which this source cannot tell, and why, although it tells of others.
 */
export type Observed<T> =
  | {
      readonly known: true;
      readonly value: T;
      readonly provenance: 'machine' | 'declared';
      readonly asOf: Instant;
      readonly silentOn?: Readonly<Record<string, string>>;
    }
  | { readonly known: false; readonly because: string };

/** A model of the catalogue; `id` is what every other record calls `model`. */
export interface ModelFacts {
  readonly id: string;
  readonly team: string;
  readonly tier: ModelTier;
  readonly declared: Characteristics;
  readonly owner: { readonly id: string; readonly active: boolean } | null;
  /** The greatest age that it is to serve at; null where none is declared. */
  readonly maxAgeDays: number | null;
  /** How long after a prediction its truth is known; 0 where that is not declared. */
  readonly labelDelayDays: number;
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

type SignalHistory = Readonly<Record<string, readonly number[]>>;

/** Everything that signals may know of some models, as plain JSON. */
export interface MaturityFacts extends ObservedRecords {
  readonly models: readonly ModelFacts[];
  readonly attestations: readonly Attestation[];
  readonly waivers: readonly Waiver[];
  /** Values of earlier weeks by model and signal, the newest last, for what has to hold for weeks. */
  readonly history: Readonly<Record<string, SignalHistory>>;
  /** The same of the models together. */
  readonly historyOfAll: SignalHistory;
}
