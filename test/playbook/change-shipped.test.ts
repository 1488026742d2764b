import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { changesBetween } from '#playbook/change/changes-between.ts';
import { isLoosening } from '#playbook/change/policy-change.ts';
import { loadPlaybooks } from '#playbook/load/load.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';

const files: Readonly<Record<string, string>> = Object.fromEntries(
  readdirSync('playbooks').map((name) => [name, readFileSync(`playbooks/${name}`, 'utf8')]),
);

function shipped(changed: Readonly<Record<string, string>> = {}): PlaybookSet {
  const read = loadPlaybooks(
    Object.entries({ ...files, ...changed }).map(([name, text]) => ({ path: `playbooks/${name}`, text })),
  );
  if (read.ok) return read.set;
  throw new Error(read.problems.map(({ file, line, sentence }) => `${file}:${line}: ${sentence}`).join('\n'));
}

function edited(file: string, from: string, to: string): PlaybookSet {
  const text = files[file] ?? '';
  if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
  return shipped({ [file]: text.replace(from, to) });
}

const before = shipped();
const critical = ['credit-ml', 'fraud-ml', 'legal', 'product', 'risk'];
const rollback = ['credit-ml', 'fraud-ml', 'recs-ml', 'risk'];
const retrain = ['credit-ml', 'finance', 'fraud-ml', 'ml-platform', 'recs-ml'];
/** Whoever has a seat in any of the shipped playbooks. */
const everyone = [...new Set([...critical, ...rollback, ...retrain, 'logistics-ml'])].sort();

