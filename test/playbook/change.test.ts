import { describe, expect, it } from 'vitest';
import { changesBetween } from '#playbook/change/changes-between.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { before, changed, gate, inForce, seated, setOf } from './change-company.ts';

type Row = readonly [file: string, from: string, to: string, key: RegExp, disempowers: readonly string[]];

/** Each makes the company's rules looser; the other way round it makes them tighter. */
const loosenings: readonly Row[] = [
  [
    'gate.yaml',
    'count: 2}, evidence: [quality, ratio]',
    'count: 1}, evidence: [quality, ratio]',
    /Risk agrees.*people/,
    ['risk'],
  ],
  ['gate.yaml', '{from: product}', '{from: [product, ml]}', /Product agrees.*people/, ['product']],
  ['gate.yaml', 'evidence: [quality, speed]', 'evidence: [quality]', /Engineering agrees.*evidence/, []],
  ['gate.yaml', ', facts: {incident: none}', '', /Risk agrees.*facts/, []],
  ['gate.yaml', 'options: {max_age: 3d}', 'options: {max_age: 5d}', /Engineering agrees.*max_age/, []],
  [
    'gate.yaml',
    'options: {max_age: 3d}',
    'options: {max_age: 3d, allow: [requester]}',
    /Engineering agrees.*allow/,
    ['ml'],
  ],
  ['gate.yaml', 'options: {max_age: 3d}', 'options: {max_age: 3d, reason: optional}', /Engineering agrees.*reason/, []],
  ['gate.yaml', 'data_class: [personal, special_category]', 'data_class: [personal]', /Legal agrees.*if/, ['legal']],
  [
    'gate.yaml',
    'n: 2, of: [Engineering agrees, Risk agrees, Product agrees]',
    'n: 1, of: [Engineering agrees, Risk agrees, Product agrees]',
    /decision.by_action.rollback/,
    seated,
  ],
  ['gate.yaml', 'tolerance: 0.002', 'tolerance: 0.01', /"quality".*check/, []],
  ['gate.yaml', 'slices: [region, age]', 'slices: [region]', /"quality".*check/, []],
  ['gate.yaml', 'min_support: 100', 'min_support: 500', /"quality".*check/, []],
  [
    'gate.yaml',
    'of: champion, tolerance: 0.002',
    'of: champion, if_no_champion: pass, tolerance: 0.002',
    /"quality".*check/,
    [],
  ],
  ['gate.yaml', 'max_age: 3d\n    produced', 'max_age: 9d\n    produced', /"quality".*max_age/, []],
  ['gate.yaml', 'produced_by: [eval]', 'produced_by: [eval, person]', /"quality".*produced_by/, []],
  ['gate.yaml', 'cares: [ml, risk]', 'cares: [ml]', /"quality".*cares/, ['risk']],
  ['gate.yaml', 'low: 0.9', 'low: 0.8', /"ratio".*check/, []],
  ['gate.yaml', 'high: 1.1', 'high: 1.2', /"ratio".*check/, []],
  ['gate.yaml', 'op: "<=", value: 90', 'op: "<=", value: 95', /"speed".*check/, []],
  ['gate.yaml', 'op: "<=", value: 90', 'op: "<", value: 95', /"speed".*check/, []],
  ['gate.yaml', 'sections: [limits, data]', 'sections: [limits]', /"card".*check/, []],
  ['gate.yaml', 'at_most: 30d', 'at_most: 60d', /"card".*check/, []],
  ['gate.yaml', '{major: 0}', '{major: 1}', /"card".*check/, []],
  ['gate.yaml', '{document: card,', '{document: card, bound_to: model,', /"card".*check/, []],
  ['gate.yaml', 'by: [risk, legal], also_when', 'by: [risk], also_when', /block.by/, ['legal']],
  [
    'gate.yaml',
    'also_when: {incident: open}',
    'lifted_by: [ml, legal, risk], also_when: {incident: open}',
    /block.lifted_by/,
    ['legal', 'risk'],
  ],
  ['gate.yaml', ', also_when: {incident: open}', '', /block.also_when/, []],
  ['gate.yaml', 'hold: {by: [ml, risk]}', 'hold: {by: [ml]}', /hold.by/, ['risk']],
  ['gate.yaml', 'from: "fri 16:00"', 'from: "fri 18:00"', /timing.freeze\["Weekend"\]/, []],
  ['gate.yaml', 'to: "2027-01-04T09:00"', 'to: "2027-01-03T24:00"', /timing.freeze\["Year end"\]/, []],
  ['gate.yaml', 'every: 7d', 'every: 14d', /obligations\["Stable"\]/, []],
  ['gate.yaml', 'wait_after_approval: 1h', 'wait_after_approval: 40m', /wait_after_approval/, []],
  ['gate.yaml', 'expires_after: 3d', 'expires_after: 5d', /expires_after/, []],
  ['gate.yaml', 'execute_within: 2d', 'execute_within: 4d', /execute_within/, []],
  ['gate.yaml', 'remind_every: 4h', 'remind_every: 4h, on_expiry: extend_once', /on_expiry/, []],
  ['gate.yaml', 'max_days: 7', 'max_days: 14', /delegation.max_days/, seated],
  [
    'gate.yaml',
    'not_for: {criticality: [high, critical]}',
    'not_for: {criticality: [critical]}',
    /delegation.not_for/,
    seated,
  ],
  ['gate.yaml', 'membership: both', 'membership: when_voting', /distinct.membership/, seated],
  ['gate.yaml', 'joined_after_open: ignore', 'joined_after_open: flag', /joined_after_open/, seated],
  ['gate.yaml', 'unknown_people: block', 'unknown_people: flag', /unknown_people/, []],
  ['gate.yaml', 'distinct: {', 'distinct: {one_seat_per_person: false, ', /one_seat_per_person/, seated],
  ['gate.yaml', 'digest_of: [weights, data], must', 'digest_of: [weights], must', /digest_of/, []],
  ['gate.yaml', 'must_be_known: [weights, data]', 'must_be_known: [weights]', /must_be_known/, []],
  ['gate.yaml', 'criticality: [low], only_changed', 'criticality: [low, medium], only_changed', /auto_approve/, seated],
  [
    'gate.yaml',
    'needs: {evidence: [quality, ratio]}\n  because',
    'needs: {evidence: [quality]}\n  because',
    /auto_approve/,
    seated,
  ],
  ['gate.yaml', 'rate: 20%', 'rate: 10%', /auto_approve/, seated],
  ['gate.yaml', 'by: [risk], count: 2, only_for', 'by: [risk], count: 1, only_for', /break_glass/, seated],
  ['gate.yaml', 'only_for: [rollback]', 'only_for: [rollback, promote]', /break_glass/, seated],
  ['gate.yaml', 'valid_for: 2h', 'valid_for: 4h', /break_glass/, seated],
  ['gate.yaml', 'if_missed: rollback', 'if_missed: escalate', /break_glass/, seated],
  ['gate.yaml', 'retrain: never', 'retrain: allowed', /after_rejection.retrain/, []],
  ['gate.yaml', 'evidence: void_all', 'evidence: ask_who_cares', /on_change.evidence/, seated],
  ['org.yaml', 'wait_after_approval: 30m', 'wait_after_approval: 10m', /baseline.timing.wait_after_approval/, []],
  ['people.yaml', 'min_tenure: 14d', 'min_tenure: 1d', /roles.risk.min_tenure/, ['risk']],
  ['people.yaml', 'excludes: [ml]', 'excludes: []', /roles.risk.excludes/, ['risk']],
  [
    'people.yaml',
    'legal: {people: [legal-1]}',
    'legal: {people: [legal-1], on_empty: ask_owner}',
    /roles.legal.on_empty/,
    ['legal'],
  ],
  ['people.yaml', 'legal: {people: [legal-1]}', 'legal: {people: [legal-1, ml-1]}', /roles.legal.people/, ['legal']],
];

