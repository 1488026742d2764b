import type { CostDay, CostWindow } from '#domain/cost.ts';
import type { Instant } from '#domain/instant.ts';
import type { ExportTable } from './export-table.ts';
import { lineColumns } from './line-columns.ts';
import { dayAfter, windowLines } from './window-lines.ts';

/** A query of GoogleSQL. Every parameter is a STRING, and so is every column that comes back. */
export interface Query {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
}

/** Sums of a window by all that a line of ours names; of a table that is compared, with what gives its fingerprints. */
export function linesQuery(table: ExportTable, window: CostWindow, namespace: string | null): Query {
  const { lines, params, labels, fingerprint } = windowLines(table, window, namespace);
  return {
    sql: `WITH line AS (
${lines}
)
SELECT day, billing_month, account, project_id, service_name, sku_name, region, category, currency, run_billing_id,
  ${labels.join(', ')}${labels.length > 0 ? ',' : ''}
  CAST(SUM(billed - credit) AS STRING) AS gross,
  CAST(SUM(credit) AS STRING) AS credits,
  CAST(SUM(billed) AS STRING) AS billed,
  CAST(SUM(effective) AS STRING) AS effective,
  CAST(COUNT(*) AS STRING) AS line_count,
  CAST(SUM(used) AS STRING) AS used,
  MIN(unit) AS least_unit,
  MAX(unit) AS most_unit,
  CAST(UNIX_MICROS(MAX(exported)) AS STRING) AS watermark${table.byIngestion ? '' : `,\n  ${fingerprint}`}
FROM line
GROUP BY ALL`,
    params,
  };
}

/** What each day of a window comes to, and its fingerprint: it reads the columns that a reading of the window does. */
export function daySumsQuery(table: ExportTable, window: CostWindow, namespace: string | null): Query {
  const { lines, params, fingerprint } = windowLines(table, window, namespace);
  return {
    sql: `WITH line AS (
${lines}
)
SELECT day, currency,
  CAST(SUM(billed) AS STRING) AS billed,
  CAST(SUM(effective) AS STRING) AS effective,
  CAST(COUNT(*) AS STRING) AS line_count,
  ${fingerprint}
FROM line
GROUP BY ALL`,
    params,
  };
}

/** The dearest resources of each day in each currency, or those that were given back most. */
export function resourcesQuery(table: ExportTable, window: CostWindow, namespace: string | null, most: number): Query {
  const { lines, params, labels } = windowLines(table, window, namespace);
  const names = window.labelKeys.map((_, n) => `key_${n}`);
  return {
    sql: `WITH line AS (
${lines}
), total AS (
SELECT day, account, project_id, service_name, sku_name, resource, currency,
  ${labels.join(', ')}${labels.length > 0 ? ',' : ''}
  SUM(billed - credit) AS gross_sum, SUM(credit) AS credit_sum, SUM(billed) AS billed_sum,
  SUM(effective) AS effective_sum, COUNT(*) AS line_sum
FROM line
WHERE resource IS NOT NULL
GROUP BY ALL
)
SELECT day, account, project_id, service_name, sku_name, resource, currency,
  ${names.map((name) => `${name}, ${name}_from,`).join(' ')}
  CAST(gross_sum AS STRING) AS gross, CAST(credit_sum AS STRING) AS credits, CAST(billed_sum AS STRING) AS billed,
  CAST(effective_sum AS STRING) AS effective, CAST(line_sum AS STRING) AS line_count
FROM total
WHERE TRUE
QUALIFY ROW_NUMBER() OVER (PARTITION BY day, currency ORDER BY ABS(billed_sum) DESC, resource, sku_name) <= ${most}`,
    params,
  };
}

/** Sums of days in UTC by hour, team and service: the label keys are the one that names teams. */
export function hoursQuery(table: ExportTable, window: CostWindow, namespace: string | null): Query {
  const { lines, params, labels } = windowLines(table, window, namespace);
  return {
    sql: `WITH line AS (
${lines}
)
SELECT hour, service_name, category, currency, ${labels[0]},
  CAST(SUM(effective) AS STRING) AS effective
FROM line
GROUP BY ALL`,
    params,
  };
}

/** The first day of all, as one row with one column that may be NULL. */
export function firstDayQuery(table: ExportTable, zone: string): Query {
  const { start } = lineColumns(table, false);
  return {
    sql: `SELECT CAST(DATE(MIN(${start}), @zone) AS STRING) AS day
FROM ${table.quoted}`,
    params: { zone },
  };
}

/**
 * The days before `before` of which lines were exported after `since`, with when the newest was. What came since lies in
 * the partitions since, so that this reads little, however old the days are.
 */
export function changedDaysQuery(
  table: ExportTable,
  { since, before, zone }: { readonly since: Instant; readonly before: CostDay; readonly zone: string },
): Query {
  const { start, exported } = lineColumns(table, false);
  return {
    sql: `SELECT CAST(DATE(${start}, @zone) AS STRING) AS day, CAST(UNIX_MICROS(MAX(${exported})) AS STRING) AS watermark
FROM ${table.quoted}
WHERE ${exported} > TIMESTAMP '${since.slice(0, 19).replace('T', ' ')}+00'
  AND ${start} < TIMESTAMP(CAST(@before AS DATE), @zone)
  AND _PARTITIONTIME >= TIMESTAMP '${dayAfter(since.slice(0, 10), -1)} 00:00:00+00'
GROUP BY ALL`,
    params: { zone, before },
  };
}
