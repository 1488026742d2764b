/** Whether a value has the right form. */
export type Check = (value: unknown) => boolean;

/** Text that every encoding can carry. */
export const text: Check = (value) => typeof value === 'string' && value.isWellFormed();

export const number: Check = (value) => typeof value === 'number';

export const bool: Check = (value) => typeof value === 'boolean';

export function orNull(check: Check): Check {
  return (value) => value === null || check(value);
}

export function optional(check: Check): Check {
  return (value) => value === undefined || check(value);
}

export function oneOf(...words: readonly string[]): Check {
  return (value) => typeof value === 'string' && words.includes(value);
}

export function listOf(check: Check): Check {
  return (value) => Array.isArray(value) && value.every(check);
}

/** A map whose keys somebody else chose. */
export function mapOf(check: Check): Check {
  return (value) => isMap(value) && Object.keys(value).every((key) => text(key) && check(value[key]));
}

/** A map with at least these keys. */
export function shaped(checks: Readonly<Record<string, Check>>): Check {
  const entries = Object.entries(checks);
  return (value) => isMap(value) && entries.every(([key, check]) => check(value[key]));
}

/** What the check says, or `{unknown: sentence}`. */
export function factOf(check: Check): Check {
  return (value) => (isMap(value) && typeof value['unknown'] === 'string' ? text(value['unknown']) : check(value));
}

export function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
