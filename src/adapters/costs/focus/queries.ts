import type { CostWindow } from '#domain/cost.ts';
import { type Batch, reading } from './columns.ts';
import { quoted } from './database.ts';

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

/** A stretch of time in which a zone is ahead of UTC by the same; `from` in µs since the epoch. */
export interface Offset {
  readonly from: bigint;
  readonly ahead: bigint;
}

/** From when on a zone is how far ahead, in µs, looked up for each quarter of an hour around the window. */
export const offsetsQuery = `WITH moment AS (
  SELECT UNNEST(generate_series(CAST($first AS TIMESTAMP) - INTERVAL 2 DAY, CAST($last AS TIMESTAMP) + INTERVAL 3 DAY, INTERVAL 15 MINUTE)) AS utc
), ahead AS (
  SELECT epoch_us(utc) AS at_us, epoch_us(timezone($zone, timezone('UTC', utc))) - epoch_us(utc) AS ahead_us FROM moment
)
SELECT at_us, ahead_us FROM ahead
QUALIFY ahead_us IS DISTINCT FROM LAG(ahead_us) OVER (ORDER BY at_us) ORDER BY at_us`;

/**
 * The one pass over the files: what falls into the window, summed by all that later questions ask for. Days are
 * reckoned from offsets, for a conversion to a zone takes longer than all the rest of a line. A line whose amount or
 * time cannot be read counts as `bad`.
 */
export function partTable(batches: readonly Batch[], { first, last }: CostWindow, offsets: readonly Offset[]): string {
  return `CREATE TEMP TABLE part AS
${localLines(batches, offsets)}
SELECT day, period, ${resourceColumns.slice(1).join(', ')}, region, category, tags,
  SUM(CASE WHEN category = 'credit' THEN 0 ELSE billed END) AS gross,
  SUM(CASE WHEN category = 'credit' THEN billed ELSE 0 END) AS credits,
  SUM(billed) AS billed, SUM(effective) AS effective, COUNT(*) AS lines, SUM(content) AS content,
  SUM(used_amount) AS used_amount, MIN(unit) AS least_unit, MAX(unit) AS most_unit,
  COUNT(*) FILTER (${unreadable.map((name) => `${name} IS NULL`).join(' OR ')}) AS bad
FROM local
WHERE used IS NULL OR day BETWEEN DATE ${quoted(first)} AND DATE ${quoted(last)}
GROUP BY ALL`;
}

/** The lines of the bill as `local`, each with its day and a hash of all that is kept of it but its labels. */
export function localLines(batches: readonly Batch[], offsets: readonly Offset[]): string {
  const ahead = offsets
    .slice(1)
    .reduce(
      (sql, { from, ahead: us }) => `CASE WHEN used >= ${from} THEN ${us} ELSE ${sql} END`,
      String(offsets[0]?.ahead ?? 0n),
    );
  return `WITH line AS (${lines(batches)}), local AS (
  SELECT *, CAST(make_timestamp(used + ${ahead}) AS DATE) AS day,
    hash(left(period, 7), ${lineColumns.slice(2).join(', ')}, resource, billed, effective, used_amount, unit) AS content
  FROM line
)`;
}

/** Sums of the window: `lineColumns`, the run, gross, credits, billed, effective, lines, how much, units, then each label. */
export function linesQuery({ labelKeys }: CostWindow): string {
  const names = labelKeys.map((_, n) => `label_${n}`);
  return `WITH by_tags AS (
SELECT day, period, ${lineColumns.slice(2).join(', ')}, tags, ${[...resummed, ...reused].join(', ')} FROM part GROUP BY ALL
), labelled AS (
SELECT CAST(day AS VARCHAR) AS day, strftime(TRY_CAST(period AS TIMESTAMP), '%Y-%m') AS billing_month, ${lineColumns.slice(2).join(', ')},
  ${labelOf(`'${runKey}'`)} AS run,${labelled(labelKeys)} gross, credits, billed, effective, lines, used_amount, least_unit, most_unit
FROM (SELECT *, ${tagMap} AS tag FROM by_tags)
)
SELECT ${[...lineColumns, 'run', ...resummed, ...reused, ...names].join(', ')} FROM labelled GROUP BY ALL`;
}

/** The dearest resources of each day in each currency: `resourceColumns`, the sums, then each label. */
export function resourcesQuery({ labelKeys }: CostWindow, most: number): string {
  const names = labelKeys.map((_, n) => `label_${n}`);
  return `WITH by_tags AS (
SELECT ${resourceColumns.join(', ')}, tags, ${resummed.join(', ')} FROM part WHERE resource IS NOT NULL GROUP BY ALL
), dearest AS (
SELECT * REPLACE (CAST(day AS VARCHAR) AS day) FROM by_tags
QUALIFY ROW_NUMBER() OVER (PARTITION BY day, currency ORDER BY ABS(billed) DESC, resource, sku, tags) <= ${most}
)
SELECT ${[...resourceColumns, 'gross', 'credits', 'billed', 'effective', 'lines', ...names].join(', ')}
FROM (SELECT *,${labelled(labelKeys)} 0 AS nothing FROM (SELECT *, ${tagMap} AS tag FROM dearest))`;
}

