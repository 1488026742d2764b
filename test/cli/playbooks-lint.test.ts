import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { playbookFindings } from '#cli/doctor/playbooks.ts';
import { checkedPlaybooks } from '#cli/playbooks/checked-playbooks.ts';
import { runVerb } from '#cli/playbooks/index.ts';
import { folder, models, people } from '../playbook/company.ts';

const all = `playbook: 1
name: Gate
owner: risk
applies_to: {action: promote, models: ["**"], to: production}
rules:
  - {name: R, needs: {people: [{from: ml}, {from: legal}, {from: product}, {from: finance}]}}
`;
const spare = `${people}  spare: {people: [ops]}\n`;
const shadowed = `${models}  - {id: recs/home, in: {mlflow: home}, team: recs, owner: ml-1}\n`;
const newcomer = people.replace('roles:', '  new: {slack: U0NEW, email: new@example.com}\nroles:');

let at: string;
beforeEach(() => {
  at = mkdtempSync(join(tmpdir(), 'countersign-lint-'));
});
afterEach(() => rmSync(at, { recursive: true, force: true }));

function write(replaced: Readonly<Record<string, string>> = {}, playbook = all): void {
  mkdirSync(join(at, 'playbooks'), { recursive: true });
  for (const { path, text } of folder(playbook, replaced)) writeFileSync(join(at, path), text);
}

async function lint(...argv: readonly string[]) {
  const lines: string[] = [];
  const exit = await runVerb(['lint', ...argv], {
    folder: join(at, 'playbooks'),
    print: (line) => lines.push(line.replaceAll(`${at}/`, '')),
    withRecord: async () => {
      throw new Error('no database is needed here');
    },
  });
  return { lines, exit };
}

describe('countersign playbooks lint', () => {
  it('ends with 0 where there is nothing to mend, strict or not', async () => {
    write();
    for (const argv of [[], ['--strict']]) {
      expect(await lint(...argv)).toEqual({
        lines: ['✓ playbooks: 4 files, 1 playbook, nothing to mend'],
        exit: 0,
      });
    }
  });

  it('prints warnings by file, line and column, and ends with 0, with --strict with 1', async () => {
    write({ 'people.yaml': spare });
    const warning =
      'playbooks/people.yaml:21:10: warning: no playbook or file names the role spare; use it, or drop it [unused_role]';
    expect(await lint()).toEqual({ lines: [warning, '… playbooks: 4 files, 1 playbook, 1 warning'], exit: 0 });
    expect(await lint('--strict')).toEqual({
      lines: [warning, '✗ playbooks: 4 files, 1 playbook, 1 warning'],
      exit: 1,
    });
  });

  it('ends with 1 for an error, with 0 for a note although it is strict', async () => {
    write({ 'models.yaml': shadowed, 'people.yaml': newcomer });
    const { lines, exit } = await lint();
    expect(exit).toBe(1);
    expect(lines[0]).toMatch(/^playbooks\/models\.yaml:6:10: `recs\/home` is never looked up .* \[shadowed\]$/);
    expect(lines[1]).toMatch(/^playbooks\/people\.yaml:14:8: note: new is in no role/);
    expect(lines[2]).toBe('✗ playbooks: 4 files, 1 playbook, 1 error, 1 note');
    write({ 'people.yaml': newcomer });
    expect(await lint('--strict')).toMatchObject({
      exit: 0,
      lines: [lines[1], '✓ playbooks: 4 files, 1 playbook, nothing to mend, 1 note'],
    });
  });

  it('prints one JSON document with problems or findings', async () => {
    write({ 'people.yaml': spare });
    const { lines, exit } = await lint('--json', '--strict');
    expect(exit).toBe(1);
    expect(lines).toHaveLength(1);
    expect(JSON.parse(lines[0] ?? '')).toEqual({
      ok: false,
      problems: [],
      findings: [
        {
          level: 'warning',
          code: 'unused_role',
          file: 'playbooks/people.yaml',
          line: 21,
          column: 10,
          sentence: 'no playbook or file names the role spare; use it, or drop it',
        },
      ],
    });
    write({}, all.replace('owner', 'ownr'));
    const broken = await lint('--json');
    expect(broken.exit).toBe(1);
    expect(JSON.parse(broken.lines[0] ?? '')).toMatchObject({
      ok: false,
      findings: [],
      problems: [
        { line: 1, code: 'missing_key' },
        { line: 3, code: 'unknown_key' },
      ],
    });
  });

  it('takes no other option', async () => {
    write();
    await expect(lint('--stric')).rejects.toThrow(TypeError);
  });
});

describe('doctor', () => {
  it('shows errors of lint as problems, warnings as notes and notes not at all', async () => {
    write({ 'models.yaml': shadowed, 'people.yaml': `${newcomer}  spare: {people: [ops]}\n` });
    const findings = playbookFindings(await checkedPlaybooks(join(at, 'playbooks')));
    const lines = findings.map(({ state, what, fix }) => [state, what.replace(`${at}/`, ''), fix]);
    expect(lines).toContainEqual([
      'problem',
      'playbooks/models.yaml:6:10: `recs/home` is never looked up by its id, because `recs/*` stands before it and matches too',
      'move this entry up, or narrow the other',
    ]);
    expect(lines).toContainEqual([
      'note',
      'playbooks/people.yaml:22:10: no playbook or file names the role spare',
      'use it, or drop it',
    ]);
    expect(lines.filter(([, what]) => what?.includes('no role'))).toEqual([]);
  });
});
