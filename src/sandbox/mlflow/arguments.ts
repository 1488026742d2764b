import { invalid } from './refusal.ts';
import type { Tag } from './state.ts';

/** The arguments of one call, from its query or its JSON body, read as strictly as MLflow reads them. */
export interface Arguments {
  has(name: string): boolean;
  text(name: string): string;
  optionalText(name: string): string;
  /** A list of text; a single value counts as a list of one. */
  texts(name: string): string[];
  integer(name: string, otherwise: number, bounds?: { readonly most?: number }): number;
  /** A metric's value: a number, or `'NaN'`; infinities become the largest double. */
  double(name: string): number | 'NaN';
  /** False if it was not given. */
  flag(name: string): boolean;
  tags(name: string): Tag[];
  items(name: string): Arguments[];
  item(name: string): Arguments | null;
}

function argumentsOf(values: Readonly<Record<string, unknown>>, fromQuery: boolean): Arguments {
  const wrong = (name: string) =>
    invalid(`Invalid value ${JSON.stringify(values[name])} for parameter '${name}' supplied.`);
  const given = (name: string): unknown => (Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined);

  function optionalText(name: string): string {
    const value = given(name);
    if (value === undefined) return '';
    if (typeof value !== 'string') throw wrong(name);
    return value;
  }

  function items(name: string): Arguments[] {
    const value = given(name) ?? [];
    if (!Array.isArray(value)) throw wrong(name);
    return value.map((entry: unknown) => {
      if (!isRecord(entry)) throw wrong(name);
      return argumentsOf(entry, false);
    });
  }

  return {
    has: (name) => given(name) !== undefined,
    optionalText,
    items,
    text(name) {
      const value = optionalText(name);
      if (value === '') throw invalid(`Missing value for required parameter '${name}'.`);
      return value;
    },
    texts(name) {
      const value = given(name) ?? [];
      const list: unknown[] = Array.isArray(value) ? value : [value];
      return list.map((entry) => {
        if (typeof entry !== 'string') throw wrong(name);
        return entry;
      });
    },
    integer(name, otherwise, bounds = {}) {
      const value = given(name);
      if (value === undefined) return otherwise;
      const number = fromQuery || typeof value === 'string' ? Number(value) : value;
      if (typeof number !== 'number' || !Number.isInteger(number)) throw wrong(name);
      if (bounds.most !== undefined && (number > bounds.most || number < 1)) throw wrong(name);
      return number;
    },
    double(name) {
      const value = given(name) ?? 0;
      if (value === 'NaN') return 'NaN';
      const number = Number(value);
      if (Number.isNaN(number) || typeof value === 'object') throw wrong(name);
      return Math.min(Number.MAX_VALUE, Math.max(-Number.MAX_VALUE, number));
    },
    flag(name) {
      const value = given(name) ?? false;
      if (typeof value !== 'boolean') throw wrong(name);
      return value;
    },
    tags: (name) => items(name).map((entry) => ({ key: entry.text('key'), value: entry.optionalText('value') })),
    item(name) {
      const value = given(name);
      if (value === undefined) return null;
      if (!isRecord(value)) throw wrong(name);
      return argumentsOf(value, false);
    },
  };
}

/** What a request body gives. Text that is no JSON object counts as empty, as it does for MLflow. */
export function bodyArguments(text: string): Arguments {
  return argumentsOf(jsonObject(text), false);
}

export function queryArguments(query: URLSearchParams): Arguments {
  const names = [...new Set(query.keys())];
  const pick = (name: string) => (query.getAll(name).length > 1 ? query.getAll(name) : query.get(name));
  return argumentsOf(Object.fromEntries(names.map((name) => [name, pick(name)])), true);
}

function jsonObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : {};
  } catch {
    // Python's parser takes a bare NaN; MLflow then stops reading there, so that this and later fields stay unset.
    const end = text.search(/,\s*"[^"]*"\s*:\s*(NaN|-?Infinity)\s*[,}]/);
    return end > 0 ? jsonObject(`${text.slice(0, end)}}`) : {};
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