/** How many lines of the window cannot be read. */
export const badQuery = `SELECT COALESCE(SUM(bad), 0) + COUNT(*) FILTER (TRY_CAST(period AS TIMESTAMP) IS NULL) FROM part`;

/** The first day, or NULL. */
export function firstDayQuery(batches: readonly Batch[]): string {
  return `WITH line AS (${lines(batches)})
SELECT CAST(CAST(timezone($zone, timezone('UTC', make_timestamp(MIN(used)))) AS DATE) AS VARCHAR) FROM line`;
}

/** What a line has to have, by our names, and by those of FOCUS. */
const unreadable = ['billed', 'effective', 'used', 'period', 'currency'] as const;
export const unreadableNames = [
  'BilledCost',
  'EffectiveCost',
  'ChargePeriodStart',
  'BillingPeriodStart',
  'BillingCurrency',
];

/** The first file with lines that cannot be read, and how many lack what, in the order of `unreadableNames`. */
export function unreadableQuery(batches: readonly Batch[]): string {
  const lacks = unreadable.map((name) =>
    name === 'period' ? 'TRY_CAST(period AS TIMESTAMP) IS NULL' : `${name} IS NULL`,
  );
  return `WITH line AS (${lines(batches)})
SELECT file, ${lacks.map((lack) => `COUNT(*) FILTER (${lack})`).join(', ')}
FROM line WHERE ${lacks.join(' OR ')}
GROUP BY file ORDER BY file LIMIT 1`;
}

const resummed = ['gross', 'credits', 'billed', 'effective', 'lines'].map((name) => `SUM(${name}) AS ${name}`);

const reused = ['SUM(used_amount) AS used_amount', 'MIN(least_unit) AS least_unit', 'MAX(most_unit) AS most_unit'];

/** One row for each line of the bill; what cannot be read is NULL. */
function lines(batches: readonly Batch[]): string {
  return batches.map(batchLines).join('\nUNION ALL\n');
}

function batchLines({ files, columns }: Batch): string {
  const text = (...names: readonly string[]) => {
    const there = names.filter((name) => columns.has(name.toLowerCase()));
    const read = there.map((name) => `NULLIF(CAST(${name} AS VARCHAR), '')`);
    if (read.length === 0) return 'CAST(NULL AS VARCHAR)';
    return read.length === 1 ? (read[0] ?? '') : `COALESCE(${read.join(', ')})`;
  };
  // What is no decimal goes through text, so that a double counts as what it is written as.
  const amount = (name: string) =>
    columns.get(name.toLowerCase())?.startsWith('DECIMAL')
      ? `CAST(${name} AS ${money})`
      : `TRY_CAST(${text(name)} AS ${money})`;
  const typed = columns.get('chargeperiodstart')?.startsWith('TIMESTAMP') === true;
  const used = typed ? 'ChargePeriodStart' : `TRY_CAST(${text('ChargePeriodStart')} AS TIMESTAMPTZ)`;
  return `SELECT
  countersign_file AS file,
  epoch_us(${used}) AS used,
  ${text('BillingPeriodStart')} AS period,
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
  ${amount('ConsumedQuantity')} AS used_amount,
  ${text('ConsumedUnit')} AS unit,
  ${tagsOf(columns)} AS tags
FROM ${reading(files)}`;
}

/** As JSON text, whichever way a file has them; NULL for none. */
function tagsOf(columns: ReadonlyMap<string, string>): string {
  const type = columns.get('tags');
  if (type === undefined) return 'CAST(NULL AS VARCHAR)';
  return type === 'VARCHAR' || type === 'JSON' ? "NULLIF(CAST(Tags AS VARCHAR), '')" : 'CAST(to_json(Tags) AS VARCHAR)';
}

/** A tag without a value is `true`. What is no object of text has no tags. */
export const tagMap = 'TRY_CAST(TRY_CAST(tags AS JSON) AS MAP(VARCHAR, VARCHAR))';

/** The key as it is written first; else in any case and with spaces around, the smallest value where several are so. */
function labelOf(key: string): string {
  const loose = `lower(trim(e.key)) = lower(${key}) AND e.value <> ''`;
  return `COALESCE(NULLIF(tag[${key}], ''), list_min([e.value FOR e IN map_entries(tag) IF ${loose}]))`;
}

/** Of `tag`, a hash of what is kept of it: the labels and the run. */
export function labelHash(keys: readonly string[]): string {
  const kept = [`'${runKey}'`, ...keys.map((_, n) => `$key_${n}`)];
  return `hash(${kept.map(labelOf).join(', ')})`;
}

function labelled(keys: readonly string[]): string {
  return keys.map((_, n) => ` ${labelOf(`$key_${n}`)} AS label_${n},`).join('');
}
