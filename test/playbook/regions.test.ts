import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { PlaybookError } from '#errors.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import { policyFor } from '#playbook/effective-policy.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';

const guide = readFileSync('docs/playbooks.md', 'utf8');
const shown = [...guide.matchAll(/^```yaml\n(# ((?:org|people|models|promotion-\w+)\.yaml)\n[\s\S]*?)^```/gm)];

/** The folder that the guide shows: an organization's template, and what two regions make of it. */
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'regions-'));
  for (const [, text = '', name = ''] of shown) writeFileSync(join(folder, name), text);
});
afterEach(() => rmSync(folder, { recursive: true }));

function edit(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

/** What does not load, as people read it. */
async function refused(): Promise<readonly string[]> {
  const error: unknown = await readPlaybooks(folder).then(
    () => null,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlaybookError)) return [];
  return error.problems.map(({ file, line, column, sentence }) => `${file}:${line}:${column}: ${sentence}`);
}

function policyOf(set: PlaybookSet, file: string) {
  const playbook = set.playbooks.find(({ path }) => path.endsWith(file));
  if (playbook === undefined) throw new Error(`no ${file}`);
  return policyFor(set, playbook, null);
}

const day = 86_400_000;

describe('a template of the organization under two regions', () => {
  it('is the folder that the guide shows', async () => {
    expect(shown.map(([, , name]) => name)).toEqual([
      ...['org', 'people', 'models'].map((name) => `${name}.yaml`),
      ...['everywhere', 'eu', 'us'].map((name) => `promotion-${name}.yaml`),
    ]);
    const said: string[] = [];
    const noRecord = async () => {
      throw new Error('no database is needed here');
    };
    expect(await runVerb(['test'], { folder, print: (line) => said.push(line), withRecord: noRecord })).toBe(0);
    expect(said.join('\n')).toMatch(/\b3\b.*pass/);
  });

  it('holds in each region, with what the region adds', async () => {
    const set = await readPlaybooks(folder);
    const [eu, us] = [policyOf(set, 'promotion-eu.yaml'), policyOf(set, 'promotion-us.yaml')];
    expect(eu.rules.map(({ name }) => name)).toEqual(['A colleague agrees', 'Risk has challenged it']);
    expect(us.rules.map(({ name }) => name)).toEqual(['A colleague agrees']);
    expect(eu.timing).toMatchObject({ expiresAfterMs: 7 * day, freeze: [] });
    expect(us.timing).toMatchObject({ expiresAfterMs: 3 * day, freeze: [{ name: 'Weekend' }] });
    expect(eu.evidence).toMatchObject([{ id: 'quality', check: { value: { value: 0.8 } } }]);
    expect(us.evidence).toMatchObject([{ id: 'quality', check: { value: { value: 0.85 } } }]);
  });

  it('is tightened for all regions at once', async () => {
    edit('promotion-everywhere.yaml', 'needs: {people: {from: recsys},', 'needs: {people: {from: recsys, count: 2},');
    const set = await readPlaybooks(folder);
    for (const file of ['promotion-eu.yaml', 'promotion-us.yaml']) {
      expect(policyOf(set, file).rules[0]).toMatchObject({ people: [{ count: 2 }] });
    }
  });

  it.each([
    ['a worse model', 'promotion-us.yaml', 'value: 0.85', 'value: 0.75', '"quality" is repeated, but not as strictly'],
    [
      'fewer people',
      'promotion-eu.yaml',
      'rules:\n',
      'rules:\n  - {name: A colleague agrees, needs: {people: {from: [recsys, risk]}, evidence: [quality]}}\n',
      '"A colleague agrees" is repeated, but not as strictly',
    ],
    [
      'more time than the template leaves',
      'promotion-us.yaml',
      'timing:\n',
      'timing:\n  execute_within: 30d\n',
      'timing.execute_within is looser than "Models to production, everywhere" allows',
    ],
  ])('refuses %s in a region, by file and line', async (_, file, from, to, sentence) => {
    edit(file, from, to);
    const [problem, ...others] = await refused();
    expect(others).toEqual([]);
    const line = readFileSync(join(folder, file), 'utf8')
      .split(to.trim().split('\n').at(-1) ?? '')[0]
      ?.split('\n').length;
    expect(problem).toContain(`/${file}:${line}:`);
    expect(problem).toContain(sentence);
    if (sentence.startsWith('timing')) expect(guide).toContain(problem?.replace(folder, 'playbooks'));
  });

  it('refuses what the template stops leaving to regions', async () => {
    edit('promotion-everywhere.yaml', 'may_be_relaxed: [timing.expires_after]\n', '');
    const [problem, ...others] = await refused();
    expect(others).toEqual([]);
    expect(problem).toMatch(
      /promotion-eu\.yaml:10:\d+: timing\.expires_after is looser than "Models to production, everywhere" allows/,
    );
  });
});
