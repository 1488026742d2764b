import type { CostDay, DayFingerprint, DaySum } from '#domain/cost.ts';
import { decimal, decimalText } from '#domain/decimal.ts';
import type { Batch } from './columns.ts';
import { quoted } from './database.ts';
import { labelHash, localLines, type Offset, tagMap } from './queries.ts';

type Row = readonly (string | null)[];

/**
 * What each day of a span comes to: day, currency, fingerprint, billed, effective, lines. Lines are summed by their tags
 * before labels are looked for: that is done once for each text of tags of a day, however many lines have it.
 */
export function daySumsQuery(
  batches: readonly Batch[],
  {
    first,
    last,
    labelKeys,
  }: { readonly first: CostDay; readonly last: CostDay; readonly labelKeys: readonly string[] },
  offsets: readonly Offset[],
): string {
  return `${localLines(batches, offsets)}, by_tags AS (
SELECT day, currency, tags, SUM(content) AS content, SUM(billed) AS billed, SUM(effective) AS effective, COUNT(*) AS lines
FROM local WHERE day BETWEEN DATE ${quoted(first)} AND DATE ${quoted(last)} GROUP BY ALL
)
${folded(labelKeys)}`;
}

/** The same of the lines that were read as `part`. */
export function partSumsQuery(labelKeys: readonly string[]): string {
  return `WITH by_tags AS (
SELECT day, currency, tags, SUM(content) AS content, SUM(billed) AS billed, SUM(effective) AS effective, SUM(lines) AS lines
FROM part GROUP BY ALL
)
${folded(labelKeys)}`;
}

/** Tags that give the same labels are summed before they are hashed, so that other tags make no other fingerprint. */
function folded(labelKeys: readonly string[]): string {
  return `SELECT CAST(day AS VARCHAR), COALESCE(currency, ''), CAST(SUM(hash(labels, content)) AS VARCHAR),
  SUM(billed), SUM(effective), SUM(lines)
FROM (
  SELECT day, currency, ${labelHash(labelKeys)} AS labels, SUM(content) AS content,
    SUM(billed) AS billed, SUM(effective) AS effective, SUM(lines) AS lines
  FROM (SELECT *, ${tagMap} AS tag FROM by_tags) GROUP BY ALL
)
GROUP BY ALL ORDER BY ALL`;
}

export function daySum(row: Row): DaySum {
  const exact = (text: string | null | undefined) => decimalText(decimal(text ?? '0'));
  const [, , , billed, effective, lines] = row;
  return { ...dayFingerprint(row), billed: exact(billed), effective: exact(effective), lines: Number(lines) };
}

export function dayFingerprint([day, currency, fingerprint]: Row): DayFingerprint {
  return { day: day ?? '', currency: currency ?? '', fingerprint: fingerprint ?? '' };
}
