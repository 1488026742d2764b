import { z } from 'zod';
import { type Columns, wantedBy } from './filter.ts';
import { invalid } from './refusal.ts';

const token = z.strictObject({
  sort: z.string(),
  filter: z.string(),
  value: z.union([z.string(), z.number()]),
  id: z.string(),
});

export interface Listed<Row> {
  readonly items: readonly Row[];
  readonly total: number;
  /** Empty on the last page. */
  readonly next: string;
}

/**
 * One page of a listing, sorted and filtered as the query says. A token names the first row of the next page, so rows
 * that come or go shift nothing. At most 200 a page; 20 where nothing is said.
 */
export function listed<Row>(
  rows: readonly Row[],
  query: URLSearchParams,
  shape: {
    readonly id: (row: Row) => string;
    readonly columns: (row: Row) => Columns;
    /** The names of the columns, by which it can be sorted and filtered. */
    readonly fields: readonly string[];
  },
): Listed<Row> {
  const filter = query.get('filter') ?? '';
  const sort = (query.get('sort_by') ?? '').toLowerCase().trim() || 'created_at asc';
  const { field, direction } = sorting(sort);
  if (!shape.fields.includes(field)) throw invalid(`Invalid sorting field: "${field}".`);
  const all = rows.map((row) => ({ row, id: shape.id(row), columns: shape.columns(row) }));
  const value = (one: { columns: Columns }) => one.columns[field] ?? '';
  const wanted = wantedBy(filter, shape.fields);
  const found = all
    .filter((one) => wanted(one.columns))
    .sort((a, b) => direction * (order(value(a), value(b)) || order(a.id, b.id)));
  const begin = tokenOf(query, { sort, filter });
  const from =
    begin === null
      ? 0
      : found.findIndex((one) => direction * (order(value(one), begin.value) || order(one.id, begin.id)) >= 0);
  const size = sizeOf(query.get('page_size'));
  const page = from < 0 ? [] : found.slice(from, from + size);
  const after = from < 0 ? undefined : found[from + size];
  const next = after === undefined ? '' : encoded({ sort, filter, value: value(after), id: after.id });
  return { items: page.map(({ row }) => row), total: found.length, next };
}

function order(a: string | number, b: string | number): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function sorting(sort: string): { field: string; direction: 1 | -1 } {
  const [field = '', way = 'asc', ...rest] = sort.split(/\s+/);
  if (rest.length > 0 || (way !== 'asc' && way !== 'desc')) {
    throw invalid(`Received invalid sort by format "${sort}".`);
  }
  return { field, direction: way === 'asc' ? 1 : -1 };
}

function sizeOf(text: string | null): number {
  const size = Number(text ?? 0);
  if (!Number.isInteger(size) || size < 0) throw invalid(`The page size should be greater than 0. Got ${text}`);
  return size === 0 ? 20 : Math.min(size, 200);
}

function encoded(value: z.infer<typeof token>): string {
  return Buffer.from(JSON.stringify(value)).toString('base64');
}

function tokenOf(query: URLSearchParams, asked: { sort: string; filter: string }): z.infer<typeof token> | null {
  const text = query.get('page_token') ?? '';
  if (text === '') return null;
  const read = token.safeParse(parsed(Buffer.from(text, 'base64').toString('utf8')));
  if (!read.success) throw invalid('Invalid package token');
  const { sort, filter } = read.data;
  if (sort !== asked.sort || filter !== asked.filter) {
    throw invalid('page token does not match the supplied sort by and/or filtering criteria.');
  }
  return read.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
