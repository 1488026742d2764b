import type { KnownBlock } from '@slack/types';
import { sections, table } from './blocks.ts';
import { label } from './clean.ts';
import { mostUrgent } from './most-urgent.ts';
import { bold, type Mrkdwn, md } from './mrkdwn.ts';
import { type EvidenceRow, versionName } from './request-facts.ts';
import { counted, listed } from './wording.ts';

export const evidenceMarks = { passed: '✓', failed: '✗', missing: '…', stale: '…' } as const;
const maxRows = 12;

export interface EvidenceTable {
  readonly rows: readonly EvidenceRow[];
  readonly version: string;
  readonly champion: string | null;
  /** Whether the workspace shows table blocks; otherwise one line a row. */
  readonly native: boolean;
}

/** How the evidence stands, in a sentence, and a table of it; nothing where the playbook asks for none. */
export function evidenceTable(state: EvidenceTable): KnownBlock[] {
  if (state.rows.length === 0) return [];
  const rows = mostUrgent(state.rows, open, maxRows);
  const rest = state.rows.length - rows.length;
  const more = rest === 0 ? [] : sections([md`and ${rest} more in Details`]);
  const body = state.native
    ? [nativeTable(rows, state)]
    : sections(
        rows.map((row) => line(row, state)),
        220,
      );
  return [...sections([summary(state.rows)], 500), ...body, ...more];
}

function open({ status }: EvidenceRow): boolean {
  return status !== 'passed';
}

/** `Evidence: 3 of 4 checks pass. Failed: p99 latency. Missing: model card.` */
function summary(rows: readonly EvidenceRow[]): Mrkdwn {
  const passed = rows.filter((row) => !open(row)).length;
  if (passed === rows.length)
    return md`${bold('Evidence')}: ${rows.length === 1 ? 'the one check passes' : `all ${rows.length} checks pass`}`;
  const named = (status: EvidenceRow['status'], word: string) => {
    const titles = rows.filter((row) => row.status === status).map(({ title }) => label(title, 60));
    return titles.length === 0 ? '' : ` ${word}: ${listed(titles, 3)}.`;
  };
  return md`${bold('Evidence')}: ${passed} of ${counted(rows.length, 'check')} ${passed === 1 ? 'passes' : 'pass'}.${named('failed', 'Failed')}${named('missing', 'Missing')}${named('stale', 'Too old')}`;
}

function nativeTable(rows: readonly EvidenceRow[], { version, champion }: EvidenceTable) {
  const head = ['Check', versionName(version), champion === null ? 'Before' : versionName(champion), 'Change', 'Limit'];
  const body = rows.map((row) => [
    `${evidenceMarks[row.status]} ${label(row.title, 60)}`,
    label(row.candidate ?? row.because, 80),
    label(row.champion ?? '', 40),
    label(row.difference ?? '', 30),
    label(row.limit ?? '', 40),
  ]);
  return table([head, ...body], ['left', 'right', 'right', 'right', 'right']);
}

/** `✗ p99 latency: 94 ms, was 71 ms (+23 ms), limit ≤ 90 ms`. */
function line(row: EvidenceRow, { champion }: EvidenceTable): Mrkdwn {
  const title = md`${evidenceMarks[row.status]} ${label(row.title, 60)}`;
  if (row.candidate === null) return md`${title}: ${label(row.because, 100)}`;
  const was = row.champion === null || champion === null ? '' : `, ${versionName(champion)} ${label(row.champion, 40)}`;
  const change = row.difference === null ? '' : ` (${label(row.difference, 30)})`;
  const limit = row.limit === null ? '' : `, limit ${label(row.limit, 40)}`;
  return md`${title}: ${label(row.candidate, 40)}${was}${change}${limit}`;
}
