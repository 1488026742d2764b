import type { Instant } from './instant.ts';

/** What a practice of machine learning is made of: eleven capabilities of Google's guide, and CI/CD below them. */
export const capabilities = [
  'experimentation',
  'data_processing',
  'training',
  'evaluation',
  'serving',
  'online_experimentation',
  'monitoring',
  'pipelines',
  'registry',
  'repository',
  'metadata',
  'ci_cd',
] as const;
export type Capability = (typeof capabilities)[number];

/** What a use case can be, each of which argues for capabilities. */
export const traits = [
  'pilot',
  'mission_critical',
  'reusable',
  'ad_hoc_retraining',
  'frequent_retraining',
  'frequent_updates',
  'batch',
  'online',
] as const;
export type Trait = (typeof traits)[number];

/** What one use case is, declared by people or observed. Streaming counts as online, embedded as batch. */
export interface Characteristics {
  readonly pilot: boolean;
  readonly missionCritical: boolean;
  readonly reusable: boolean;
  readonly retraining: 'none' | 'ad_hoc' | 'frequent';
  readonly frequentUpdates: boolean;
  readonly serving: readonly ('batch' | 'online')[];
}

/** What a person answered about one use case. `modality` is what it works on and what matters most there. */
export interface AssessAnswers {
  readonly stage: 'pilot' | 'production';
  readonly impact: 'none' | 'some';
  readonly reuse: 'no' | 'yes';
  readonly retraining: Characteristics['retraining'];
  readonly code: 'rarely' | 'often';
  readonly serving: Characteristics['serving'];
  readonly modality: readonly ('tables' | 'text' | 'images' | 'audio' | 'latency' | 'accuracy' | 'cost')[];
  /** Who owns it in the business, and which figure it moves; may be empty. */
  readonly business: string;
}

/** How much a model weighs: tier 1 three times, production twice, a pilot once. */
export type ModelTier = 'tier_1' | 'production' | 'pilot';

/**
 * Where a matrix cell comes from: the article's own text, a public statement of one of its authors, our
 * reconstruction, or the organisation's own change; the last two are never called Google's.
 */
export type Grade = 'article' | 'author' | 'reconstructed' | 'own';

/** The version of the capability matrix that is shipped. */
export const shippedMatrix = 'reconstructed-1';

/** A cell of the capability matrix that an organisation sets itself. `large_pilot` counts only for large pilots. */
export interface MatrixChange {
  readonly capability: Capability;
  readonly trait: Trait;
  readonly need: 'yes' | 'no' | 'large_pilot';
  /** Why. */
  readonly note: string;
}

/** One reason to need a capability. */
export interface NeedReason {
  readonly trait: Trait;
  readonly grade: Grade;
  readonly note: string | null;
}

export const rungs = ['absent', 'declared', 'evidenced', 'verified'] as const;
/** How far a capability is shown to be there. */
export type Rung = (typeof rungs)[number];

/** A signal for one scope: its value with what it was computed from, or why there is none. */
export type SignalReading = { readonly signal: string } & (
  | {
      readonly state: 'known';
      /** A share from 0 to 1, a count, or a quantity in the signal's unit. */
      readonly value: number;
      /** How many records it rests on. */
      readonly of: number;
      readonly grade: 'below' | 'evidenced' | 'verified' | 'trend';
      /** Whether what it relies on was seen to catch something; null where nothing has to. */
      readonly proof: Proof | null;
      /** Ids of records that keep it from being better, at most twenty. */
      readonly missed: readonly string[];
      readonly asOf: Instant;
      readonly provenance: 'machine' | 'declared';
    }
  | { readonly state: 'unknown'; readonly because: string; readonly connected: boolean }
  | { readonly state: 'not_applicable'; readonly because: string }
);

/** Whether a gate or monitor ever caught something: `untried` has not had the occasion, `unproven` had it and did not. */
export type Proof = 'proven' | 'untried' | 'unproven';

/** What a capability of one model has; `rung` is null where nothing is known of it. */
export interface CapabilityState {
  readonly capability: Capability;
  readonly rung: Rung | null;
  /** What decided it, in a sentence. */
  readonly because: string;
  readonly readings: readonly SignalReading[];
  /** A signal lasted too long without new evidence, or people who say that it is there contradict each other. */
  readonly expired: boolean;
  readonly disagreement: boolean;
}

/** The five delivery metrics and three of models; durations in hours, null where there is nothing to tell from. */
export interface DeliveryMetrics {
  /** Per 30 days, by what changed. */
  readonly frequency: { readonly data: number; readonly code: number; readonly config: number };
  readonly codeLeadHours: number | null;
  readonly dataLead: LeadTime | null;
  readonly changeFailRate: number | null;
  /** Changes whose window for failing is over: what the fail rate is of. */
  readonly closedChanges: number;
  readonly recoveryHours: number | null;
  readonly reworkRate: number | null;
  readonly decisionHours: number | null;
  /** Age of the champion by its declared maximum. */
  readonly stalenessRatio: number | null;
}

/** Medians of the whole and of its parts in hours; `approvalHours` is what Countersign's own requests waited for. */
export interface LeadTime {
  readonly totalHours: number;
  readonly triggerHours: number;
  readonly trainHours: number;
  readonly approvalHours: number;
  readonly rolloutHours: number;
}
