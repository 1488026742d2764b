import type { Json } from '#domain/canonical-json.ts';
import { code } from './markdown.ts';
import { isMap, shapeWords } from './shape-words.ts';

/** How deep a key is shown as a row of its own; what lies deeper is described in the row above it. */
const deepest = 4;

/** One row for each key of a JSON Schema: its path, whether it is needed, what may be written, and the default. */
export function keyRows(schema: Json, named: (reference: string) => string, above = ''): readonly string[][] {
  if (!isMap(schema) || !isMap(schema['properties'])) return [];
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(schema['properties']).flatMap(([key, value]) => {
    const path = above === '' ? key : `${above}.${key}`;
    const inside = path.split('.').length < deepest ? objectsIn(value) : [];
    const defaults = isMap(value) && value['default'] !== undefined ? code(JSON.stringify(value['default'])) : '';
    const words = inside.length === 0 ? shapeWords(value, named) : insideWords(value);
    const row = [code(path), required.includes(key) ? 'yes' : '', words, defaults];
    const seen = new Set<string>();
    const below = inside
      .flatMap(({ schema: one, suffix }) => keyRows(one, named, `${path}${suffix}`))
      .filter(([first = '']) => !seen.has(first) && seen.add(first));
    return [row, ...below];
  });
}

/** The maps with fixed keys that stand right under a key: itself, in a list of it, or under names of the author's. */
function objectsIn(schema: Json): readonly { schema: Json; suffix: string }[] {
  if (!isMap(schema)) return [];
  if (isMap(schema['properties'])) return [{ schema, suffix: '' }];
  if (schema['items'] !== undefined) return objectsIn(schema['items']).map((one) => ({ ...one, suffix: '[]' }));
  if (isMap(schema['additionalProperties'])) {
    return objectsIn(schema['additionalProperties']).map((one) => ({ ...one, suffix: '.<name>' }));
  }
  if (!Array.isArray(schema['anyOf'])) return [];
  const forms = schema['anyOf'].map(objectsIn);
  if (forms.some((found) => found.length === 0)) return [];
  return forms.filter((found, i) => i === 0 || found[0]?.suffix !== '' || forms[0]?.[0]?.suffix !== '[]').flat();
}

function insideWords(schema: Json): string {
  if (!isMap(schema)) return '';
  if (isMap(schema['properties'])) return 'a map';
  if (schema['items'] !== undefined) return 'a list of maps';
  if (isMap(schema['additionalProperties'])) return 'a map of names to maps';
  const listed =
    Array.isArray(schema['anyOf']) && schema['anyOf'].some((one) => isMap(one) && one['items'] !== undefined);
  return listed ? 'one or more maps' : 'a map';
}