/** What somebody may try in order to have it easier, and which roles that takes something from. */
const edits: readonly (readonly [what: string, file: string, from: string, to: string, loses: readonly string[]])[] = [
  ['risk without a seat', 'promotion-critical.yaml', 'people: {from: risk}, evidence', 'evidence', ['risk']],
  ['a wider pool', 'promotion-critical.yaml', '{from: product}', '{from: [product, fraud-ml]}', ['product']],
  [
    'the trainer in a seat',
    'promotion-critical.yaml',
    'options: {max_age: 5d',
    'options: {allow: run_owner, max_age: 5d',
    ['risk'],
  ],
  ['older approvals', 'promotion-critical.yaml', 'max_age: 5d', 'max_age: 30d', []],
  ['no reason', 'promotion-critical.yaml', 'reason: required', 'reason: optional', []],
  [
    'product without a veto',
    'promotion-critical.yaml',
    'block: {by: [risk, product]}',
    'block: {by: risk}',
    ['product'],
  ],
  [
    'others lift a block',
    'promotion-critical.yaml',
    'block: {by: [risk, product]}',
    'block: {by: [risk, product], lifted_by: [ml-platform]}',
    critical,
  ],
  ['a metric that may fall further', 'promotion-critical.yaml', 'tolerance: 0.002', 'tolerance: 0.05', []],
  ['a metric of percent', 'promotion-critical.yaml', 'tolerance: 0.002', 'tolerance: 10%', []],
  ['another metric', 'promotion-critical.yaml', 'metric: auc', 'metric: accuracy', []],
  [
    'risk without its evidence',
    'promotion-critical.yaml',
    'people: {from: risk}, evidence: [ranking-power]',
    'people: {from: risk}',
    [],
  ],
  ['a shorter freeze', 'promotion-critical.yaml', 'to: "sun 05:00"', 'to: "sun 04:00"', []],
  ['a freeze elsewhere', 'promotion-critical.yaml', 'zone: Europe/Amsterdam, weekly', 'zone: UTC, weekly', []],
  ['a later deadline', 'promotion-critical.yaml', 'expires_after: 5d', 'expires_after: 90d', []],
  ['a later execution', 'promotion-critical.yaml', 'execute_within: 3d', 'execute_within: 60d', []],
  [
    'an endless deadline',
    'promotion-critical.yaml',
    'remind_every: 1d',
    'on_expiry: extend_once\n  remind_every: 1d',
    [],
  ],
  [
    'break-glass for more roles',
    'promotion-critical.yaml',
    'by: [risk, fraud-ml, credit-ml]\n',
    'by: [risk, fraud-ml, credit-ml, recs-ml]\n',
    critical,
  ],
  ['break-glass for longer', 'promotion-critical.yaml', 'valid_for: 4h', 'valid_for: 2d', critical],
  ['a later review', 'promotion-critical.yaml', 'within: 2d', 'within: 30d', critical],
  [
    'approval without people',
    'promotion-critical.yaml',
    'break_glass:',
    'auto_approve: {if: {model: "**"}, needs: {evidence: [ranking-power]}, because: Quick.}\nbreak_glass:',
    critical,
  ],
  [
    'leave to loosen the baseline',
    'org.yaml',
    'membership: both}',
    'membership: both}\n  may_be_relaxed: [distinct]',
    [],
  ],
  [
    'fewer parts that make a candidate',
    'org.yaml',
    'digest_of: [weights, signature, environment, code]',
    'digest_of: [weights, signature]',
    [],
  ],
  ['votes of people who left', 'org.yaml', 'membership: both', 'membership: when_voting', everyone],
  [
    'seats for whoever has several roles',
    'org.yaml',
    'one_seat_per_person: true',
    'one_seat_per_person: false',
    everyone,
  ],
  ['accounts by e-mail', 'org.yaml', 'identity:\n', 'identity:\n  allow_email_match: true\n', everyone],
  ['another registry behind a name', 'org.yaml', 'http://127.0.0.1:5001', 'http://127.0.0.1:5999', []],
  ['fewer slices', 'promotion-fraud.yaml', ', slices: [region]', '', []],
  ['a lower line', 'promotion-fraud.yaml', 'value: 0.78', 'value: 0.6', []],
  [
    'fewer requests',
    'promotion-fraud.yaml',
    'models: ["fraud/*"]',
    'models: ["fraud/scorer"]',
    ['fraud-ml', 'product', 'risk'],
  ],
  [
    'a playbook without its parent',
    'promotion-recs.yaml',
    'extends: Everyday models to production\n',
    '',
    ['product', 'risk'],
  ],
  ['who owns the rules', 'promotion-fraud.yaml', 'owner: risk', 'owner: fraud-ml', ['risk']],
  ['who is asked again', 'promotion-fraud.yaml', 'cares: [fraud-ml, risk]', 'cares: [fraud-ml]', ['risk']],
  [
    'legal in fewer cases',
    'promotion-credit.yaml',
    'if: {first_promotion: true}',
    'if: {first_promotion: true, eu_high_risk: true}',
    ['legal'],
  ],
  ['legal without a veto', 'promotion-credit.yaml', 'by: [credit-ml, legal]', 'by: [credit-ml]', ['legal']],
  [
    'one person rolls back',
    'rollback.yaml',
    '{from: [fraud-ml, risk], count: 2}',
    '{from: [fraud-ml, risk]}',
    ['fraud-ml', 'risk'],
  ],
  [
    'a team of another rolls back',
    'rollback.yaml',
    '{from: [recs-ml, credit-ml, risk]}',
    '{from: [recs-ml, credit-ml, risk, ml-platform]}',
    ['credit-ml', 'recs-ml', 'risk'],
  ],
  ['break-glass past promotions', 'rollback.yaml', 'only_for: [rollback]', 'only_for: [rollback, promote]', rollback],
  ['dearer runs without people', 'retraining.yaml', 'op: "<=", value: 50}', 'op: "<=", value: 5000}', retrain],
  ['finance for dearer runs alone', 'retraining.yaml', 'op: ">", value: 500}', 'op: ">", value: 900}', ['finance']],
  [
    'risk for critical alerts alone',
    'drift.yaml',
    'if: {alert_criticality: [high, critical]}',
    'if: {alert_criticality: [critical]}',
    ['risk'],
  ],
  ['an alert raised later', 'drift.yaml', 'value: 0.25, for: 2h', 'value: 0.4, for: 2h', []],
  ['an alert that ends sooner', 'drift.yaml', 'value: 0.1, for: 6h', 'value: 0.1, for: 1h', []],
  [
    'a product that asks itself',
    'promotion-standard.yaml',
    'people: {from: product}',
    'people: {from: [product, recs-ml]}',
    ['product'],
  ],
  [
    'everyday models decided slowly',
    'promotion-standard.yaml',
    'block: {by: [product, risk]}',
    'block: {by: product}',
    ['risk'],
  ],
  ['someone joins risk', 'people.yaml', '[mei, jon]', '[mei, jon, rosa]', ['risk']],
  [
    'builders count as risk',
    'people.yaml',
    'excludes: [fraud-ml, credit-ml, recs-ml, logistics-ml]',
    'excludes: [fraud-ml]',
    ['risk'],
  ],
  [
    'a builder leaves to count as risk',
    'people.yaml',
    'recs-ml: {people: [rosa, kim]}',
    'recs-ml: {people: [kim]}',
    ['risk'],
  ],
  [
    'nobody left in legal',
    'people.yaml',
    '  lea: {slack: U0LEA0006, email: lea@northwind.example}',
    '  lea: {slack: U0LEA0006, email: lea@northwind.example, active: false}',
    ['legal'],
  ],
  ['another account acts for risk', 'people.yaml', 'U0MEI0003', 'U0EVE0003', ['risk']],
  [
    'somebody stands in for risk',
    'people.yaml',
    'roles:\n  ml-platform',
    'delegations:\n  - {from: mei, to: tom, roles: [risk], start: "2026-12-01T00:00", end: "2026-12-14T24:00", reason: leave}\nroles:\n  ml-platform',
    ['risk'],
  ],
  [
    'a model of less criticality',
    'models.yaml',
    'criticality: high',
    'criticality: low',
    ['fraud-ml', 'product', 'risk', 'credit-ml', 'recs-ml', 'finance', 'ml-platform'].sort(),
  ],
];

