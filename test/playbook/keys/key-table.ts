import { keyRows, type KeyRow as SchemaRow } from '#cli/reference-docs/key-rows.ts';
import { jsonSchemas } from '#playbook/load/json-schemas.ts';
import { outcomeKeys } from './outcome-keys.ts';
import { ruleKeys } from './rule-keys.ts';
import { sharedKeys } from './shared-keys.ts';
import { timingKeys } from './timing-keys.ts';
import type { KeyRow } from './written.ts';

/** Every key of the language, each in two ways. */
export const keyTable: readonly KeyRow[] = [...ruleKeys, ...timingKeys, ...outcomeKeys, ...sharedKeys];

/** Keys that hold a language of their own, with a table of its own elsewhere. */
const elsewhere = (key: string) =>
  ['baseline', 'check', 'if', 'when', 'facts', 'stop_if', 'also_when', 'clear_when', 'not_for', 'tests'].includes(key)
    ? ''
    : null;

/** Every key of the schemas that has no keys below it, with the file's kind before those of shared files. */
export function schemaKeys(): readonly Pick<SchemaRow, 'path' | 'needed'>[] {
  const schemas = jsonSchemas();
  return (['playbook', 'org', 'people', 'models'] as const).flatMap((kind) => {
    const rows = keyRows(schemas[kind], { named: (name) => name, elsewhere });
    const leaves = rows.filter(({ path }) => path !== 'tests' && !rows.some((other) => isInside(other.path, path)));
    return leaves.map(({ path, needed }) => ({ path: kind === 'playbook' ? path : `${kind}.${path}`, needed }));
  });
}

function isInside(path: string, above: string): boolean {
  return ['.', '[]', '.<name>'].some((step) => path.startsWith(`${above}${step}`)) && path !== above;
}
