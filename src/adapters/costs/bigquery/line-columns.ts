import type { LabelSource } from '#domain/cost.ts';
import type { ExportKind, ExportTable } from './export-table.ts';

/** What of a line of each export stands for what we call it, as GoogleSQL. */
interface LineColumns {
  /** A TIMESTAMP. */
  readonly start: string;
  /** The billing month as text, as `202611` or `2026-11`. */
  readonly month: string;
  readonly account: string;
  readonly project: string;
  readonly service: string;
  readonly sku: string;
  readonly region: string;
  readonly category: string;
  readonly currency: string;
  readonly exported: string;
  readonly resource: string;
  /** How much was used, as NUMERIC, in the unit that the price is for. */
  readonly usage: string;
  readonly unit: string;
  /** Each a NUMERIC, before anything is summed. */
  readonly billed: string;
  readonly credits: string;
  readonly effective: string;
  /** By source of a label, the value of the key that a parameter names. Only what the table has. */
  readonly label: ReadonlyMap<LabelSource, (key: string) => string>;
}

/** The columns of the table at hand; optional ones it lacks are NULL. */
export function lineColumns(table: ExportTable, tags: boolean): LineColumns {
  return builders[table.kind](table, tags);
}

const builders: Readonly<Record<ExportKind, (table: ExportTable, tags: boolean) => LineColumns>> = {
  standard: (table, tags) => costColumns(table, tags),
  detailed: (table, tags) => costColumns(table, tags),
  focus: focusColumns,
};

function costColumns(table: ExportTable, tags: boolean): LineColumns {
  const credits = 'IFNULL((SELECT SUM(CAST(c.amount AS NUMERIC)) FROM UNNEST(credits) AS c), 0)';
  const billed = `CAST(cost AS NUMERIC) + ${credits}`;
  return {
    start: 'usage_start_time',
    month: 'invoice.month',
    account: optional(table, 'billing_account_id'),
    project: 'project.id',
    service: 'service.description',
    sku: 'sku.description',
    region: optional(table, 'location.region'),
    category: 'cost_type',
    currency: 'currency',
    exported: 'export_time',
    resource: table.kind === 'detailed' ? 'COALESCE(resource.global_name, resource.name)' : 'CAST(NULL AS STRING)',
    ...usage(table, 'usage.amount_in_pricing_units', 'usage.pricing_unit'),
    billed,
    credits,
    effective: billed,
    label: labels(table, { own: 'labels', project: 'project.labels', tags: tags ? 'tags' : null, prefix: '' }),
  };
}

/** What Google bills is net of credits in its FOCUS export, which lists them beside. */
function focusColumns(table: ExportTable, tags: boolean): LineColumns {
  return {
    start: 'ChargePeriodStart',
    month: "FORMAT_TIMESTAMP('%Y-%m', BillingPeriodStart)",
    account: 'BillingAccountId',
    project: 'SubAccountId',
    service: 'ServiceName',
    sku: table.columns.has('chargedescription') ? 'ChargeDescription' : optional(table, 'SkuId'),
    region: optional(table, 'RegionId'),
    category: 'ChargeCategory',
    currency: 'BillingCurrency',
    exported: 'x_ExportTime',
    resource: optional(table, 'ResourceId'),
    ...usage(table, 'ConsumedQuantity', 'ConsumedUnit'),
    billed: 'CAST(BilledCost AS NUMERIC)',
    credits: 'IFNULL((SELECT SUM(CAST(c.Amount AS NUMERIC)) FROM UNNEST(x_Credits) AS c), 0)',
    effective: 'CAST(EffectiveCost AS NUMERIC)',
    label: labels(table, {
      own: 'x_Labels',
      project: 'x_ProjectLabels',
      tags: tags ? 'x_Tags' : null,
      prefix: 'x_',
    }),
  };
}

interface LabelColumns {
  readonly own: string;
  readonly project: string;
  readonly tags: string | null;
  /** Before the names of the fields that say whose a tag is. */
  readonly prefix: string;
}

/**
 * One scalar sub-select for each, never a join: a line counts once however many labels it has. A key stands once in a
 * resource's labels; MAX only makes the sub-select scalar. An empty value is none.
 */
function labels(
  table: ExportTable,
  { own, project, tags, prefix }: LabelColumns,
): ReadonlyMap<LabelSource, (key: string) => string> {
  const select = (from: string, more: string) => (key: string) =>
    `NULLIF((SELECT MAX(l.value) FROM UNNEST(${from}) AS l WHERE l.key = ${key}${more}), '')`;
  const found = new Map<LabelSource, (key: string) => string>([['resource', select(own, '')]]);
  const has = (path: string) => table.columns.has(path.toLowerCase());
  const tagged =
    tags !== null &&
    ['key', 'value', `${prefix}inherited`, `${prefix}namespace`].every((field) => has(`${tags}.${field}`));
  const ofNamespace = ` AND l.${prefix}namespace = @namespace`;
  if (tagged) found.set('tag', select(tags, `${ofNamespace} AND NOT l.${prefix}inherited`));
  if (has(`${project}.key`)) found.set('project', select(project, ''));
  if (tagged) found.set('inherited_tag', select(tags, `${ofNamespace} AND l.${prefix}inherited`));
  return found;
}

function usage({ columns }: ExportTable, amount: string, unit: string): Pick<LineColumns, 'usage' | 'unit'> {
  const known = columns.has(amount.toLowerCase()) && columns.has(unit.toLowerCase());
  return known
    ? { usage: `CAST(${amount} AS NUMERIC)`, unit }
    : { usage: 'CAST(NULL AS NUMERIC)', unit: 'CAST(NULL AS STRING)' };
}

function optional({ columns }: ExportTable, path: string): string {
  return columns.has(path.toLowerCase()) ? path : 'CAST(NULL AS STRING)';
}
