import { invalid } from './refusal.ts';

/** A JSON object of a request, read as strictly as Google's APIs read it: a wrong form is INVALID_ARGUMENT. */
export interface JsonObject {
  has(name: string): boolean;
  /** Empty if it was not given. */
  text(name: string): string;
  /** Null if it was not given. */
  object(name: string): JsonObject | null;
  objects(name: string): readonly JsonObject[];
  texts(name: string): readonly string[];
  /** Text by key, as labels. */
  labels(name: string): Record<string, string>;
  /** Whole numbers by key, as a traffic split. */
  integers(name: string): Record<string, number>;
  raw(): Readonly<Record<string, unknown>>;
}

function jsonObject(values: Readonly<Record<string, unknown>>): JsonObject {
  const given = (name: string) => (Object.hasOwn(values, name) ? (values[name] ?? undefined) : undefined);
  const wrong = (name: string) => invalid(`Invalid JSON payload received. Invalid value at '${name}'.`);
  const list = (name: string): readonly unknown[] => {
    const value = given(name) ?? [];
    if (!Array.isArray(value)) throw wrong(name);
    return value;
  };
  const entries = (name: string): [string, unknown][] => {
    const value = given(name) ?? {};
    if (!isRecord(value)) throw wrong(name);
    return Object.entries(value);
  };
  return {
    has: (name) => given(name) !== undefined,
    text(name) {
      const value = given(name) ?? '';
      if (typeof value !== 'string') throw wrong(name);
      return value;
    },
    object(name) {
      const value = given(name);
      if (value === undefined) return null;
      if (!isRecord(value)) throw wrong(name);
      return jsonObject(value);
    },
    objects: (name) =>
      list(name).map((value) => {
        if (!isRecord(value)) throw wrong(name);
        return jsonObject(value);
      }),
    texts: (name) =>
      list(name).map((value) => {
        if (typeof value !== 'string') throw wrong(name);
        return value;
      }),
    labels: (name) =>
      Object.fromEntries(
        entries(name).map(([key, value]) => {
          if (typeof value !== 'string') throw wrong(name);
          if (!/^[\p{Ll}\p{Lo}][\p{Ll}\p{Lo}\p{N}_-]{0,62}$/u.test(key)) throw invalid(`Invalid label key '${key}'.`);
          if (!/^[\p{Ll}\p{Lo}\p{N}_-]{0,63}$/u.test(value)) throw invalid(`Invalid label value '${value}'.`);
          return [key, value];
        }),
      ),
    integers: (name) =>
      Object.fromEntries(
        entries(name).map(([key, value]) => {
          if (typeof value !== 'number' || !Number.isInteger(value) || value < 0) throw wrong(name);
          return [key, value];
        }),
      ),
    raw: () => values,
  };
}

/** The object that a request's body holds; empty for an empty body. */
export function bodyObject(text: string): JsonObject {
  if (text.trim() === '') return jsonObject({});
  const value = parsed(text);
  if (!isRecord(value)) throw invalid('Invalid JSON payload received. Unexpected token.');
  return jsonObject(value);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
