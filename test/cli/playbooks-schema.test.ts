import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { ConfigError } from '#errors.ts';
import { jsonSchemas } from '#playbook/load/json-schemas.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-schema-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function run(...words: readonly string[]) {
  const lines: string[] = [];
  const withRecord = async () => {
    throw new Error('no database is needed here');
  };
  const exit = await runVerb(['schema', ...words], {
    folder: '/nowhere',
    print: (line) => lines.push(line),
    withRecord,
  });
  return { exit, text: lines.join('\n') };
}

describe('countersign playbooks schema', () => {
  it('prints all four as one document, and one by its kind', async () => {
    for (const words of [[], ['--json']]) {
      const { exit, text } = await run(...words);
      expect(exit).toBe(0);
      expect(JSON.parse(text)).toEqual(jsonSchemas());
    }
    expect(JSON.parse((await run('people')).text)).toEqual(jsonSchemas().people);
  });

  it('writes one file for each kind into a folder that it makes', async () => {
    const out = join(folder, 'deep', 'schemas');
    const { exit, text } = await run('--out', out);
    expect(exit).toBe(0);
    expect(text.split('\n')).toEqual(
      ['org', 'people', 'models', 'capabilities', 'playbook'].map((kind) => join(out, `${kind}.schema.json`)),
    );
    expect(JSON.parse(readFileSync(join(out, 'playbook.schema.json'), 'utf8'))).toEqual(jsonSchemas().playbook);
    const again = await run('org', '--out', out, '--json');
    expect(JSON.parse(again.text)).toEqual({ written: [join(out, 'org.schema.json')] });
  });

  it('says what there is when it is asked for something else', async () => {
    await expect(run('playbok')).rejects.toThrow(
      'there is no schema of "playbok". Did you mean "playbook"? There are: org, people, models, capabilities, playbook',
    );
    await expect(run('org', 'people')).rejects.toThrow(ConfigError);
  });

  it('says which folder cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '');
    await expect(run('--out', join(folder, 'file', 'x'))).rejects.toThrow(/cannot be written: name another with --out/);
  });
});
