import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runVerb } from '#cli/playbooks/index.ts';
import { ConfigError } from '#errors.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';

const withRecord = async () => {
  throw new Error('no database is needed here');
};
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'countersign-playbooks-'));
  cpSync('playbooks', folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function replace(file: string, from: string, to: string): void {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(folder, file), text.replace(from, to));
}

async function run(verb: 'lint' | 'test') {
  const lines: string[] = [];
  const exit = await runVerb([verb], { folder, print: (line) => lines.push(line), withRecord });
  return { lines: lines.map((line) => line.replaceAll(folder, 'playbooks')), exit };
}

describe('countersign playbooks', () => {
  it('finds nothing to mend in what is shipped', async () => {
    for (const verb of ['lint', 'test'] as const) {
      const { lines, exit } = await run(verb);
      expect(exit).toBe(0);
      expect(lines).toEqual([expect.stringMatching(/^✓ playbooks: \d+ files, \d+ playbooks, /)]);
    }
  });

  it('names every mistake at once, by file, line and column', async () => {
    replace('promotion-fraud.yaml', 'owner: risk', 'ownr: risk');
    replace('promotion-credit.yaml', 'extends: Critical models', 'extends: Critcal models');
    replace('people.yaml', 'U0BEN0002', 'ben');
    const { lines, exit } = await run('lint');
    expect(exit).toBe(1);
    expect(lines).toContainEqual(
      expect.stringMatching(
        /^playbooks\/promotion-fraud\.yaml:4:1: unknown key "ownr"; did you mean "owner"\? \[unknown_key\]$/,
      ),
    );
    expect(lines).toContainEqual(expect.stringMatching(/^playbooks\/people\.yaml:\d+:\d+: a Slack user id looks like/));
    expect(lines.at(-1)).toMatch(/^\n✗ \d+ problems in playbooks; nothing was loaded and no test has run$/);
  });

  it('says of a failing test where it stands and what came instead', async () => {
    replace('promotion-fraud.yaml', 'expect: {status: blocked, blocked_by: [jon]}', 'expect: {status: approved}');
    const line = lineOf('promotion-fraud.yaml', 'name: risk can stop it');
    const { lines, exit } = await run('test');
    expect(exit).toBe(1);
    expect(lines[0]).toBe(
      `playbooks/promotion-fraud.yaml:${line}:11: "risk can stop it": status: expected "approved", got "blocked" [test]`,
    );
    expect(lines.at(-1)).toMatch(/^✗ playbooks: .* \d+ of \d+ inline tests passed$/);
    expect((await run('lint')).exit).toBe(0);
  });

  it('refuses what the program would refuse at its start', async () => {
    const steps = 'after_approval: {rollout: [{traffic: 10%, for: 1h}, {traffic: 100%}]}';
    replace('promotion-fraud.yaml', 'block: {by: [fraud-ml]}', `block: {by: [fraud-ml]}\n${steps}`);
    const { lines, exit } = await run('lint');
    expect(exit).toBe(1);
    expect(lines[0]).toMatch(
      /^playbooks\/promotion-fraud\.yaml:\d+:\d+: only Vertex AI endpoints move traffic in steps; .* \[unsupported_rollout\]$/,
    );
    await expect(readPlaybooks(folder)).rejects.toThrow(/only Vertex AI endpoints/);
  });

  it('points out a playbook that nothing tests', async () => {
    const text = readFileSync(join(folder, 'rollback.yaml'), 'utf8');
    writeFileSync(join(folder, 'rollback.yaml'), text.slice(0, text.indexOf('\ntests:')));
    const { lines, exit } = await run('test');
    expect(exit).toBe(0);
    expect(lines[0]).toBe(
      '… playbooks/rollback.yaml: "Rollback to the version before" has no tests, so nothing shows what it decides',
    );
  });

  it('cannot run without a folder, and says which variable names it', async () => {
    rmSync(folder, { recursive: true });
    await expect(run('lint')).rejects.toThrow(ConfigError);
    await expect(run('lint')).rejects.toThrow(/COUNTERSIGN_PLAYBOOKS/);
  });
});

function lineOf(file: string, text: string): number {
  return (
    readFileSync(join(folder, file), 'utf8')
      .split('\n')
      .findIndex((line) => line.includes(text)) + 1
  );
}
