import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { suggestion } from '#domain/suggestion.ts';
import { ConfigError } from '#errors.ts';
import { jsonSchemas } from '#playbook/load/json-schemas.ts';
import type { Verb } from './verb.ts';

/** Prints the JSON Schema of one kind of file or of all four, or writes them into a folder for an editor to read. */
export const schema: Verb = {
  name: 'schema',
  usage: '[org | people | models | playbook]',
  summary: 'print the JSON Schema that editors use; --out <folder> writes one file for each kind',
  options: ['out'],
  run: async ({ words, json, options, print }) => {
    const schemas = Object.entries(jsonSchemas());
    const [kind, ...more] = words;
    const chosen = kind === undefined ? schemas : schemas.filter(([name]) => name === kind);
    if (chosen.length === 0 || more.length > 0)
      throw noSuchKind(
        words,
        schemas.map(([name]) => name),
      );
    const [folder] = options['out'] ?? [];
    if (folder === undefined) {
      print(JSON.stringify(kind === undefined ? Object.fromEntries(chosen) : chosen[0]?.[1], null, 2));
      return 0;
    }
    const written = await writeSchemas(folder, chosen);
    print(json ? JSON.stringify({ written }, null, 2) : written.join('\n'));
    return 0;
  },
};

async function writeSchemas(
  folder: string,
  schemas: readonly (readonly [string, unknown])[],
): Promise<readonly string[]> {
  try {
    await mkdir(folder, { recursive: true });
    const written: string[] = [];
    for (const [kind, one] of schemas) {
      const path = join(folder, `${kind}.schema.json`);
      await writeFile(path, `${JSON.stringify(one, null, 2)}\n`);
      written.push(path);
    }
    return written;
  } catch (error) {
    throw new ConfigError([`the folder ${folder} cannot be written: name another with --out`], { cause: error });
  }
}

function noSuchKind(words: readonly string[], kinds: readonly string[]): ConfigError {
  const near = suggestion(words[0] ?? '', kinds);
  const offer = near === null ? '' : ` Did you mean "${near}"?`;
  return new ConfigError([`there is no schema of "${words.join(' ')}".${offer} There are: ${kinds.join(', ')}`]);
}
