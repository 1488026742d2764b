import type { z } from 'zod';

/** What is wrong with a body, and where: thrown while one is read, and caught by whoever began to. */
export class Fault extends Error {
  override readonly name = 'Fault';
  /** A JSON pointer, `header <name>` or `query <name>`; empty for the body as a whole. */
  readonly at: string;

  constructor(because: string, at: string) {
    super(because);
    this.at = at;
  }
}

/** A JSON pointer (RFC 6901) to something below `at`. */
export function below(at: string, ...parts: readonly PropertyKey[]): string {
  return parts.reduce<string>(
    (path, part) => `${path}/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`,
    at,
  );
}

/** The value, once it has the form of the schema. Throws a Fault that names the first place that has not. */
export function formed<T>(schema: z.ZodType<T>, value: unknown, at: string): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const [issue] = read.error.issues;
  const place = below(at, ...(issue?.path ?? []));
  throw new Fault(
    `${place === '' ? 'The body' : place.slice(0, 200)} is wrong: ${issue?.message ?? 'unreadable'}.`,
    place,
  );
}

/** The members of an object in the order they came, whatever their names. Null for what is no object. */
export function members(value: unknown): readonly (readonly [string, unknown])[] | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.entries(value) : null;
}

/** A member of an object; undefined where there is none, or no object. */
export function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? Reflect.get(value, name)
    : undefined;
}

/** A list of objects. Throws a Fault for anything else. */
export function objectsOf(value: unknown, at: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Fault(`${at || 'The body'} is no list.`, at);
  const wrong = value.findIndex((one) => members(one) === null);
  if (wrong >= 0) throw new Fault(`${below(at, wrong)} is no object.`, below(at, wrong));
  return value;
}
