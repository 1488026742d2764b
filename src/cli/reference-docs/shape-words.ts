import type { Json } from '#domain/canonical-json.ts';
import { code } from './markdown.ts';

type Map = { readonly [key: string]: Json };

/** What a JSON Schema lets one write, in a few words or its own description; `named` says what a reference is called, as `#/$defs/x`. */
export function shapeWords(schema: Json | undefined, named: (reference: string) => string): string {
  if (!isMap(schema)) return 'anything';
  if (typeof schema['description'] === 'string') return schema['description'];
  const words = (one: Json | undefined) => shapeWords(one, named);
  if (typeof schema['$ref'] === 'string') return named(schema['$ref']);
  if ('const' in schema) return code(textOf(schema['const']));
  if (Array.isArray(schema['enum'])) return schema['enum'].map((value) => code(textOf(value))).join(', ');
  if (Array.isArray(schema['anyOf'])) return alternatives(schema['anyOf'], words);
  switch (textOf(schema['type'] ?? '')) {
    case 'string':
      return textWords(schema);
    case 'boolean':
      return 'true or false';
    case 'integer':
    case 'number':
      return numberWords(schema);
    case 'null':
      return 'null';
    case 'array':
      return `a list of: ${words(schema['items'])}`;
    case 'object':
      return mapWords(schema, words);
    default:
      return 'anything';
  }
}

/** A list that may also be written as its single value says so in two words. */
function alternatives(forms: readonly Json[], words: (schema: Json) => string): string {
  const said = [...new Set(forms.map(words))];
  const single = said.find((one) => said.includes(`a list of: ${one}`));
  if (single !== undefined) {
    const others = said.filter((one) => one !== single && one !== `a list of: ${single}`);
    return [...others, `one or more of: ${single}`].join(', or ');
  }
  return said.join(', or ');
}

function textWords(schema: Map): string {
  const pattern = textOf(schema['pattern'] ?? '');
  if (pattern.startsWith('^[a-z][a-z0-9]*([-_]')) return 'an id';
  if (schema['format'] === 'email') return 'an e-mail address';
  if (schema['format'] === 'uri') return 'an address';
  const most = schema['maxLength'];
  return typeof most === 'number' && most <= 1000 ? `text of up to ${most} characters` : 'text';
}

function numberWords({ type, minimum, maximum }: Map): string {
  const kind = type === 'integer' ? 'a whole number' : 'a number';
  const [least, most] = [bound(minimum), bound(maximum)];
  if (least !== null && most !== null) return `${kind} from ${least} to ${most}`;
  if (least !== null) return `${kind} of at least ${least}`;
  return most === null ? kind : `${kind} of at most ${most}`;
}

/** Null for none: zod bounds whole numbers by the largest safe one. */
function bound(value: Json | undefined): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}

function mapWords(schema: Map, words: (schema: Json | undefined) => string): string {
  const properties = schema['properties'];
  if (isMap(properties)) {
    const required = Array.isArray(schema['required']) ? schema['required'] : [];
    const keys = Object.entries(properties).map(
      ([key, value]) => `${code(required.includes(key) ? key : `${key}?`)}: ${words(value)}`,
    );
    return `{ ${keys.join('; ')} }`;
  }
  return `a map of names to: ${words(schema['additionalProperties'])}`;
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

export function isMap(value: Json | undefined): value is Map {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
