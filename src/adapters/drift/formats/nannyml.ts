import type { DriftReading, DriftReport } from '#domain/drift.ts';
import type { Instant } from '#domain/instant.ts';
import { toldBeside } from '../beside-body.ts';
import { below, Fault, member, objectsOf } from '../fault.ts';
import { reportOf } from '../report.ts';
import type { SentBody } from '../sent-body.ts';
import { textOf, windowOf } from '../told-values.ts';
import { readingsOfRow } from './nannyml-row.ts';

interface Chunk {
  /** Where its first row is. */
  readonly at: string;
  readonly window: { readonly start: Instant; readonly end: Instant } | null;
  readonly readings: DriftReading[];
}

const [starts, finishes, keys] = [
  ['start_date', 'start_timestamp', 'chunk_start_date', 'chunk_chunk_start_date'],
  ['end_date', 'end_timestamp', 'chunk_end_date', 'chunk_chunk_end_date'],
  ['key', 'chunk_key', 'chunk_chunk_key', 'chunk'],
];

/** Whether a body is rows, as a table that was exported with `orient="records"`. */
export function isNannyml(json: unknown): boolean {
  return Array.isArray(json) || Array.isArray(member(json, 'rows'));
}

/**
 * Results of NannyML as rows: one for each chunk and metric with `value`, `upper_threshold`, `lower_threshold` and
 * `alert`, or one for each chunk with these four behind the name of each metric, as `age_jensen_shannon_value`. Every
 * chunk is a report, also if a growing table is sent again; rows of the reference period are none.
 */
export function readNannyml(body: SentBody): readonly DriftReport[] {
  const { detector, ...beside } = toldBeside(body);
  const inRows = Array.isArray(body.json);
  const at = inRows ? '' : '/rows';
  const rows = objectsOf(inRows ? body.json : member(body.json, 'rows'), at);
  const chunks = chunksOf(rows, at);
  const [, second] = [...chunks.values()].filter(({ window }) => window === null);
  if (second !== undefined) {
    const place = below(second.at, 'start_date');
    throw new Fault(`${second.at} is of another chunk, and has no start_date and end_date to tell when.`, place);
  }
  if (chunks.size === 0) {
    throw new Fault('There is no row of NannyML of the analysis period, with a value or an alert.', at);
  }
  return [...chunks.values()].map(({ window, readings }) =>
    reportOf(body, {
      ...beside,
      window: window ?? beside.window,
      id: null,
      time: null,
      status: null,
      detector: detector ?? 'nannyml',
      baseline: beside.baseline ?? 'reference',
      readings,
    }),
  );
}

function chunksOf(rows: readonly unknown[], within: string): ReadonlyMap<string, Chunk> {
  const chunks = new Map<string, Chunk>();
  for (const [index, row] of rows.entries()) {
    const at = below(within, index);
    const period = member(row, 'period') ?? member(row, 'chunk_period') ?? member(row, 'chunk_chunk_period');
    if (period === 'reference') continue;
    const readings = readingsOfRow(row, at);
    if (readings.length === 0) throw new Fault(`${at} has no value and no alert.`, at);
    const [start, end] = [named(row, starts), named(row, finishes)];
    const window = windowOf(start.value, end.value, { start: below(at, start.name), end: below(at, end.name) });
    const key = named(row, keys);
    const chunk = window === null ? textOf(key.value, below(at, key.name)) : null;
    const group = JSON.stringify([window, chunk]);
    const known = chunks.get(group);
    if (known === undefined) chunks.set(group, { at, window, readings: [...readings] });
    else known.readings.push(...readings);
  }
  return chunks;
}

function named(row: unknown, names: readonly string[]): { readonly name: string; readonly value: unknown } {
  const name = names.find((one) => member(row, one) !== undefined) ?? names[0] ?? '';
  return { name, value: member(row, name) };
}
