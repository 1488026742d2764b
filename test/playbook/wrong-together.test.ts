import { describe, expect, it } from 'vitest';
import { loadPlaybooks } from '#playbook/load/load.ts';
import { folder, head, people } from './company.ts';

const gate = `${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`;

/** `file:line:column code: sentence` of every problem, the folder left out. */
function said(playbook: string, replaced: Readonly<Record<string, string>> = {}) {
  const result = loadPlaybooks(folder(playbook, replaced));
  if (result.ok) return [];
  return result.problems.map(
    ({ file, line, column, code, sentence }) =>
      `${file.replace('playbooks/', '')}:${line}:${column} ${code}: ${sentence}`,
  );
}

describe('freezes of one playbook', () => {
  const freezes = (...all: readonly string[]) =>
    `${gate}timing:\n  freeze:\n${all.map((one, i) => `    - {name: F${i}, ${one}}\n`).join('')}`;
  const dated = (from: string, to: string, more = '') => `zone: UTC, from: "${from}", to: "${to}"${more}`;
  const weekly = (from: string, to: string, zone = 'UTC', more = '') =>
    `zone: ${zone}, weekly: {from: "${from}", to: "${to}"}${more}`;

  it.each([
    [
      'dated, one in the other',
      dated('2026-12-01T00:00', '2026-12-31T00:00'),
      dated('2026-12-10T00:00', '2026-12-11T00:00'),
    ],
    [
      'dated, one into the other',
      dated('2026-12-01T00:00', '2026-12-10T24:00'),
      dated('2026-12-10T23:00', '2026-12-12T00:00'),
    ],
    ['weekly', weekly('fri 17:00', 'sun 12:00'), weekly('sat 00:00', 'mon 08:00')],
    ['weekly, over the end of the week', weekly('sun 22:00', 'mon 08:00'), weekly('mon 07:00', 'mon 09:00')],
  ])('overlap: %s', (_, first, second) => {
    expect(said(freezes(first, second))).toEqual([
      'gate.yaml:9:7 overlapping_freezes: "F1" overlaps "F0"; write them as one, or move an end',
    ]);
  });

  it.each([
    [
      'one begins where the other ends',
      dated('2026-12-01T00:00', '2026-12-10T24:00'),
      dated('2026-12-11T00:00', '2026-12-12T00:00'),
    ],
    ['they are of two zones', weekly('fri 17:00', 'mon 08:00'), weekly('fri 17:00', 'mon 08:00', 'America/New_York')],
    [
      'they are for other actions',
      weekly('fri 17:00', 'mon 08:00', 'UTC', ', actions: promote'),
      weekly('fri 17:00', 'mon 08:00', 'UTC', ', actions: rollback'),
    ],
    [
      'a dated one covers a weekly one',
      dated('2026-12-01T00:00', '2026-12-31T00:00'),
      weekly('fri 17:00', 'mon 08:00'),
    ],
    [
      'they end in an hour that a clock change skips',
      dated('2026-03-29T01:00', '2026-03-29T02:30').replace('UTC', 'Europe/Amsterdam'),
      weekly('fri 17:00', 'mon 08:00'),
    ],
  ])('may stand side by side where %s', (_, first, second) => {
    expect(said(freezes(first, second))).toEqual([]);
  });

  it('have names of their own', () => {
    const twice = freezes(dated('2026-12-01T00:00', '2026-12-10T00:00'), weekly('fri 17:00', 'sat 00:00')).replace(
      'F1',
      'F0',
    );
    expect(said(twice)).toEqual(['gate.yaml:9:14 duplicate_name: the freeze "F0" is used twice; rename or drop one']);
  });
});

