import { invalid } from './refusal.ts';

/** A value that a filter or an order compares; undefined if the row has none. */
export type Comparable = string | number | undefined;

/** Reads `key` of a row, as `name` or `tags.team`; throws a refusal for a key that the listing does not have. */
export type Read<T> = (row: T, key: string) => Comparable;

const token = /\s*(?:([A-Za-z_][\w.]*(?:`[^`]*`)?|`[^`]*`)|(<=|>=|!=|=|<|>)|'([^']*)'|"([^"]*)"|(-?\d+(?:\.\d+)?))/y;

/** The rows that MLflow's filter language finds: comparisons joined by AND. */
export function filtered<T>(rows: readonly T[], filter: string, keys: RegExp, read: Read<T>): T[] {
  if (filter.trim() === '') return [...rows];
  const tests = comparisons(filter).map(({ key, operator, value }) => {
    if (!keys.test(key)) throw invalid(`Invalid attribute key '${key}' specified.`);
    const test = comparison(operator, value);
    return (row: T) => test(read(row, key));
  });
  return rows.filter((row) => tests.every((test) => test(row)));
}

/** Sorts by `key [ASC|DESC]` clauses, then by `fallback`. */
export function ordered<T>(
  rows: readonly T[],
  clauses: readonly string[],
  keys: RegExp,
  read: Read<T>,
  fallback: (a: T, b: T) => number,
): T[] {
  const orders = clauses.map((clause) => {
    const match = /^\s*(\S+?)(?:\s+(ASC|DESC))?\s*$/i.exec(clause);
    const key = match?.[1]?.replaceAll('`', '') ?? '';
    if (match === null || !keys.test(key)) throw invalid(`Invalid order_by clause '${clause}'.`);
    const sign = match[2]?.toUpperCase() === 'DESC' ? -1 : 1;
    return (a: T, b: T) => sign * compare(read(a, key), read(b, key));
  });
  const first = (a: T, b: T) => orders.map((order) => order(a, b)).find((result) => result !== 0);
  return [...rows].sort((a, b) => first(a, b) ?? fallback(a, b));
}

/** Plain order of numbers and of text by code unit; what is missing comes last. */
export function compare(a: Comparable, b: Comparable): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

interface Comparison {
  readonly key: string;
  readonly operator: string;
  readonly value: string | number;
}

function comparisons(filter: string): Comparison[] {
  const words = wordsOf(filter);
  const found: Comparison[] = [];
  for (let i = 0; i < words.length; i += 4) {
    const [key, operator, value, and] = words.slice(i, i + 4);
    const whole = key?.kind === 'name' && operator !== undefined && value?.value !== undefined;
    if (!whole || (and !== undefined && (and.text.toUpperCase() !== 'AND' || words.length <= i + 4))) {
      throw invalid(`Invalid clause(s) in filter string: ${filter}`);
    }
    found.push({ key: key.text, operator: operator.text.toUpperCase(), value: value.value });
  }
  return found;
}

interface Word {
  readonly kind: 'name' | 'other';
  readonly text: string;
  readonly value?: string | number;
}

function wordsOf(filter: string): Word[] {
  const words: Word[] = [];
  token.lastIndex = 0;
  const end = filter.trimEnd().length;
  while (token.lastIndex < end) {
    const match = token.exec(filter);
    if (match === null) throw invalid(`Invalid clause(s) in filter string: ${filter}`);
    const [, name, operator, single, double, number] = match;
    const text = single ?? double;
    if (name !== undefined) words.push({ kind: 'name', text: name.replaceAll('`', '') });
    else if (text !== undefined) words.push({ kind: 'other', text, value: text });
    else if (number !== undefined) words.push({ kind: 'other', text: number, value: Number(number) });
    else words.push({ kind: 'other', text: operator ?? '' });
  }
  return words;
}

function comparison(operator: string, value: string | number): (actual: Comparable) => boolean {
  const like = (flags: string) => {
    const pattern = String(value)
      .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
      .replaceAll('%', '.*')
      .replaceAll('_', '.');
    const expression = new RegExp(`^${pattern}$`, `su${flags}`);
    return (actual: Comparable) => actual !== undefined && expression.test(String(actual));
  };
  const number = (test: (order: number) => boolean) => (actual: Comparable) =>
    actual !== undefined && test(compare(actual, typeof actual === 'number' ? Number(value) : String(value)));
  switch (operator) {
    case '=':
      return number((order) => order === 0);
    case '!=':
      return number((order) => order !== 0);
    case '<':
      return number((order) => order < 0);
    case '<=':
      return number((order) => order <= 0);
    case '>':
      return number((order) => order > 0);
    case '>=':
      return number((order) => order >= 0);
    case 'LIKE':
      return like('');
    case 'ILIKE':
      return like('i');
    default:
      throw invalid(`Invalid comparison operator '${operator}'.`);
  }
}
