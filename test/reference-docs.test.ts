import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { keyRows } from '#cli/reference-docs/key-rows.ts';
import { table } from '#cli/reference-docs/markdown.ts';
import { shapeWords } from '#cli/reference-docs/shape-words.ts';
import type { Json } from '#domain/canonical-json.ts';
import { commands } from '#slack/commands/index.ts';
import { parsePromote } from '#slack/commands/promote.ts';
import { connectionVariables, variables } from '../src/config-variables.ts';
import { referenceDocs } from '../src/reference-docs.ts';
import { openScene, type Scene } from './support/scene.ts';

describe('the reference', () => {
  it.each([...referenceDocs()])('%s says what the code says', (path, text) => {
    expect(readFileSync(path, 'utf8'), `stale: run npm run docs`).toBe(text);
  });

  it('has no page that nothing generates', () => {
    const generated = [...referenceDocs().keys()].filter((path) => path.startsWith('docs/reference/'));
    expect(
      readdirSync('docs/reference')
        .map((name) => `docs/reference/${name}`)
        .sort(),
    ).toEqual(generated.sort());
  });

  it('names every variable in .env.example, once', () => {
    const text = readFileSync('.env.example', 'utf8');
    const named = [...text.matchAll(/^(?:# )?([A-Z][A-Z_]+)=(.*)$/gm)];
    const expected = [
      ...Object.keys(variables),
      ...Object.keys(connectionVariables).map((name) => `COUNTERSIGN_MLFLOW_${name}`),
    ];
    expect(named.map(([, name]) => name)).toEqual(expected);
    expect(named.map(([, , value]) => value).join('')).toBe('');
  });
});

describe('the examples of the commands', () => {
  it('are each of their own command', () => {
    for (const { name, examples } of commands) {
      expect(examples.length, name).toBeGreaterThan(0);
      for (const example of examples) expect(example.split(' ').slice(0, 2)).toEqual(['/mlops', name]);
    }
  });

  it('of promote are read as they are meant', () => {
    const read = (commands.find(({ name }) => name === 'promote')?.examples ?? []).map((example) =>
      parsePromote(example.replace('/mlops promote', '')),
    );
    expect(read).toEqual([
      { model: 'fraud-scorer', version: '7', target: 'production', reason: 'better recall on EU cards' },
      { model: 'fraud-scorer', version: 'challenger', target: null, reason: '' },
      { model: null, version: null, target: null, reason: '' },
    ]);
  });

  describe('typed in Slack', () => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await openScene();
    });
    afterAll(() => scene.close());

    const typed = commands.flatMap(({ examples }) => examples);
    it.each(typed)('%s is understood', async (example) => {
      const ana = scene.as('ana');
      const heard = () => scene.slack.see.messages('#ml-approvals', 'ana').filter(({ ephemeral }) => ephemeral).length;
      const before = heard();
      const views = () => scene.slack.exchanges().filter(({ title }) => title === 'views.open').length;
      const opened = views();
      await ana.types(example);
      expect(heard() + views(), 'an answer or a modal').toBeGreaterThan(before + opened);
      const said = views() > opened ? (ana.modal() ?? '') : ana.told();
      expect(said).not.toMatch(/no command|not a command|That is a bug|Say which/);
    });
  });
});

describe('a shape in words', () => {
  const words = (schema: z.ZodType) =>
    shapeWords(JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))) as Json, () => 'itself');

  it.each([
    ['text', z.string()],
    ['text of up to 20 characters', z.string().max(20)],
    ['`a`, `b`', z.enum(['a', 'b'])],
    ['a whole number', z.int()],
    ['a whole number from 1 to 9', z.int().min(1).max(9)],
    ['a number of at least 0', z.number().min(0)],
    ['a list of: true or false', z.array(z.boolean())],
    ['one or more of: text', z.union([z.array(z.string()), z.string()])],
    ['`all`, or one or more of: text', z.union([z.literal('all'), z.array(z.string()), z.string()])],
    ['{ `a`: text; `b?`: a number }', z.strictObject({ a: z.string(), b: z.number().optional() })],
    ['a map of names to: text', z.record(z.string(), z.string())],
    ['a duration, as 7d', z.string().meta({ description: 'a duration, as 7d' })],
    ['anything', z.any()],
  ])('is %s', (expected, schema) => {
    expect(words(schema)).toBe(expected);
  });

  it('has a row for each key, needed only where every form needs it', () => {
    const once = z.strictObject({ name: z.string(), from: z.string() });
    const weekly = z.strictObject({ name: z.string(), weekly: z.strictObject({ day: z.string() }) });
    const schema = z.strictObject({ freeze: z.array(z.union([once, weekly])).optional() });
    const json = JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))) as Json;
    const rows = keyRows(json, { named: () => '', elsewhere: () => null });
    expect(rows.map(({ path, needed }) => [path, needed])).toEqual([
      ['freeze', false],
      ['freeze[].name', true],
      ['freeze[].from', false],
      ['freeze[].weekly', false],
      ['freeze[].weekly.day', true],
    ]);
  });

  it('keeps a cell inside its table', () => {
    expect(table(['a'], [['x | y\nz']])).toBe('| a |\n| --- |\n| x \\| y z |');
  });
});