describe('seats of several rules', () => {
  const rules = (...needs: readonly string[]) =>
    `${head}rules:\n${needs.map((need, i) => `  - {name: R${i}, needs: {people: ${need}}}\n`).join('')}`;

  it('need different people', () => {
    expect(said(rules('{from: legal}', '{from: legal}'))).toEqual([
      'gate.yaml:6:3 impossible_seats: "R0" and "R1" together need 2 different people to promote, and only 1 could ever agree; add people to their roles',
    ]);
    expect(said(rules('{from: ml, count: 3}', '{from: [ml, legal]}'))).toEqual([]);
    expect(said(rules('{from: ml, count: 3}', '{from: [ml, legal], count: 2}')).join()).toContain(
      'together need 5 different people',
    );
  });

  it('do not, where there is another way, a rule that may not apply, or one person may take several', () => {
    const two = rules('{from: legal}', '{from: legal}');
    expect(said(`${two}decision: {any: [R0, R1]}\n`)).toEqual([]);
    expect(said(`${two}distinct: {one_seat_per_person: false}\n`)).toEqual([]);
    expect(said(two.replace('name: R1', 'name: R1, if: {incident: open}'))).toEqual([]);
    const asks = people.replace('legal: {', 'legal: {on_empty: ask_owner, ');
    expect(said(two, { 'people.yaml': asks })).toEqual([]);
  });

  it('are not counted of people whom a role excludes', () => {
    const both = people.replace('legal: {people: [legal-1]', 'legal: {people: [legal-1, ml-1], excludes: [ml]');
    expect(said(rules('{from: legal, count: 2}'), { 'people.yaml': both }).join()).toContain(
      '"R0" needs 2 people, and only 1',
    );
  });
});

describe('people', () => {
  it.each([
    [
      'address',
      'email: legal-1@example.com',
      'email: [legal-1@example.com, Risk-1@Example.com]',
      '"Risk-1@Example.com"',
    ],
    ['Slack account', 'slack: U0TEST07', 'slack: U0TEST04', '"U0TEST04"'],
  ])('D7 one %s on two people is an error', (kind, own, shared, shown) => {
    const text = people.replace(own, shared);
    expect(said(gate, { 'people.yaml': text })).toEqual([
      expect.stringMatching(
        new RegExp(
          `^people.yaml:11:\\d+ duplicate_name: the ${kind} ${shown} is used twice; it belongs to one person$`,
        ),
      ),
    ]);
  });
});

describe('one wrong file', () => {
  const broken = `${head.replace('owner: risk', 'owner: rsk')}expries: 1d\nrules:\n  - {name: R, needs: {people: {from: [ml, mll], count: 0}}}\n  - {name: S, needs: {people: {from: 5}}, if: {requester_in: lgal}}\ndecision: {all: [R, S, T]}\n`;

  it('does not hide the names that it and the others use wrongly', () => {
    const typo = `${gate.replace('Gate', 'Other').replace('from: ml', 'from: mll')}extends: Gate\n`;
    expect(said(broken, { 'other.yaml': typo }).map((one) => one.replace(/;.*/, ''))).toEqual([
      'gate.yaml:3:8 dangling_name: there is no role "rsk"',
      'gate.yaml:5:1 unknown_key: unknown key "expries"',
      'gate.yaml:7:43 dangling_name: there is no role "mll"',
      'gate.yaml:7:56 invalid_value: this is at least 1',
      'gate.yaml:8:38 wrong_type: expected text, found 5',
      'gate.yaml:9:24 dangling_name: there is no rule "T"',
      'other.yaml:5:42 dangling_name: there is no role "mll"',
    ]);
  });

  it('keeps the places of what comes after what cannot be read', () => {
    const rules = '  - {name: R, needs: 5}\n  - {name: S, needs: {people: {from: [5, mll]}}}\n';
    expect(said(`${head}rules:\n${rules}`).map((one) => one.replace(/;.*/, ''))).toEqual([
      'gate.yaml:6:22 wrong_type: expected a map, found 5',
      'gate.yaml:7:39 wrong_type: expected text, found 5',
      'gate.yaml:7:42 dangling_name: there is no role "mll"',
    ]);
  });

  it('of people says nothing of seats, which it may have filled', () => {
    const text = people.replace('legal-1@example.com', 'legal-1');
    const rules = 'rules: [{name: R, needs: {people: {from: legal}}}]\n';
    expect(said(head + rules, { 'people.yaml': text })).toEqual([
      'people.yaml:11:37 invalid_value: this is not an e-mail address',
    ]);
  });

  it('that is no YAML keeps silent about names that it may have declared', () => {
    const problems = said(gate, { 'people.yaml': `${people}  broken: [\n` });
    expect(problems.every((one) => one.startsWith('people.yaml:'))).toBe(true);
    const child = `${gate.replace('Gate', 'Child')}extends: Lost\nblock: {also_when: {evidence: {lost: failed}}}\n`;
    expect(said(child, { 'lost.yaml': 'name: Lost\nevidence: [\n' }).map((one) => one.split(':')[0])).toEqual([
      'lost.yaml',
    ]);
  });
});
