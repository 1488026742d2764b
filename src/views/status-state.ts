import type { Difference } from '#domain/cost-report.ts';
import type { Instant } from '#domain/instant.ts';
import type { Owed, OwedReview } from './afterwards.ts';
import type { OpenCriterion } from './criterion.ts';
import type { RequestLine } from './request-line.ts';

/** Which models a list shows. */
export type ShownScope =
  | { readonly kind: 'mine' | 'all' }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'like'; readonly text: string };

/** A request that waits about a model. */
export interface WaitingLine extends RequestLine {
  /** As `R-12`. */
  readonly request: string;
  /** Whether the reader could decide it now. */
  readonly yours: boolean;
}

/** A run in half a line. */
export interface TrainingGlance {
  /** As `T-3`. */
  readonly run: string;
  readonly state: 'live' | 'succeeded' | 'failed' | 'cancelled' | 'other';
  /** The step that a live one is at. */
  readonly step: string | null;
  /** When a live one began, and when another ended; null where nobody knows. */
  readonly at: Instant | null;
  /** The version that it made. */
  readonly made: string | null;
  readonly url: string | null;
}

/** What is known of one model. */
export interface ModelStatus {
  readonly model: string;
  /** The shell's own key of the model. */
  readonly modelKey: string;
  readonly registry: string;
  readonly url: string | null;
  readonly team: string | null;
  /** Whether something of it waits for the reader, for somebody, or nothing does. */
  readonly urgency: 'you' | 'action' | 'none';
  /** Versions that hold an alias, the governed targets first. */
  readonly holds: readonly { readonly alias: string; readonly version: string; readonly since: Instant | null }[];
  readonly latestVersion: string | null;
  /** Oldest first. */
  readonly waiting: readonly WaitingLine[];
  /** Its open drift alerts, and of how many nobody decided; null where none is. */
  readonly drift: { readonly open: number; readonly undecided: number; readonly since: Instant | null } | null;
  /** Monitors that should have reported since. */
  readonly silent: readonly { readonly connection: string; readonly lastReportAt: Instant | null }[];
  /** Aliases that others moved, and nobody answered for yet. */
  readonly outside: readonly {
    readonly number: number;
    readonly target: string;
    readonly found: string | null;
    readonly press: string;
  }[];
  /** What rejections demand of its next candidates. */
  readonly criteria: readonly OpenCriterion[];
  /** What was promised of it and is looked at still. */
  readonly owes: { readonly owed: readonly Owed[]; readonly reviews: readonly OwedReview[] };
  /** A run under way, and the last that ended; null where there is none. */
  readonly training: { readonly running: TrainingGlance | null; readonly last: TrainingGlance | null };
  /** Its level of maturity against its target, of the last week that was recorded; null where it is not known. */
  readonly level: { readonly level: number; readonly target: number } | null;
  /** Whether models.yaml says how it is trained. */
  readonly retrains: boolean;
  /** What its label was billed for in a week, by currency and exact; `before` null where the week before is not known. */
  readonly costs: readonly { readonly amount: string; readonly currency: string; readonly before: Difference | null }[];
}

/** Of which days costs are: the last settled week, and how far the bill goes. */
export interface StatusCostDays {
  readonly first: string;
  readonly last: string;
  readonly through: string;
}
