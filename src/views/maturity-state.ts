import type { Instant } from '#domain/instant.ts';
import type { Capability, DeliveryMetrics, Rung, SignalReading } from '#domain/maturity.ts';

/** A level as it is shown: after two weeks that agree, or only as it was read now. */
export interface ShownLevel {
  /** Null before two weeks agreed on a first one. */
  readonly settled: 0 | 1 | 2 | null;
  /** Between which levels it lies by what is known now; null where there is too little to tell, and `because` says why. */
  readonly now: { readonly atLeast: 0 | 1 | 2; readonly atMost: 0 | 1 | 2 } | null;
  readonly because: string | null;
  readonly target: 0 | 1 | 2;
  readonly targetBecause: string;
  /** Whether the use case asks for monitoring whatever its level. */
  readonly monitoring: boolean;
}

/** One model of a page. */
interface MaturityModel {
  readonly model: string;
  readonly level: ShownLevel;
  /** The least of the four sums of the ML Test Score. */
  readonly testScore: number;
}

/** A change of a shown level. */
export interface ShownLevelChange {
  readonly model: string;
  /** The Monday of its week, as `2026-11-23`. */
  readonly week: string;
  readonly from: number;
  readonly to: number;
  /** The title of the condition that decided it. */
  readonly decidedBy: string | null;
}

/** A needed capability with how far its models have it. */
export interface ShownNeed {
  readonly capability: Capability;
  /** Models that need it, by how far each has it; `unknown` where nothing tells. */
  readonly models: Readonly<Record<Rung | 'unknown', number>>;
  /** Of a single model: what decided its rung. */
  readonly because: string | null;
  readonly expired: boolean;
  readonly disagreement: boolean;
}

/** A gap with its evidence. */
export interface ShownGap {
  readonly capability: Capability;
  /** Models that lack any of it, and what decided the rung of the first. */
  readonly models: readonly string[];
  readonly because: string;
  /** Records that keep it from being better, as `T-12`. */
  readonly missed: readonly string[];
}

/** The one thing to do next. */
type ShownStep =
  | {
      readonly kind: 'build' | 'adopt';
      readonly capability: Capability;
      readonly heldBy: readonly string[];
      readonly models: readonly string[];
    }
  | { readonly kind: 'observe'; readonly capabilities: readonly Capability[] }
  | { readonly kind: 'stop' };

/** Leave not to meet a need. */
export interface ShownWaiver {
  readonly model: string;
  readonly capability: Capability;
  readonly reason: string;
  readonly approver: string;
  readonly expiresAt: Instant;
}

/** Models that look like one model in several places. */
export interface ShownSiblings {
  readonly models: readonly string[];
  /** What trains them now, each once. */
  readonly pipelines: readonly string[];
}

/** The answer to `/mlops maturity`. */
export interface MaturityPage {
  readonly kind: 'all' | 'team' | 'model';
  /** The team or model; empty for all. */
  readonly subject: string;
  /** What buttons carry of whose maturity it is. */
  readonly scope: string;
  readonly fit: {
    readonly fit: number | null;
    readonly atLeast: number | null;
    readonly coverage: number | null;
    readonly provisional: boolean;
    /** The fit of an earlier week, as `2026-10-26`, to compare with. */
    readonly before: { readonly fit: number; readonly week: string } | null;
  };
  /** Those furthest below their target first; there may be more. */
  readonly models: readonly MaturityModel[];
  readonly modelCount: number;
  readonly changes: readonly ShownLevelChange[];
  readonly needs: readonly ShownNeed[];
  readonly delivery: DeliveryMetrics | null;
  readonly gaps: readonly ShownGap[];
  readonly next: ShownStep;
  readonly waivers: readonly ShownWaiver[];
  readonly siblings: readonly ShownSiblings[];
  /** Models of registries that are in no entry of models.yaml. */
  readonly unlisted: number;
  readonly matrix: string;
}

type Bar = { readonly atLeast: number } | { readonly atMost: number } | { readonly between: readonly [number, number] };

/** A signal with how it is reckoned and what it came to. */
export interface ShownSignal {
  readonly id: string;
  readonly title: string;
  readonly formula: string;
  readonly unit: 'share' | 'ratio' | 'kinds' | 'per_30_days' | 'hours' | 'money';
  readonly window: string;
  /** Fewer records than this make it unknown. */
  readonly minimum: number;
  readonly sources: readonly string[];
  readonly bars: { readonly evidenced: Bar; readonly verified: Bar } | null;
  readonly reading: SignalReading;
}

/** A condition of the levels as it stands for one model. */
export interface ShownCondition {
  readonly id: string;
  readonly title: string;
  readonly value: number | null;
  readonly of: number;
  readonly because: string | null;
  /** The least that each level asks for; null where it asks nothing. */
  readonly level1: number | null;
  readonly level2: number;
  readonly missed: readonly string[];
}

/** A test of the ML Test Score, with what people said of it that still counts. */
export interface ShownTest {
  readonly test: string;
  readonly title: string;
  readonly points: number;
  readonly because: string;
  readonly said: readonly {
    readonly by: string;
    readonly passed: boolean;
    readonly until: Instant;
    readonly where: string;
  }[];
}

/** What is behind a number of a maturity page. */
export type MaturityNumber = { readonly subject: string } & (
  | {
      readonly of: 'signals';
      readonly title: string;
      readonly because: string | null;
      readonly signals: readonly ShownSignal[];
    }
  | {
      readonly of: 'fit';
      readonly fit: MaturityPage['fit'];
      readonly needs: readonly {
        readonly capability: Capability;
        readonly need: number;
        readonly gap: number;
        readonly unknown: number;
      }[];
      readonly matrix: string;
    }
  | {
      readonly of: 'levels';
      readonly models: readonly {
        readonly model: string;
        readonly level: ShownLevel;
        readonly conditions: readonly ShownCondition[];
      }[];
    }
  | {
      readonly of: 'score';
      readonly rubric: string;
      readonly models: readonly {
        readonly model: string;
        readonly score: number;
        readonly meaning: string;
        readonly sums: Readonly<Record<'data' | 'model' | 'infrastructure' | 'monitoring', number>>;
        /** Those that earn points, or of which people said something. */
        readonly tests: readonly ShownTest[];
        /** How many tests there are. */
        readonly of: number;
      }[];
    }
);
