import type { CostLine } from './cost.ts';

/** Exact amounts, as decimal text in `currency`. */
interface BillAmounts {
  /** ISO 4217. */
  readonly currency: string;
  readonly effective: string;
  readonly billed: string;
  readonly gross: string;
  /** How many lines of the bill they sum. */
  readonly lines: number;
}

/** One row of the roll-up: of the bill's lines or of what resources cost; what its table does not tell is null. */
export interface BillRow
  extends BillAmounts,
    Pick<
      CostLine,
      'day' | 'provider' | 'account' | 'project' | 'service' | 'sku' | 'labels' | 'runBillingId' | 'usage'
    > {
  readonly resource: string | null;
  readonly region: string | null;
  readonly category: string | null;
  readonly billingPeriod: string | null;
}

/** Rows of the roll-up, and what smaller ones that are not among them come to in each currency. */
export interface BillRows {
  /** By day, oldest first, and within a day the dearest first. */
  readonly rows: readonly BillRow[];
  readonly rest: readonly (BillAmounts & { readonly rows: number })[];
}
