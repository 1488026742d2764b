import type { CostDay } from './cost.ts';
import type { CostFilter } from './cost-query.ts';

/** From Monday, from the first of a month, or from the first of January, April, July or October. */
export type BudgetPeriod = 'week' | 'month' | 'quarter';

/** Money that a part of the bill may take in each period. */
export interface Budget {
  readonly id: string;
  /** Which spend counts; none for all of it. */
  readonly filters: readonly CostFilter[];
  /** Decimal text above zero. */
  readonly amount: string;
  /** ISO 4217; spend in other currencies does not count. */
  readonly currency: string;
  readonly period: BudgetPeriod;
  /** In percent of the amount. */
  readonly thresholds: { readonly actual: readonly number[]; readonly forecast: readonly number[] };
}

/** What a period is expected to cost at its end, with a band that about four of five should end in. */
export interface SpendForecast {
  readonly amount: string;
  readonly least: string;
  readonly most: string;
  /** The last day whose cost is taken as it was billed; later ones are expectation. */
  readonly billedThrough: CostDay;
}

/** A threshold that is reached. */
export interface BudgetCrossing {
  readonly kind: 'actual' | 'forecast';
  readonly percent: number;
  /** The same whenever this threshold is seen in this period, and no other's. */
  readonly key: string;
}

/** How a budget stands. Amounts are decimal text in its currency, null where there is no data, which is not zero. */
export interface BudgetState {
  readonly id: string;
  readonly amount: string;
  readonly currency: string;
  readonly period: BudgetPeriod;
  /** Both included. */
  readonly first: CostDay;
  readonly last: CostDay;
  readonly spent: string | null;
  /** Below zero when it is overspent. */
  readonly left: string | null;
  /** Of the amount, in percent with one digit after the point. */
  readonly spentPercent: string | null;
  readonly forecast: SpendForecast | null;
  readonly forecastPercent: string | null;
  /** All that are reached, the highest first. */
  readonly crossed: readonly BudgetCrossing[];
  /** Currencies in which there is spend that does not count. */
  readonly otherCurrencies: readonly string[];
}

/** What a budget of Google Cloud says of itself, as it comes over Pub/Sub. Amounts are decimal text. */
export interface BudgetMessage {
  readonly budgetId: string;
  readonly billingAccount: string;
  readonly name: string;
  readonly cost: string;
  readonly amount: string;
  readonly amountType: string;
  readonly currency: string;
  /** When its period began, in UTC. */
  readonly intervalStart: string;
  /** Thresholds that are reached, the same key whenever one is seen again; empty for a message that only reports. */
  readonly crossed: readonly { readonly kind: 'actual' | 'forecast'; readonly percent: number; readonly key: string }[];
  /** A schema that was not known when this was written; what is read may lack something. Null for a known one. */
  readonly unknownSchema: string | null;
}
