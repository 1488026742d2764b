import type { Json } from '#domain/canonical-json.ts';

/** A copy of parsed YAML as plain JSON; keys without a value are left out. */
export function asJson(value: unknown): Json {
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string')
    return value;
  if (Array.isArray(value)) return value.map(asJson);
  return typeof value === 'object' ? asJsonMap(value) : null;
}

export function asJsonMap(value: object): Readonly<Record<string, Json>> {
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([key, member]) => [key, asJson(member)]));
}
