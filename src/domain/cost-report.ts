import type { BudgetState } from './budget.ts';
import type { CostDay } from './cost.ts';
import type { IdleFinding } from './cost-finding.ts';
import type { CostBasis, CostDimension } from './cost-query.ts';

/** Days, both included. */
export interface DaySpan {
  readonly first: CostDay;
  readonly last: CostDay;
}

/** Of which days anything is known. */
export interface DataSpan {
  /** Before it nothing is known; null while nothing is. */
  readonly firstDay: CostDay | null;
  /** The last day that is over and has data. */
  readonly through: CostDay | null;
  /** The last day whose bill has had three days to arrive. */
  readonly settledThrough: CostDay | null;
  /** Days of which there is data that still grows. */
  readonly provisional: DaySpan | null;
}

/** Decimal text; `percent` of what was before, with one digit after the point, null where that was zero. */
export interface Difference {
  readonly before: string;
  readonly delta: string;
  readonly percent: string | null;
}

/** What days cost, beside others. Null wherever a day that it needs has no data. */
export interface SpendChange {
  readonly span: DaySpan;
  readonly amount: string | null;
  readonly againstWeekBefore: Difference | null;
  /** Against the mean of the four weeks before. */
  readonly againstFourWeeks: Difference | null;
  /** The month so far, against as many days of the month before. */
  readonly month: { readonly span: DaySpan; readonly amount: string; readonly before: Difference | null } | null;
}

/** What coincides with a move of cost; the bill does not say what caused it. */
export type MoverCause =
  | { readonly kind: 'correction'; readonly amount: string }
  | { readonly kind: 'label_change'; readonly amount: string; readonly resources: readonly string[] }
  | { readonly kind: 'new_resource'; readonly amount: string; readonly resources: readonly string[] }
  | { readonly kind: 'runs'; readonly now: number; readonly before: number }
  | { readonly kind: 'price'; readonly sku: string; readonly percent: string }
  | { readonly kind: 'traffic'; readonly now: number; readonly before: number }
  | {
      readonly kind: 'usage';
      readonly sku: string;
      readonly unit: string;
      readonly now: string;
      readonly before: string;
    }
  | { readonly kind: 'idle'; readonly amount: string; readonly resources: readonly string[] }
  | { readonly kind: 'ended' }
  | { readonly kind: 'new_service' }
  | { readonly kind: 'unknown' };

/** What a team's model used of a service, and how much more or less it cost than the week before. */
export interface Mover {
  readonly team: string | null;
  readonly model: string | null;
  readonly service: string;
  readonly before: string;
  readonly now: string;
  readonly delta: string;
  readonly cause: MoverCause;
}

/** How much of a move one value of a dimension makes up. */
export interface Contribution {
  readonly by: CostDimension;
  readonly value: string | null;
  readonly before: string;
  readonly now: string;
  readonly delta: string;
}

/** How much of the spend has its labels, on days whose bill is settled. */
export interface LabelCoverage {
  readonly span: DaySpan;
  readonly spend: string;
  /** Spend that has all of the labels that are asked for. */
  readonly labelled: string;
  /** In percent with one digit after the point; null where nothing was spent. */
  readonly percent: string | null;
  /** What lacks a label on days past, and so can never be attributed: labels do not reach back. */
  readonly neverAttributed: string;
  readonly byKey: readonly { readonly key: string; readonly labelled: string; readonly percent: string | null }[];
}

/** Where spend without labels comes from, and who can label it. */
export interface UnlabelledSource {
  readonly provider: string;
  /** Null for what belongs to no project. */
  readonly project: string | null;
  readonly service: string;
  readonly amount: string;
  readonly lacking: readonly string[];
  /** Who is named for the project; null where nobody is. */
  readonly fixer: { readonly team: string | null; readonly owner: string | null } | null;
}

/** Rows of amounts by week or day, oldest first; null where there is no data. */
export interface SpendTable {
  readonly starts: readonly CostDay[];
  readonly rows: readonly { readonly name: string | null; readonly amounts: readonly (string | null)[] }[];
}

/** What one of something cost; `amount` is null where it cannot be told, and `because` says why. */
export interface UnitCost {
  readonly of: 'run' | 'version' | 'thousand_predictions';
  readonly model: string;
  /** The run or the version; null for predictions. */
  readonly name: string | null;
  readonly amount: string | null;
  readonly because: string | null;
}

/** Everything a report says in one currency. */
export interface CurrencyReport {
  /** ISO 4217. */
  readonly currency: string;
  readonly total: SpendChange;
  /** Five at most, the largest move first. */
  readonly movers: readonly Mover[];
  /** Eight weeks. */
  readonly weeks: SpendTable;
  readonly coverage: LabelCoverage | null;
  /** Five at most, the dearest first. */
  readonly unlabelled: readonly UnlabelledSource[];
  readonly budgets: readonly BudgetState[];
  readonly unitCosts: readonly UnitCost[];
}

/** What a team's channel is told of a week. No currency: there is nothing to say. */
export interface TeamReport {
  readonly team: string;
  readonly week: DaySpan;
  /** IANA name of the zone whose days are meant. */
  readonly zone: string;
  readonly basis: CostBasis;
  readonly data: DataSpan;
  /** By currency, the one with most lines first; never added. */
  readonly currencies: readonly CurrencyReport[];
  /** What costs and is not used, the dearest first within a currency. */
  readonly idle: readonly IdleFinding[];
}

/** What one team cost; null for what has no team. */
export interface TeamSpend {
  readonly team: string | null;
  readonly total: SpendChange;
}

/** What the finance channel is told of a week. */
export interface FinanceReport extends Omit<TeamReport, 'team' | 'currencies'> {
  readonly currencies: readonly (CurrencyReport & {
    /** The dearest first. */
    readonly teams: readonly TeamSpend[];
    /** As invoiced and before credits, whichever basis the report has; null without data. */
    readonly billed: string | null;
    readonly gross: string | null;
  })[];
}
