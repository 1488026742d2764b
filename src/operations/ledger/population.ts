import { csvLine } from '#domain/csv.ts';

/** One entry of the ledger, as its text says it. */
type Entry = Readonly<Record<string, unknown>>;

/** Everything that was asked for, or changed by others, whatever became of it: one row each, for auditors. */
const populationColumns = [
  'change',
  'kind',
  'action',
  'registry',
  'model',
  'version',
  'target',
  'replaces',
  'opened_at',
  'opened_by',
  'outcome',
  'outcome_at',
  'approved_by',
  'rejected_by',
  'emergency',
  'started_at',
  'verified_at',
  'code',
  'subject_digest',
  'evidence_digest',
  'policy',
  'policy_digest',
  'first_entry',
  'last_entry',
] as const;

type Column = (typeof populationColumns)[number];
type Row = Record<Column, string | number | null>;

/** What a request came to, by the event that says so. Later events win. */
const outcomes: Readonly<Record<string, string>> = {
  request_approved: 'approved',
  request_reopened: 'open',
  request_rejected: 'rejected',
  request_withdrawn: 'withdrawn',
  request_expired: 'expired',
  request_superseded: 'superseded',
  execution_verified: 'carried out',
  champion_kept: 'kept as it was',
  execution_failed: 'failed',
  alias_conflict: 'conflict',
};

/** Adds entries one by one, in order; keeps one row a change, not the entries. */
export class Population {
  readonly #rows = new Map<string, Row>();

  add(entry: Entry): void {
    const { event, request_id: id } = entry;
    if (event === 'outside_change') return void this.#rows.set(String(entry['change']), outsideRow(entry));
    if (event === 'outside_change_settled') return this.#settle(entry);
    if (typeof event !== 'string' || typeof id !== 'string') return;
    const known = this.#rows.get(id);
    if (known === undefined && event !== 'request_opened') {
      // It was opened before the first entry at hand.
      if (outcomes[event] === undefined) return;
    }
    const row = known ?? openedRow(entry);
    this.#rows.set(id, row);
    take(row, event, entry);
  }

  #settle(entry: Entry): void {
    const row = this.#rows.get(String(entry['change']));
    if (row === undefined) return;
    row.outcome = text(entry['settled'])?.replace('_', ' ') ?? null;
    row.outcome_at = text(entry['at']);
    row.last_entry = number(entry['seq']);
  }

  /** Lines of CSV without line ends, the columns' names first. */
  *lines(): Generator<string> {
    yield csvLine(populationColumns);
    for (const row of this.#rows.values()) yield csvLine(populationColumns.map((column) => row[column]));
  }
}

function openedRow(entry: Entry): Row {
  const opened = entry['event'] === 'request_opened';
  return {
    ...subjectOf(entry),
    change: text(entry['request']),
    kind: 'request',
    opened_at: opened ? text(entry['at']) : null,
    opened_by: opened ? (personIn(entry) ?? 'automation') : null,
    outcome: 'open',
    outcome_at: null,
    approved_by: null,
    rejected_by: null,
    emergency: 'no',
    started_at: null,
    verified_at: null,
    first_entry: number(entry['seq']),
    last_entry: number(entry['seq']),
  };
}

/** A change of a registry that no request made. */
function outsideRow(entry: Entry): Row {
  return {
    ...openedRow(entry),
    change: text(entry['change']),
    kind: 'outside change',
    action: 'outside',
    outcome: 'noticed',
    opened_at: null,
    opened_by: null,
    outcome_at: text(entry['at']),
  };
}

function take(row: Row, event: string, entry: Entry): void {
  Object.assign(row, subjectOf(entry), { last_entry: number(entry['seq']) });
  const outcome = outcomes[event];
  if (outcome !== undefined) {
    row.outcome = outcome;
    row.outcome_at = text(entry['at']);
  }
  if (event === 'execution_started') row.started_at = text(entry['at']);
  if (event === 'execution_verified') row.verified_at = text(entry['at']);
  if (event !== 'vote_recorded') return;
  const column = entry['decision'] === 'approve' ? 'approved_by' : 'rejected_by';
  row[column] = [row[column], personIn(entry)].filter((part) => part !== null).join('; ');
}

function subjectOf(entry: Entry) {
  const subject = objectIn(entry['subject']);
  const policy = objectIn(entry['policy']);
  return {
    action: text(entry['action']),
    registry: text(subject['registry']),
    model: text(subject['model']),
    version: text(subject['version']),
    target: text(subject['target']),
    replaces: text(subject['champion']),
    code: text(entry['code']),
    subject_digest: text(subject['digest']),
    evidence_digest: text(entry['evidence']),
    policy: text(policy['name']),
    policy_digest: text(policy['pinned']),
  };
}

function personIn(entry: Entry): string | null {
  const { person, slackUser, actingFor } = objectIn(entry['actor']);
  const who = text(person) ?? text(slackUser);
  return who !== null && text(actingFor) !== null ? `${who} for ${text(actingFor)}` : who;
}

function objectIn(value: unknown): Entry {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

function text(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function number(value: unknown): number | null {
  return typeof value === 'number' ? value : null;
}
