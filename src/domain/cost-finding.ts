import type { CostDay } from './cost.ts';
import type { Instant } from './instant.ts';

/** What a day that stands out should have cost, as decimal text in the series' currency. */
interface UsualCost {
  readonly expected: string;
  readonly least: string;
  readonly most: string;
}

/** A day of an anomaly. */
export interface AnomalousDay extends UsualCost {
  readonly day: CostDay;
  readonly actual: string;
}

/** A stretch of days that cost more than usual. */
export interface CostAnomaly {
  /** `ramp`: no day stands out, but a week does beside the four before. `rush`: some hours do, while they last. */
  readonly kind: 'spike' | 'ramp' | 'rush';
  /** Of a rush: its newest hours, of which the one day stands. */
  readonly hours?: { readonly from: Instant; readonly count: number };
  /** Of days that were told as fast spending first: when, and whether that is over. */
  readonly toldFirst?: { readonly at: Instant; readonly over: boolean };
  /** Of a rush: the service whose days stand out since one, of which its own day became part. */
  readonly partOf?: { readonly service: string | null; readonly since: CostDay };
  /** Oldest first, never empty; a ramp's days are those of its last week, each beside the mean of the weeks before. */
  readonly days: readonly AnomalousDay[];
  /** The day with which it was over; null while it is not. */
  readonly closedOn: CostDay | null;
  /** What it cost above the usual so far. */
  readonly excess: string;
}

/** What is wrong with a label, or that it is not there. */
export type LabelFindingKind =
  | 'missing'
  | 'invalid_key'
  | 'invalid_value'
  | 'mistyped_key'
  | 'unlisted_value'
  | 'inactive_owner'
  | 'env_contradicts_project'
  | 'ttl_passed'
  | 'too_many';

/** A label of one resource or project that somebody should mend. */
export interface LabelFinding {
  readonly kind: LabelFindingKind;
  readonly resource: string;
  readonly key: string;
  readonly value: string | null;
  /** What it should be; null where that cannot be told. */
  readonly suggestion: string | null;
  readonly sentence: string;
}

/** Something that costs and is not used. */
export interface IdleFinding {
  readonly kind: 'endpoint' | 'notebook' | 'accelerator' | 'disk';
  readonly resource: string;
  readonly name: string;
  readonly project: string | null;
  readonly team: string | null;
  /** The first day without use. */
  readonly since: CostDay;
  readonly idleDays: number;
  /** Mean of its settled idle days, decimal text; null where no bill is known. */
  readonly costPerDay: { readonly amount: string; readonly currency: string } | null;
  readonly sentence: string;
}
