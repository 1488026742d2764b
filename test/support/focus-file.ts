import type { ExportRow } from '../../src/sandbox/bigquery/export-row.ts';

/** How one tool or another writes FOCUS: which version's names, and with what dirt. */
export interface FocusStyle {
  readonly version: '1.0' | '1.4';
  /** What stands for nothing. */
  readonly nothing: '' | 'NULL';
  /** Before the names of tags, as some tools leave there. */
  readonly space: boolean;
}

const common = [
  'BilledCost',
  'BillingAccountId',
  'BillingCurrency',
  'BillingPeriodStart',
  'ChargeCategory',
  'ChargePeriodStart',
  'ConsumedQuantity',
  'ConsumedUnit',
  'EffectiveCost',
  'RegionId',
  'ResourceId',
  'ServiceName',
  'SkuId',
  'SubAccountId',
  'Tags',
  'x_Extra',
];

/** Lines of an export as a CSV file in FOCUS; each credit is a line of its own. */
export function focusCsv(rows: readonly ExportRow[], style: FocusStyle): string {
  const provider = style.version === '1.4' ? 'ServiceProviderName' : 'ProviderName';
  const names = [provider, ...common];
  const lines = rows.flatMap((row) => [
    line(row, style, categoryOf(row), row.cost),
    ...row.credits.map(({ amount }) => line(row, style, 'Credit', amount)),
  ]);
  const texts = lines.map((one) =>
    names.map((name) => cell(one[name === provider ? 'provider' : name] ?? style.nothing)).join(','),
  );
  return `${[names.join(','), ...texts].join('\n')}\n`;
}

function categoryOf({ cost_type }: ExportRow): string {
  return { regular: 'Usage', tax: 'Tax', adjustment: 'Adjustment', rounding_error: 'ADJUSTMENT' }[cost_type];
}

function line(row: ExportRow, { space }: FocusStyle, category: string, amount: number): Record<string, string | null> {
  const month = row.invoice.month;
  const tags = Object.fromEntries(row.labels.map(({ key, value }) => [`${space ? ' ' : ''}${key}`, value]));
  return {
    provider: 'Example Cloud',
    BilledCost: amount.toFixed(11),
    EffectiveCost: amount.toFixed(11),
    BillingAccountId: row.billing_account_id,
    BillingCurrency: row.currency,
    BillingPeriodStart: `${month.slice(0, 4)}-${month.slice(4)}-01 00:00:00`,
    ChargeCategory: category,
    ChargePeriodStart: row.usage_start_time,
    ConsumedQuantity: category === 'Credit' ? null : (row.usage?.amount_in_pricing_units.toFixed(11) ?? null),
    ConsumedUnit: category === 'Credit' ? null : (row.usage?.pricing_unit ?? null),
    RegionId: row.location.region,
    ResourceId: row.resource?.global_name ?? row.resource?.name ?? null,
    ServiceName: row.service.description,
    SkuId: row.sku.description,
    SubAccountId: row.project?.id ?? null,
    Tags: row.labels.length === 0 ? null : JSON.stringify(tags),
    x_Extra: 'more, "quoted"',
  };
}

function cell(text: string): string {
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
