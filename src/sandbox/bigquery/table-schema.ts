import type { ExportRow } from './export-row.ts';

/** Which export a pretend table holds. */
export type PretendKind = 'standard' | 'detailed' | 'focus';

/** A field as BigQuery describes it. */
export interface SchemaField {
  readonly name: string;
  readonly type: 'STRING' | 'FLOAT' | 'NUMERIC' | 'TIMESTAMP' | 'BOOLEAN' | 'RECORD';
  readonly mode: 'NULLABLE' | 'REPEATED';
  readonly fields?: readonly SchemaField[];
}

const field = (name: string, type: SchemaField['type']): SchemaField => ({ name, type, mode: 'NULLABLE' });
const text = (...names: readonly string[]) => names.map((name) => field(name, 'STRING'));
const record = (name: string, ...fields: readonly SchemaField[]): SchemaField => ({ ...field(name, 'RECORD'), fields });
const list = (name: string, ...fields: readonly SchemaField[]): SchemaField => ({
  ...record(name, ...fields),
  mode: 'REPEATED',
});
const timestamps = (...names: readonly string[]) => names.map((name) => field(name, 'TIMESTAMP'));

const labels = (name: string) => list(name, ...text('key', 'value'));

const standard: readonly SchemaField[] = [
  ...text('billing_account_id'),
  record('service', ...text('id', 'description')),
  record('sku', ...text('id', 'description')),
  ...timestamps('usage_start_time', 'usage_end_time'),
  record('project', ...text('id', 'name'), labels('labels')),
  labels('labels'),
  list('tags', ...text('key', 'value'), field('inherited', 'BOOLEAN'), ...text('namespace')),
  record('location', ...text('region')),
  ...timestamps('export_time'),
  field('cost', 'FLOAT'),
  ...text('currency'),
  field('currency_conversion_rate', 'FLOAT'),
  record('usage', field('amount_in_pricing_units', 'FLOAT'), ...text('pricing_unit')),
  list('credits', ...text('name', 'type'), field('amount', 'FLOAT')),
  record('invoice', ...text('month')),
  ...text('cost_type'),
  record('adjustment_info', ...text('id', 'type')),
];

const focusLabels = (name: string) => list(name, ...text('Key', 'Value'));

/** The columns of each table, under the names that Google gives them. */
export const schemas: Readonly<Record<PretendKind, readonly SchemaField[]>> = {
  standard,
  detailed: [...standard, record('resource', ...text('name', 'global_name'))],
  focus: [
    field('BilledCost', 'NUMERIC'),
    field('EffectiveCost', 'NUMERIC'),
    field('ConsumedQuantity', 'NUMERIC'),
    ...text('ConsumedUnit'),
    ...text('BillingAccountId', 'BillingCurrency', 'SubAccountId', 'ServiceName', 'SkuId', 'ChargeDescription'),
    ...text('RegionId', 'ResourceId', 'ChargeCategory', 'x_CostType'),
    ...timestamps('BillingPeriodStart', 'ChargePeriodStart', 'ChargePeriodEnd', 'x_ExportTime'),
    field('x_CurrencyConversionRate', 'FLOAT'),
    list('x_Credits', ...text('Name', 'Type'), field('Amount', 'NUMERIC')),
    focusLabels('x_Labels'),
    focusLabels('x_ProjectLabels'),
    list('x_Tags', ...text('Key', 'Value'), field('x_Inherited', 'BOOLEAN'), ...text('x_Namespace')),
  ],
};

/** A line as the table of that kind holds it. */
export function tableRow(kind: PretendKind, row: ExportRow): object {
  if (kind === 'focus') return focusRow(row);
  if (kind === 'detailed') return row;
  const { resource: _, ...rest } = row;
  return rest;
}

/** Google nets credits from both costs, and lists them beside. */
function focusRow(row: ExportRow): object {
  const nano = (amount: number) => BigInt(Math.round(amount * 1e9));
  const net = nanoText(row.credits.reduce((sum, { amount }) => sum + nano(amount), nano(row.cost)));
  const labels = (all: readonly { readonly key: string; readonly value: string }[]) =>
    all.map(({ key, value }) => ({ Key: key, Value: value }));
  const month = row.invoice.month;
  return {
    BilledCost: net,
    EffectiveCost: net,
    ConsumedQuantity: row.usage === null ? null : nanoText(nano(row.usage.amount_in_pricing_units)),
    ConsumedUnit: row.usage?.pricing_unit ?? null,
    BillingAccountId: row.billing_account_id,
    BillingCurrency: row.currency,
    SubAccountId: row.project?.id ?? null,
    ServiceName: row.service.description,
    SkuId: row.sku.id,
    ChargeDescription: row.sku.description,
    RegionId: row.location.region,
    ResourceId: row.resource?.global_name ?? row.resource?.name ?? null,
    ChargeCategory: { regular: 'Usage', tax: 'Tax', adjustment: 'Adjustment', rounding_error: 'Adjustment' }[
      row.cost_type
    ],
    x_CostType: row.cost_type,
    BillingPeriodStart: `${month.slice(0, 4)}-${month.slice(4)}-01T00:00:00Z`,
    ChargePeriodStart: row.usage_start_time,
    ChargePeriodEnd: row.usage_end_time,
    x_ExportTime: row.export_time,
    x_CurrencyConversionRate: row.currency_conversion_rate,
    x_Credits: row.credits.map(({ name, type, amount }) => ({
      Name: name,
      Type: type,
      Amount: nanoText(nano(amount)),
    })),
    x_Labels: labels(row.labels),
    x_ProjectLabels: labels(row.project?.labels ?? []),
    x_Tags: row.tags.map(({ key, value, inherited, namespace }) => ({
      Key: key,
      Value: value,
      x_Inherited: inherited,
      x_Namespace: namespace,
    })),
  };
}

/** Billionths as decimal text. */
function nanoText(nanos: bigint): string {
  const digits = (nanos < 0n ? -nanos : nanos).toString().padStart(10, '0');
  return `${nanos < 0n ? '-' : ''}${digits.slice(0, -9)}.${digits.slice(-9)}`;
}