describe('a loosening', () => {
  it.each(loosenings)('%s: %s to %s', (file, from, to, key, disempowers) => {
    const changes = changesBetween(before, changed(file, from, to)).filter((one) => one.direction !== 'neutral');
    expect(changes).toMatchObject([{ direction: 'looser', disempowers }]);
    expect(changes[0]?.key).toMatch(key);
    expect(changes[0]?.file).toBe(`playbooks/${file}`);
  });

  it.each(loosenings)('taken back is tighter, and disempowers nobody: %s: %s to %s', (file, from, to, key) => {
    const changes = changesBetween(changed(file, from, to), before).filter((one) => one.direction !== 'neutral');
    expect(changes).toMatchObject([{ direction: 'tighter', disempowers: [] }]);
    expect(changes[0]?.key).toMatch(key);
  });
});

describe('what goes, and what its direction is', () => {
  const directions = (after: PlaybookSet) =>
    changesBetween(before, after).map(({ key, direction, disempowers }) => [key, direction, disempowers.join(' ')]);

  it('a rule that goes takes the seat of its roles, and their say in what cares by default', () => {
    const rule = '  - name: Product agrees\n    needs: {people: {from: product}}\n';
    const text = gate.replace(rule, '').replaceAll(', Product agrees', '');
    expect(directions(setOf({ ...inForce, 'gate.yaml': text }))).toContainEqual([
      'rules["Product agrees"]',
      'looser',
      'product',
    ]);
  });

  it('a rule that comes is tighter', () => {
    const rule = '  - name: Platform agrees\n    needs: {people: {from: platform}}\ndecision:';
    const text = gate
      .replace('decision:', rule)
      .replace('Product agrees, Finance', 'Product agrees, Platform agrees, Finance');
    expect(directions(setOf({ ...inForce, 'gate.yaml': text }))).toContainEqual([
      'rules["Platform agrees"]',
      'tighter',
      '',
    ]);
  });

  it('another way to an approval is looser, also when a new rule makes it', () => {
    const rule = '  - name: Platform alone\n    needs: {people: {from: platform}}\ndecision:';
    const text = gate
      .replace('decision:', rule)
      .replace(/promote:\n {6}all: (\[.*\])/, 'promote: {any: [Platform alone, {all: $1}]}');
    const found = directions(setOf({ ...inForce, 'gate.yaml': text }));
    expect(found).toContainEqual(['decision.by_action.promote', 'looser', seated.join(' ')]);
  });

  it('evidence that goes is looser, and one that comes is tighter', () => {
    const item = '  - {id: speed, title: Speed, check: {metric: p99, op: "<=", value: 90}, cares: [ml]}\n';
    const text = gate.replace(item, '').replace('[quality, speed]', '[quality]');
    const after = setOf({ ...inForce, 'gate.yaml': text });
    expect(directions(after)).toContainEqual(['evidence["speed"]', 'looser', 'ml']);
    expect(changesBetween(after, before)).toContainEqual(
      expect.objectContaining({ key: 'evidence["speed"]', direction: 'tighter' }),
    );
  });

  it('evidence that a condition reads goes no clear way', () => {
    expect(directions(changed('gate.yaml', 'op: "<=", value: 5', 'op: "<=", value: 3'))).toEqual([
      ['evidence["cost"].check', 'different', ''],
    ]);
  });

  it('a condition of a rule that is an alternative goes no clear way', () => {
    const after = changed(
      'gate.yaml',
      '  - name: Product agrees\n',
      '  - name: Product agrees\n    if: {incident: none}\n',
    );
    expect(directions(after)).toEqual([['rules["Product agrees"].if', 'different', 'product']]);
  });

  it('a freeze that goes is looser, one at other times cannot be told', () => {
    const line = '    - {name: Year end, zone: Europe/Amsterdam, from: "2026-12-18T17:00", to: "2027-01-04T09:00"}\n';
    expect(directions(changed('gate.yaml', line, ''))).toEqual([['timing.freeze["Year end"]', 'looser', '']]);
    expect(directions(changed('gate.yaml', 'zone: Europe/Amsterdam, weekly', 'zone: UTC, weekly'))).toEqual([
      ['timing.freeze["Weekend"]', 'different', ''],
    ]);
  });

  it('ways past the tree that come are a loss for everybody with a seat or a veto', () => {
    const without = setOf({
      ...inForce,
      'gate.yaml': gate.replace(/auto_approve:[\s\S]*?break_glass:/, 'break_glass:'),
    });
    expect(changesBetween(without, before)).toMatchObject([
      { key: 'auto_approve', direction: 'looser', disempowers: seated },
    ]);
    expect(changesBetween(before, without)).toMatchObject([{ key: 'auto_approve', direction: 'tighter' }]);
  });

  it('fewer requests under these rules are looser, more of them decide what was refused', () => {
    expect(directions(changed('gate.yaml', '"fraud/*", "recs/*"', '"fraud/*"'))).toEqual([
      ['applies_to', 'looser', seated.join(' ')],
    ]);
    expect(directions(changed('gate.yaml', '"fraud/*", "recs/*"', '"**"'))).toEqual([['applies_to', 'different', '']]);
    expect(directions(changed('gate.yaml', 'registry: mlflow, ', ''))).toEqual([['applies_to', 'different', '']]);
  });

  it('what a run made being proposed by itself is neither tighter nor looser', () => {
    const retraining = gate
      .replace('action: [promote', 'action: [retrain, promote')
      .replace('rollback: {at', 'retrain: Risk agrees\n    rollback: {at');
    const proposing = retraining.replace('after_approval:\n', 'after_approval:\n  promote_to: production\n');
    const [without, having] = [retraining, proposing].map((text) => setOf({ ...inForce, 'gate.yaml': text }));
    if (without === undefined || having === undefined) throw new Error('no sets');
    expect(changesBetween(without, having)).toMatchObject([
      {
        key: 'after_approval.promote_to',
        direction: 'different',
        sentence: 'what a run made is proposed for production by itself, instead of proposed by nobody but people',
      },
    ]);
  });

  it('another owner disempowers the one before', () => {
    expect(directions(changed('gate.yaml', 'owner: risk', 'owner: ml'))).toEqual([['owner', 'looser', 'risk']]);
  });

  it('what decides nothing is neutral', () => {
    for (const [from, to] of [
      ['description: Why it is there.', 'description: Why we have it.'],
      ['channel: "#gate"', 'channel: "#gates"'],
      ['title: Speed', 'title: Quickness'],
      ['because: Small.', 'because: Little.'],
    ] as const) {
      const changes = changesBetween(before, changed('gate.yaml', from, to));
      expect(changes, from).toHaveLength(1);
      expect(changes[0], from).toMatchObject({ direction: 'neutral', disempowers: [] });
    }
  });

  it('a playbook that goes takes all its seats and vetoes; one that comes decides what was refused', () => {
    const more = {
      ...inForce,
      'more.yaml': gate.replace('name: Gate', 'name: More').replaceAll('"fraud/*", "recs/*"', '"churn/*"'),
    };
    expect(changesBetween(setOf(more), before)).toMatchObject([
      { file: 'playbooks/more.yaml', key: 'playbook', direction: 'looser', disempowers: seated },
    ]);
    expect(changesBetween(before, setOf(more))).toMatchObject([{ key: 'playbook', direction: 'different' }]);
  });

  it('a playbook that is called otherwise is still the same one', () => {
    expect(directions(changed('gate.yaml', 'name: Gate', 'name: The gate'))).toEqual([['name', 'neutral', '']]);
  });

  it('what a parent changes is told at the parent, with the roles that lose by it there', () => {
    const parent = `playbook: 1\nname: Parent\nowner: risk\nabstract: true\napplies_to: {action: promote, models: ["**"]}\nrules:\n  - {name: Risk looks, needs: {people: {from: risk, count: 2}}}\n`;
    const child = `playbook: 1\nname: Child\nowner: ml\nextends: Parent\napplies_to: {action: promote, models: ["a/*"]}\nrules:\n  - {name: Ml looks, needs: {people: {from: ml}}}\n`;
    const was = setOf({ ...inForce, 'gate.yaml': child, 'parent.yaml': parent });
    const is = setOf({ ...inForce, 'gate.yaml': child, 'parent.yaml': parent.replace('count: 2', 'count: 1') });
    expect(changesBetween(was, is)).toMatchObject([
      { file: 'playbooks/parent.yaml', key: 'rules["Risk looks"].needs.people', disempowers: ['risk'] },
    ]);
  });

  it('whoever leaves a role that another excludes may count there', () => {
    expect(
      directions(changed('people.yaml', 'ml: {people: [ml-1, ml-2, ml-3]}', 'ml: {people: [ml-1, ml-2]}')),
    ).toEqual([['roles.ml.people', 'looser', 'risk']]);
    expect(
      directions(changed('people.yaml', 'finance: {people: [finance-1]}', 'finance: {people: [finance-1, ops]}')),
    ).toEqual([['roles.finance.people', 'looser', 'finance']]);
  });

  it('a role that can refuse loses where nobody is left in it', () => {
    const gone = 'product: {people: [product-1]}';
    expect(directions(changed('people.yaml', 'risk-2, risk-3]', 'risk-2]'))).toEqual([
      ['roles.risk.people', 'tighter', ''],
    ]);
    expect(directions(changed('people.yaml', gone, 'product: {people: [ops]}'))).toEqual([
      ['roles.product.people', 'looser', 'product'],
      ['roles.product.people', 'tighter', ''],
    ]);
    expect(
      directions(changed('people.yaml', 'email: risk-1@example.com', 'email: risk-1@example.com, active: false')),
    ).toEqual([['people.risk-1.active', 'tighter', '']]);
  });

  it('somebody who stands in is looser, and one who does not any more goes no clear way', () => {
    const line = (end: string) =>
      `delegations: [{from: risk-1, to: ml-1, roles: [risk], start: "2026-12-01T00:00", end: "2026-12-${end}T24:00", reason: leave}]\n`;
    const people = inForce['people.yaml'] ?? '';
    const [none, short, long] = [people, people + line('14'), people + line('20')].map((text) =>
      setOf({ ...inForce, 'people.yaml': text }),
    ) as [PlaybookSet, PlaybookSet, PlaybookSet];
    const key = 'delegations["ml-1 for risk-1"]';
    expect(changesBetween(none, short)).toMatchObject([{ key, direction: 'looser', disempowers: ['risk'] }]);
    expect(changesBetween(short, long)).toMatchObject([{ key, direction: 'looser', disempowers: ['risk'] }]);
    expect(changesBetween(long, short)).toMatchObject([{ key, direction: 'different', disempowers: [] }]);
    expect(changesBetween(short, none)).toMatchObject([{ key, direction: 'different', disempowers: [] }]);
  });

  it('a model of lower criticality or with fewer classes of data is looser for those who decide about it', () => {
    expect(directions(changed('models.yaml', 'criticality: high', 'criticality: medium'))).toEqual([
      ['models["fraud/scorer"].criticality', 'looser', seated.join(' ')],
    ]);
    expect(directions(changed('models.yaml', 'criticality: high', 'criticality: critical'))).toEqual([
      ['models["fraud/scorer"].criticality', 'different', ''],
    ]);
    expect(directions(changed('models.yaml', 'team: fraud,', 'team: payments,'))).toEqual([
      ['models["fraud/scorer"].team', 'neutral', ''],
    ]);
  });

  it('has no changes between a set and itself, nor after it was written down and read again', () => {
    expect(changesBetween(before, before)).toEqual([]);
    expect(changesBetween(before, JSON.parse(JSON.stringify(before)))).toEqual([]);
  });
});
