import type { CostWindow } from '#domain/cost.ts';
import type { ExportTable } from './export-table.ts';
import { lineColumns } from './line-columns.ts';

/** The label that Vertex AI puts on whatever a pipeline run makes. */
const runKey = 'vertex-ai-pipelines-run-billing-id';

interface WindowLines {
  readonly lines: string;
  readonly params: Readonly<Record<string, string>>;
  /** For each key the value that won, and where it came from. */
  readonly labels: readonly string[];
  /** What an aggregate over lines adds up for their day's fingerprint. */
  readonly fingerprint: string;
}

/**
 * One row for each line of the bill. Two bounds: when it was used, and from which day on it can have come. Lines come
 * late, so that nothing bounds when it came at the other end. Partitions are days in UTC: the floor is the midnight
 * before the first day began in any zone of the world.
 */
export function windowLines(
  table: ExportTable,
  { first, last, zone, labelKeys }: CostWindow,
  namespace: string | null,
): WindowLines {
  const of = lineColumns(table, namespace !== null);
  const keys = labelKeys.map((key, n) => [`key_${n}`, key] as const);
  const sources = [...of.label];
  const found = keys.flatMap(([name]) =>
    sources.map(([source, value]) => `,\n    ${value(`@${name}`)} AS ${name}_${source}`),
  );
  const floor = table.byIngestion ? `\n    AND _PARTITIONTIME >= TIMESTAMP '${dayAfter(first, -1)} 00:00:00+00'` : '';
  const own = of.label.get('resource')?.('@run_key') ?? 'CAST(NULL AS STRING)';
  return {
    lines: `  SELECT
    CAST(DATE(${of.start}, @zone) AS STRING) AS day,
    FORMAT_TIMESTAMP('%Y-%m-%dT%H:00:00.000Z', ${of.start}) AS hour,
    ${of.month} AS billing_month,
    ${of.account} AS account,
    ${of.project} AS project_id,
    ${of.service} AS service_name,
    ${of.sku} AS sku_name,
    ${of.region} AS region,
    ${of.category} AS category,
    ${of.currency} AS currency,
    ${of.exported} AS exported,
    ${of.resource} AS resource,
    ${of.usage} AS used,
    ${of.unit} AS unit,
    ${of.billed} AS billed,
    ${of.credits} AS credit,
    ${of.effective} AS effective,
    ${own} AS run_billing_id${found.join('')}
  FROM ${table.quoted}
  WHERE ${of.start} >= TIMESTAMP(CAST(@first AS DATE), @zone)
    AND ${of.start} < TIMESTAMP(CAST(@after AS DATE), @zone)${floor}`,
    params: {
      zone,
      first,
      after: dayAfter(last, 1),
      run_key: runKey,
      ...(namespace !== null && sources.some(([source]) => source === 'tag') && { namespace }),
      ...Object.fromEntries(keys),
    },
    fingerprint: fingerprintOf(keys.flatMap(([name]) => sources.map(([source]) => `${name}_${source}`))),
    labels: keys.flatMap(([name]) => {
      const all = sources.map(([source]) => `${name}_${source}`);
      const won = sources.map(([source]) => `WHEN ${name}_${source} IS NOT NULL THEN '${source}'`);
      return [`COALESCE(${all.join(', ')}) AS ${name}`, `CASE ${won.join(' ')} END AS ${name}_from`];
    }),
  };
}

/**
 * A sum of hashes, so that the order of lines is nothing to it and parts of a day add up. No BIT_XOR: two lines that are
 * alike would be nothing to it either, whatever both were changed to. As NUMERIC, since a sum of INT64 overflows.
 */
function fingerprintOf(labels: readonly string[]): string {
  const amounts = ['billed', 'credit', 'effective', 'used'].map((amount) => `CAST(${amount} AS STRING)`);
  const content = [...named, ...labels, ...amounts].map((value) => `TO_JSON_STRING(${value})`);
  return `CAST(SUM(CAST(FARM_FINGERPRINT(CONCAT(${content.join(', ')})) AS NUMERIC)) AS STRING) AS fingerprint`;
}

/** Of a line, what is text and kept. */
const named = [
  'billing_month',
  'account',
  'project_id',
  'service_name',
  'sku_name',
  'region',
  'category',
  'resource',
  'unit',
  'run_billing_id',
];

export function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}
