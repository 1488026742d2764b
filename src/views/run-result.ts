import type { KnownBlock } from '@slack/types';
import { sections, table } from './blocks.ts';
import { label } from './clean.ts';
import { evidenceTable } from './evidence-table.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { type EvidenceRow, versionName } from './request-facts.ts';
import type { ResultRow, ShownResult } from './run-state.ts';

const mostRows = 12;

/** What a run made beside the champion: as the card of a promotion shows it, or its bare metrics where nothing judges. */
export function runResult(result: ShownResult, native: boolean): KnownBlock[] {
  const judged = result.rows.filter(isJudged);
  if (judged.length > 0) {
    const { version, championVersion } = result;
    return evidenceTable({ rows: judged, version: version ?? 'new', champion: championVersion, native });
  }
  return metricsTable(result, native);
}

function isJudged(row: ResultRow): row is EvidenceRow {
  return row.status !== null;
}

function metricsTable(result: ShownResult, native: boolean): KnownBlock[] {
  const rows = result.rows.slice(0, mostRows);
  if (rows.length === 0) return [];
  const rest = result.rows.length - rows.length;
  const lead = md`${bold('Metrics')}: ${champion(result)}${rest > 0 ? `; ${rest} more are not shown` : ''}`;
  return [...sections([lead], 300), ...(native ? [asTable(rows, result)] : sections(rows.map(line), 220))];
}

function champion({ championVersion, target }: ShownResult): string {
  if (target === null) return 'no playbook lets it be promoted, so there is nothing to compare with';
  const alias = label(target, 40);
  return championVersion === null ? `no version is ${alias} yet` : `beside ${versionName(championVersion)}, ${alias}`;
}

function asTable(rows: readonly ResultRow[], { version, championVersion }: ShownResult) {
  const made = version === null ? 'New' : versionName(version);
  const head = ['Metric', made, championVersion === null ? 'Before' : versionName(championVersion), 'Change'];
  const body = rows.map((row) => [
    label(row.title, 60),
    label(row.candidate ?? row.because, 40),
    label(row.champion ?? '', 40),
    label(row.difference ?? '', 30),
  ]);
  return table([head, ...body], ['left', 'right', 'right', 'right']);
}

function line(row: ResultRow): Mrkdwn {
  const was = row.champion === null ? '' : `, was ${label(row.champion, 40)}`;
  const change = row.difference === null ? '' : ` (${label(row.difference, 30)})`;
  return md`${label(row.title, 60)}: ${label(row.candidate ?? row.because, 40)}${was}${change}`;
}