describe('an edit of the shipped playbooks', () => {
  it.each(edits)('is seen as a loosening: %s', (_, file, from, to, loses) => {
    const changes = changesBetween(before, edited(file, from, to)).filter(isLoosening);
    expect(changes).not.toEqual([]);
    expect(new Set(changes.map((one) => one.file))).toEqual(new Set([`playbooks/${file}`]));
    expect([...new Set(changes.flatMap(({ disempowers }) => disempowers))].sort()).toEqual(loses);
  });

  it.each(edits)('is never neutral the other way: %s', (_, file, from, to) => {
    const changes = changesBetween(edited(file, from, to), before);
    expect(changes.some(({ direction }) => direction !== 'neutral')).toBe(true);
  });

  it('that takes a file away, or all that a file says, takes every say under it', () => {
    const { 'rollback.yaml': _, ...rest } = files;
    const read = loadPlaybooks(Object.entries(rest).map(([name, text]) => ({ path: `playbooks/${name}`, text })));
    if (!read.ok) throw new Error('it does not load');
    expect(changesBetween(before, read.set)).toMatchObject([
      { key: 'playbook', direction: 'looser', disempowers: rollback },
    ]);
  });
});

describe('what decides nothing', () => {
  it.each([
    ['a comment', 'rollback.yaml', '# Whoever trained', '# Who trained'],
    ['another order of keys', 'rollback.yaml', 'count: 1\n  only_for: [rollback]', 'only_for: [rollback]\n  count: 1'],
    ['a list of one', 'rollback.yaml', 'block: {by: [risk]}', 'block: {by: risk}'],
    [
      'a default that is written',
      'promotion-recs.yaml',
      'block: {by: [recs-ml]}',
      'block: {by: [recs-ml], lifted_by: same_person}',
    ],
    ['a length in other units', 'rollback.yaml', 'valid_for: 1h', 'valid_for: 60m'],
  ])('has no changes: %s', (_, file, from, to) => {
    expect(changesBetween(before, edited(file, from, to))).toEqual([]);
  });

  it.each([
    [
      'a rule by another name',
      'promotion-credit.yaml',
      'name: Legal has cleared a first promotion',
      'name: Legal agrees',
      'rules',
    ],
    [
      'a freeze by another name',
      'promotion-critical.yaml',
      'name: Settlement run',
      'name: Settlement',
      'timing.freeze',
    ],
    ['a playbook by another name', 'rollback.yaml', 'name: Rollback to', 'name: Return to', 'name'],
    ['why', 'promotion-critical.yaml', 'why: The second line', 'why: This second line', 'rules'],
    ['who is asked when', 'rollback.yaml', 'remind_every: 1h', 'remind_every: 2h', 'ask'],
  ])('is neutral: %s', (_, file, from, to, key) => {
    const text = (files[file] ?? '').replace(from, to).replace(/ {6}rules: \{Legal has cleared.*\n/, '');
    const changes = changesBetween(before, shipped({ [file]: text })).filter((one) => one.key !== 'tests');
    expect(changes.length).toBeGreaterThan(0);
    for (const one of changes) {
      expect(one).toMatchObject({ direction: 'neutral', disempowers: [] });
      expect(one.key).toContain(key);
    }
  });
});

describe('what a parent changes', () => {
  it('is told once, at the parent, as the playbooks under it show it', () => {
    const changes = changesBetween(
      before,
      edited('promotion-critical.yaml', 'unknown_people: flag', 'unknown_people: block'),
    );
    expect(changes).toMatchObject([
      { file: 'playbooks/promotion-critical.yaml', key: 'distinct.unknown_people', direction: 'tighter' },
    ]);
  });

  it('is told at each file that changes it too', () => {
    const critical = (files['promotion-critical.yaml'] ?? '').replace('[risk, product]', '[product]');
    const fraud = (files['promotion-fraud.yaml'] ?? '').replace(
      'block: {by: [fraud-ml]}',
      'block: {by: [fraud-ml, risk]}',
    );
    const changes = changesBetween(
      before,
      shipped({ 'promotion-critical.yaml': critical, 'promotion-fraud.yaml': fraud }),
    );
    expect(changes).toMatchObject([
      { file: 'playbooks/promotion-critical.yaml', key: 'block.by', direction: 'looser', disempowers: ['risk'] },
    ]);
  });

  it('is different where it tightens one child and opens another', () => {
    const item = '  - {id: ranking-power, title: T, check: {metric: auc, op: ">=", value: 0.8}}\n';
    const parent = (value: string) => `playbook: 1
name: Parent
owner: risk
abstract: true
applies_to: {action: promote, models: ["**"]}
evidence:
${item.replace('0.8', value)}`;
    const child = `playbook: 1
name: Child
owner: risk
extends: Parent
applies_to: {action: promote, models: ["x/*"], to: production}
rules:
  - {name: Always, needs: {people: {from: product}}}
  - {name: If it fails, if: {evidence: {ranking-power: [failed, missing]}}, needs: {people: {from: risk}}}
`;
    const was = shipped({ 'parent.yaml': parent('0.8'), 'child.yaml': child });
    const is = shipped({ 'parent.yaml': parent('0.9'), 'child.yaml': child });
    expect(changesBetween(was, is)).toMatchObject([
      { file: 'playbooks/parent.yaml', key: 'evidence["ranking-power"].check', direction: 'different' },
    ]);
  });

  it('takes from the roles of the child what its parent alone could not', () => {
    const wide = edited('promotion-critical.yaml', 'valid_for: 4h', 'valid_for: 8h');
    expect(changesBetween(before, wide)).toMatchObject([{ key: 'break_glass', disempowers: critical }]);
  });
});
