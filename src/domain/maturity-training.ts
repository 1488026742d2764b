import type { Instant } from './instant.ts';

/** Fields of a model card that count as filled. */
export const cardFields = ['purpose', 'how_to_use', 'performance', 'limits', 'data', 'owner', 'consumers'] as const;
type CardField = (typeof cardFields)[number];

export interface VersionFacts {
  readonly id: string;
  readonly model: string;
  readonly digest: string;
  /** Null where it is known by its alias alone. */
  readonly registeredAt: Instant | null;
  /** The orchestrator's run that made it. */
  readonly run: string | null;
  readonly experimentRun: string | null;
  readonly codeDigest: string | null;
  readonly card: { readonly filled: readonly CardField[]; readonly reviewedAt: Instant | null };
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

export const ciTestKinds = ['features', 'model', 'convergence', 'finite', 'artifacts', 'integration'] as const;
type CiTestKind = (typeof ciTestKinds)[number];

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

/** Evidence for one test of the ML Test Score. */
export interface RubricEvidence {
  readonly id: string;
  readonly model: string;
  /** As `M6`. */
  readonly test: string;
  readonly automated: boolean;
  readonly green: boolean;
  readonly at: Instant;
  /** Where the result is written down, as a link or in words; by hand, nothing counts without. */
  readonly url: string | null;
  /** Who says so; null for what a machine reported. */
  readonly person: string | null;
}
