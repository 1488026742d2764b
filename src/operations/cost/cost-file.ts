import { billCsv } from '#cost/bill-csv.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import { Refusal } from '#errors.ts';
import { billRows } from '#store/bill-rows.ts';
import type { CostFileState } from '#views/cost-file.ts';
import type { Setting } from '../setting.ts';
import { filtersText, knownPart, partOf, readQuery } from './ask-cost.ts';
import { knownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';

/** A file has at most so many rows, and beside them one for all smaller ones in each currency. */
const mostRows = 50_000;

/** A file to send, and what is said of it. */
export interface CostFile extends CostFileState {
  readonly filename: string;
  /** Text in UTF-8. */
  readonly csv: string;
}

/**
 * The rows of the roll-up behind an answer, on just the days that it was of. Throws a Refusal as `askCost` does, and
 * where there are no rows.
 */
export async function costFile(
  setting: Setting,
  asked: { readonly text: string; readonly slackUser: string; readonly span: DaySpan },
): Promise<CostFile> {
  const known = await knownData(setting);
  const query = await readQuery(setting, known, asked);
  const { data } = known;
  const span = knownPart({ ...query, ...asked.span }, data);
  const found =
    span === null ? { rows: [], rest: [] } : await billRows(setting.db, partOf(setting, query), span, mostRows);
  if (span === null || found.rows.length === 0) {
    const sentence =
      'Nothing was billed for it on these days, so a file would be empty. Ask for others, as `/mlops cost --last 60d`.';
    throw new Refusal('cost_file', sentence);
  }
  const keys = new LabelKeys(setting);
  const rows = found.rows.map((row) => ({ ...row, labels: keys.labels(row.labels) }));
  const { zone } = setting.playbooks().set.org;
  const what = filtersText(query);
  return {
    filename: filenameOf(what, span),
    csv: billCsv({ rows, rest: found.rest, labelKeys: keys.told, data, zone }),
    what,
    span,
    data,
    zone,
    rows: rows.length,
    smaller: found.rest.reduce((sum, one) => sum + one.rows, 0),
  };
}

/** `cost-team-fraud-2026-10-27-to-2026-11-25.csv`. */
function filenameOf(what: string, { first, last }: DaySpan): string {
  const words = (what === '' ? 'all' : what)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 80);
  return `cost-${words}-${first}-to-${last}.csv`;
}
