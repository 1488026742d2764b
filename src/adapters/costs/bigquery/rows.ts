import { z } from 'zod';
import {
  type ChargeCategory,
  type CostDay,
  type CostHour,
  type CostLine,
  type CostWindow,
  type DaySum,
  type LabelSource,
  labelSources,
  type ResourceCost,
} from '#domain/cost.ts';
import { decimal, decimalText } from '#domain/decimal.ts';
import type { ExportTable } from './export-table.ts';

const text = z.string().nullable();
const amount = z.string().transform((value) => decimalText(decimal(value)));
const count = z.string().regex(/^\d+$/).transform(Number);

const sums = z.looseObject({
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  account: text,
  project_id: text,
  service_name: text,
  sku_name: text,
  currency: z.string(),
  gross: amount,
  credits: amount,
  billed: amount,
  effective: amount,
  line_count: count,
});
const lineRow = sums.extend({
  billing_month: z.string().regex(/^\d{4}-?\d\d$/),
  region: text,
  category: z.string(),
  run_billing_id: text,
  used: amount.nullable(),
  least_unit: text,
  most_unit: text,
  watermark: z.string().regex(/^\d+$/).nullable(),
  fingerprint: amount.optional(),
});
const resourceRow = sums.extend({ resource: z.string() });
const daySumRow = z.object({
  day: z.string().regex(/^\d{4}-\d\d-\d\d$/),
  currency: z.string(),
  billed: amount,
  effective: amount,
  line_count: count,
  fingerprint: amount,
});
const changedRow = z.object({ day: z.string(), watermark: z.string().regex(/^\d+$/) });
const hourRow = z.object({
  hour: z.iso.datetime(),
  service_name: text,
  category: z.string(),
  currency: z.string(),
  key_0: text,
  effective: amount,
});
const firstRow = z.object({ day: z.string().nullable() });

/** What BigQuery and FOCUS call a line; Google's negating lines keep the type of what they negate. */
const categories: ReadonlyMap<string, ChargeCategory> = new Map([
  ['regular', 'usage'],
  ['usage', 'usage'],
  ['purchase', 'purchase'],
  ['tax', 'tax'],
  ['credit', 'credit'],
]);

/**
 * A sum, when its newest line was exported, in ms since the epoch, and its part of its day's fingerprint, where it was
 * asked for. Throws a ZodError for what is none.
 */
export function costLine(
  row: unknown,
  table: ExportTable,
  { labelKeys }: CostWindow,
): { readonly line: CostLine; readonly exportedMs: number | null; readonly fingerprint: string | null } {
  const read = lineRow.parse(row);
  const month = read.billing_month.replace('-', '');
  const line: CostLine = {
    ...common(read, table),
    billingPeriod: `${month.slice(0, 4)}-${month.slice(4)}`,
    region: read.region,
    category: categories.get(read.category.toLowerCase()) ?? 'adjustment',
    labels: labelsOf(read, labelKeys),
    runBillingId: read.run_billing_id,
    ...usageOf(read),
  };
  const exportedMs = read.watermark === null ? null : Math.floor(Number(read.watermark) / 1000);
  return { line, exportedMs, fingerprint: read.fingerprint ?? null };
}

/** Amounts in two units are never added. */
function usageOf({ used, least_unit: unit, most_unit: other }: z.infer<typeof lineRow>): Pick<CostLine, 'usage'> {
  return used === null || unit === null || unit !== other ? {} : { usage: { amount: used, unit } };
}

/** Throws a ZodError for what is no row of the resources query. */
export function resourceCost(row: unknown, table: ExportTable, { labelKeys }: CostWindow): ResourceCost {
  const read = resourceRow.parse(row);
  return { ...common(read, table), resource: read.resource, labels: labelsOf(read, labelKeys) };
}

/** Null for what is not usage. Throws a ZodError for what is no row of the hours query. */
export function costHour(row: unknown): CostHour | null {
  const { hour, service_name: service, category, currency, key_0: team, effective } = hourRow.parse(row);
  if (categories.get(category.toLowerCase()) !== 'usage') return null;
  return { hour, team, service: service ?? '', currency, effective };
}

/** Throws a ZodError for what is no row of the first-day query. */
export function firstDay(row: unknown): CostDay | null {
  return firstRow.parse(row).day;
}

/** Throws a ZodError for what is no row of the query of day sums. */
export function daySum(row: unknown): DaySum {
  const { line_count: lines, ...sum } = daySumRow.parse(row);
  return { ...sum, lines };
}

/** A day, and when its newest line was exported, in ms since the epoch. Throws a ZodError for what is none. */
export function changedDay(row: unknown): { readonly day: CostDay; readonly exportedMs: number } {
  const { day, watermark } = changedRow.parse(row);
  return { day, exportedMs: Math.floor(Number(watermark) / 1000) };
}

function common(read: z.infer<typeof sums>, table: ExportTable) {
  return {
    day: read.day,
    provider: 'Google Cloud',
    account: read.account ?? table.account ?? '',
    project: read.project_id,
    service: read.service_name ?? '',
    sku: read.sku_name ?? '',
    currency: read.currency,
    gross: read.gross,
    credits: read.credits,
    billed: read.billed,
    effective: read.effective,
    lines: read.line_count,
  };
}

const labelSource = z.enum(labelSources);

function labelsOf(
  row: Readonly<Record<string, unknown>>,
  keys: readonly string[],
): Record<string, { readonly value: string; readonly from: LabelSource }> {
  const found = keys.flatMap((key, n) => {
    const value = row[`key_${n}`];
    return typeof value === 'string' ? [[key, { value, from: labelSource.parse(row[`key_${n}_from`]) }] as const] : [];
  });
  return Object.fromEntries(found);
}
