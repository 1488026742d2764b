import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { ConfigError, PlaybookError } from '#errors.ts';

let changed: string;
beforeEach(() => {
  changed = mkdtempSync(join(tmpdir(), 'countersign-diff-'));
  cpSync('playbooks', changed, { recursive: true });
});
afterEach(() => rmSync(changed, { recursive: true }));

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(join(changed, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(changed, file), text.replace(from, to));
}

async function run(...words: readonly string[]) {
  const lines: string[] = [];
  const withRecord = async () => {
    throw new Error('no database is needed here');
  };
  const exit = await runVerb(['diff', ...words], { folder: changed, print: (line) => lines.push(line), withRecord });
  return { exit, text: lines.join('\n').replaceAll(changed, 'changed') };
}

describe('countersign playbooks diff', () => {
  it('says that two folders decide the same, whatever they are called', async () => {
    expect(await run('playbooks')).toEqual({ exit: 0, text: '✓ playbooks and changed decide the same' });
    expect(await run('playbooks', changed)).toMatchObject({ exit: 0 });
  });

  it('calls a loosening by its name, names who loses and who must agree, and fails', async () => {
    replace(
      'rollback.yaml',
      'needs: {people: {from: [fraud-ml, risk], count: 2}}',
      'needs: {people: {from: [fraud-ml, risk]}}',
    );
    replace('promotion-fraud.yaml', 'value: 0.78', 'value: 0.8');
    const { exit, text } = await run('playbooks');
    expect(exit).toBe(1);
    expect(text).toContain(`rollback.yaml
  ▼ looser     rules["Two people of fraud or risk roll fraud back"].needs.people: “Two people of fraud or risk roll fraud back” needs 1 person from fraud-ml or risk instead of 2 people from fraud-ml or risk
               loses by it: Fraud ML, Risk`);
    expect(text).toContain('promotion-fraud.yaml\n  ▲ tighter    ');
    expect(text).toContain('2 changes: 1 looser, 0 different, 1 tighter\nMust agree: Risk (owner), Fraud ML');
  });

  it('passes where everything is tighter or decides nothing', async () => {
    replace('promotion-fraud.yaml', 'value: 0.78', 'value: 0.8');
    replace('promotion-fraud.yaml', 'description: ', 'description: In short. ');
    const { exit, text } = await run('playbooks');
    expect(exit).toBe(0);
    expect(text).toContain('1 tighter, 1 that decide nothing');
  });

  it('gives the same as JSON', async () => {
    replace('promotion-fraud.yaml', 'block: {by: [fraud-ml]}', 'block: {by: [product]}');
    const { exit, text } = await run('playbooks', '--json');
    expect(exit).toBe(1);
    expect(JSON.parse(text)).toMatchObject({
      ok: false,
      changes: [{ key: 'block.by', direction: 'looser', disempowers: ['fraud-ml'] }],
      needs: { owners: { risk: ['promotion-fraud.yaml'] }, disempowered: ['fraud-ml'] },
    });
  });

  it('cannot compare what cannot be read, and says how it is used', async () => {
    await expect(run()).rejects.toThrow(ConfigError);
    await expect(run('nowhere')).rejects.toThrow(/nowhere cannot be read/);
    replace('promotion-fraud.yaml', 'owner: risk', 'ownr: risk');
    await expect(run('playbooks')).rejects.toThrow(PlaybookError);
  });
});
