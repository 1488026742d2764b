import type { Json } from '#domain/canonical-json.ts';
import { code } from './markdown.ts';
import { isMap, shapeWords } from './shape-words.ts';

export interface KeyRow {
  readonly path: string;
  readonly needed: boolean;
  readonly value: string;
  readonly fallback: string;
  readonly about: string;
}

interface Note {
  readonly about: string;
  readonly default?: Json;
  readonly otherwise?: string;
}

export interface KeyRowOptions {
  /** What a reference to a shape is called. */
  readonly named: (reference: string) => string;
  /** Words for a key that has a page or section of its own, by its last part; null to show what is in it. */
  readonly elsewhere: (key: string) => string | null;
  /** What is said of a key by its path, and of what holds where it is absent. */
  readonly note?: (
    path: string,
  ) => { readonly about: string; readonly default?: Json; readonly otherwise?: string } | null;
}

/** How deep a key is shown as a row of its own; what lies deeper is described in the row above it. */
const deepest = 4;

/** One row for each key of a JSON Schema: its path, whether it is needed, what may be written, and the default. */
export function keyRows(schema: Json, options: KeyRowOptions, above = ''): readonly KeyRow[] {
  if (!isMap(schema) || !isMap(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).flatMap(([key, value]) => {
    const path = above === '' ? key : `${above}.${key}`;
    const elsewhere = options.elsewhere(key);
    const note = options.note?.(path) ?? null;
    const inside = elsewhere === null && path.split('.').length < deepest ? formsOf(value) : [];
    const row = {
      path,
      needed: required.includes(key),
      value: elsewhere ?? (inside.length === 0 ? shapeWords(value, options.named) : kindOf(value)),
      fallback: fallbackOf(value, note),
      about: note?.about ?? '',
    };
    return [row, ...together(inside.map((form) => keyRows(form.schema, options, `${path}${form.suffix}`)))];
  });
}

function fallbackOf(value: Json, note: Note | null): string {
  const written = note?.default ?? (isMap(value) ? value['default'] : undefined);
  return written === undefined ? (note?.otherwise ?? '') : code(JSON.stringify(written));
}

/** The keys of several forms of one map, each once; needed is what every form needs that has the key above it. */
function together(forms: readonly (readonly KeyRow[])[]): readonly KeyRow[] {
  const has = (form: readonly KeyRow[], path: string) => form.some((row) => row.path === path);
  const rows = new Map(forms.flat().map((row) => [row.path, row]));
  return [...rows.values()].map((row) => {
    const above = row.path.slice(0, row.path.lastIndexOf('.'));
    const meant = forms.some((form) => has(form, above)) ? forms.filter((form) => has(form, above)) : forms;
    return { ...row, needed: meant.every((form) => form.some(({ path, needed }) => path === row.path && needed)) };
  });
}

interface Form {
  readonly schema: Json;
  readonly suffix: string;
}

/** The maps with fixed keys that stand right under a key: itself, in a list of it, or under names of the author's. */
function formsOf(schema: Json): readonly Form[] {
  if (!isMap(schema)) return [];
  if (isMap(schema['properties'])) return [{ schema, suffix: '' }];
  if (schema['items'] !== undefined) return formsOf(schema['items']).map((form) => ({ ...form, suffix: '[]' }));
  if (isMap(schema['additionalProperties'])) {
    return formsOf(schema['additionalProperties']).map((form) => ({ ...form, suffix: '.<name>' }));
  }
  if (!Array.isArray(schema['anyOf'])) return [];
  const forms = schema['anyOf'].map(formsOf);
  if (forms.some((found) => found.length === 0)) return [];
  const lists = forms.flat().filter(({ suffix }) => suffix === '[]');
  return lists.length > 0 ? lists : forms.flat();
}

function kindOf(schema: Json): string {
  if (!isMap(schema)) return '';
  if (schema['items'] !== undefined) return 'a list of maps';
  if (isMap(schema['additionalProperties'])) return 'a map of names to maps';
  const listed =
    Array.isArray(schema['anyOf']) && schema['anyOf'].some((one) => isMap(one) && one['items'] !== undefined);
  return listed ? 'one or more maps' : 'a map';
}
