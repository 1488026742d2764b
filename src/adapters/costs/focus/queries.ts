import type { CostWindow } from '#domain/cost.ts';
import { type Batch, reading } from './columns.ts';

/** Finer than any real line: 11 decimals were seen. */
const money = 'DECIMAL(38,12)';

/** The label that Vertex AI puts on whatever a pipeline run makes. */
const runKey = 'vertex-ai-pipelines-run-billing-id';

/** The columns that sums are kept for, in the order in which they come. */
export const lineColumns = [
  'day',
  'billing_month',
  'provider',
  'account',
  'project',
  'service',
  'sku',
  'region',
  'category',
  'currency',
] as const;

const resourceColumns = ['day', 'provider', 'account', 'project', 'service', 'sku', 'resource', 'currency'] as const;

/** Sums of a window: `lineColumns`, the run, gross, credits, billed, effective, lines, then each label. */
export function linesQuery(batches: readonly Batch[], { labelKeys }: CostWindow): string {
  const names = labelKeys.map((_, n) => `label_${n}`);
  return `WITH line AS (${lines(batches)}), part AS (
SELECT ${lineColumns.join(', ')}, tags, ${sums()} FROM line WHERE ${inWindow} GROUP BY ALL
), labelled AS (
SELECT ${lineColumns.join(', ')}, ${labelOf(quotedKey(runKey))} AS run,${labelled(labelKeys)} gross, credits, billed, effective, lines
FROM (SELECT *, ${tagMap} AS tag FROM part)
)
SELECT ${[...lineColumns, 'run', ...resummed, ...names].join(', ')} FROM labelled GROUP BY ALL`;
}

/** The dearest resources of each day in each currency: `resourceColumns`, the sums, then each label. */
export function resourcesQuery(batches: readonly Batch[], { labelKeys }: CostWindow, most: number): string {
  const names = labelKeys.map((_, n) => `label_${n}`);
  return `WITH line AS (${lines(batches)}), part AS (
SELECT ${resourceColumns.join(', ')}, tags, ${sums()} FROM line WHERE ${inWindow} AND resource IS NOT NULL GROUP BY ALL
), dearest AS (
SELECT * FROM part
QUALIFY ROW_NUMBER() OVER (PARTITION BY day, currency ORDER BY ABS(billed) DESC, resource, sku, tags) <= ${most}
)
SELECT ${[...resourceColumns, 'gross', 'credits', 'billed', 'effective', 'lines', ...names].join(', ')}
FROM (SELECT *,${labelled(labelKeys)} 0 AS nothing FROM (SELECT *, ${tagMap} AS tag FROM dearest))`;
}

/** The first day, or NULL. */
export function firstDayQuery(batches: readonly Batch[]): string {
  return `WITH line AS (${lines(batches)}) SELECT MIN(day) FROM line`;
}

/** By file, how many lines have no amount or no time that can be read; only files with such lines. */
export function unreadableQuery(batches: readonly Batch[]): string {
  return `WITH line AS (${lines(batches)})
SELECT file, COUNT(*) FILTER (billed IS NULL), COUNT(*) FILTER (effective IS NULL), COUNT(*) FILTER (day IS NULL), COUNT(*) FILTER (billing_month IS NULL), COUNT(*) FILTER (currency IS NULL)
FROM line
WHERE billed IS NULL OR effective IS NULL OR day IS NULL OR billing_month IS NULL OR currency IS NULL
GROUP BY file ORDER BY file LIMIT 1`;
}

const inWindow = 'day BETWEEN $first AND $last';

function sums(): string {
  return `SUM(CASE WHEN category = 'credit' THEN 0 ELSE billed END) AS gross, SUM(CASE WHEN category = 'credit' THEN billed ELSE 0 END) AS credits, SUM(billed) AS billed, SUM(effective) AS effective, COUNT(*) AS lines`;
}

const resummed = ['gross', 'credits', 'billed', 'effective', 'lines'].map((name) => `SUM(${name}) AS ${name}`);

/** One row for each line of the bill; what cannot be read is NULL, and was looked for before. */
function lines(batches: readonly Batch[]): string {
  return batches.map(batchLines).join('\nUNION ALL\n');
}

function batchLines({ files, columns }: Batch): string {
  const text = (...names: readonly string[]) => {
    const there = names.filter((name) => columns.has(name.toLowerCase()));
    const read = there.map((name) => `NULLIF(NULLIF(trim(CAST(${name} AS VARCHAR)), ''), 'NULL')`);
    return read.length === 0 ? 'NULL' : `COALESCE(${read.join(', ')})`;
  };
  // Through text, so that a double counts as what it is written as.
  const amount = (...names: readonly string[]) => `TRY_CAST(${text(...names)} AS ${money})`;
  const moment = (name: string) => `TRY_CAST(${text(name)} AS TIMESTAMPTZ)`;
  return `SELECT
  countersign_file AS file,
  CAST(CAST(timezone($zone, ${moment('ChargePeriodStart')}) AS DATE) AS VARCHAR) AS day,
  strftime(timezone('UTC', ${moment('BillingPeriodStart')}), '%Y-%m') AS billing_month,
  ${text('ServiceProviderName', 'ProviderName')} AS provider,
  ${text('BillingAccountId')} AS account,
  ${text('SubAccountId')} AS project,
  ${text('ServiceName')} AS service,
  ${text('SkuId', 'ChargeDescription')} AS sku,
  ${text('RegionId')} AS region,
  lower(${text('ChargeCategory')}) AS category,
  ${text('BillingCurrency')} AS currency,
  ${text('ResourceId')} AS resource,
  ${amount('BilledCost')} AS billed,
  ${amount('EffectiveCost')} AS effective,
  ${tagsOf(columns)} AS tags
FROM ${reading(files)}`;
}

/** As JSON text, whichever way a file has them; NULL for none. */
function tagsOf(columns: ReadonlyMap<string, string>): string {
  const type = columns.get('tags');
  if (type === undefined) return 'NULL';
  const text = type === 'VARCHAR' || type === 'JSON' ? 'CAST(Tags AS VARCHAR)' : 'CAST(to_json(Tags) AS VARCHAR)';
  return `NULLIF(NULLIF(trim(${text}), ''), 'NULL')`;
}

/** A tag without a value is `true`. What is no object of text has no tags. */
const tagMap = 'TRY_CAST(TRY_CAST(tags AS JSON) AS MAP(VARCHAR, VARCHAR))';

/** The key as it is written first; else in any case and with spaces around, the smallest value where several are so. */
function labelOf(key: string): string {
  const loose = `lower(trim(e.key)) = lower(${key}) AND e.value <> ''`;
  return `COALESCE(NULLIF(tag[${key}], ''), list_min([e.value FOR e IN map_entries(tag) IF ${loose}]))`;
}

function labelled(keys: readonly string[]): string {
  return keys.map((_, n) => ` ${labelOf(`$key_${n}`)} AS label_${n},`).join('');
}

function quotedKey(key: string): string {
  return `'${key}'`;
}
