interface Label {
  readonly key: string;
  readonly value: string;
}

/** A line of the detailed export: https://docs.cloud.google.com/billing/docs/how-to/export-data-bigquery-tables/detailed-usage. */
export interface ExportRow {
  readonly billing_account_id: string;
  /** RFC 3339 in UTC, as the other times. */
  readonly usage_start_time: string;
  readonly usage_end_time: string;
  readonly export_time: string;
  /** As `202611`. */
  readonly invoice: { readonly month: string };
  readonly cost_type: 'regular' | 'tax' | 'adjustment' | 'rounding_error';
  readonly service: { readonly id: string; readonly description: string };
  readonly sku: { readonly id: string; readonly description: string };
  readonly project: { readonly id: string; readonly name: string; readonly labels: readonly Label[] } | null;
  readonly labels: readonly Label[];
  readonly tags: readonly (Label & { readonly inherited: boolean; readonly namespace: string })[];
  readonly location: { readonly region: string | null };
  readonly resource: { readonly name: string | null; readonly global_name: string | null } | null;
  readonly cost: number;
  readonly currency: string;
  /** How much of `currency` a dollar is. */
  readonly currency_conversion_rate: number;
  /** What the price is for; null for what has no amount. */
  readonly usage: { readonly amount_in_pricing_units: number; readonly pricing_unit: string } | null;
  readonly credits: readonly { readonly name: string; readonly type: string; readonly amount: number }[];
  /** Set in lines that take others back. */
  readonly adjustment_info: { readonly id: string; readonly type: string } | null;
}
