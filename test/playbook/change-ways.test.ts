import { describe, expect, it } from 'vitest';
import { changesBetween } from '#playbook/change/changes-between.ts';
import { head, loaded } from './company.ts';

/** Key and direction of every change from one text of a playbook to another. */
function between(was: string, is: string): readonly (readonly [string, string])[] {
  return changesBetween(loaded(head + was), loaded(head + is)).map(({ key, direction }) => [key, direction]);
}

const rules = (...lines: readonly string[]) => `rules:\n${lines.map((line) => `  - ${line}\n`).join('')}`;
const ml = '{name: Ml, needs: {people: {from: ml}}}';
const risk = '{name: Risk, needs: {people: {from: risk}}}';
const proof = '{name: Proof, needs: {evidence: [q]}}';
const quality = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">=", value: 0.8}}]\n';

describe('a rule that comes', () => {
  it('is tighter where somebody decided anyway', () => {
    expect(between(rules(ml), rules(ml, risk))).toEqual([['rules["Risk"]', 'tighter']]);
  });

  it('opens what nobody decided', () => {
    expect(between(quality + rules(proof), quality + rules(proof, risk))).toEqual([
      ['rules["Risk"]', 'tighter'],
      ['decision', 'looser'],
    ]);
    const some = '{name: Ml, if: {incident: open}, needs: {people: {from: ml}}}';
    expect(between(rules(some), rules(some, risk))).toContainEqual(['decision', 'different']);
  });

  it('is tighter where the others divide all models among them', () => {
    const divided = [
      '{name: Fraud, if: {model: ["fraud/*"]}, needs: {people: {from: ml}}}',
      '{name: Recs, if: {model: ["recs/*"]}, needs: {people: {from: product}}}',
    ];
    const scoped = (lines: readonly string[], models: string) =>
      loaded(head.replace('["**"]', models) + rules(...lines));
    const [was, is] = [divided, [...divided, risk]].map((lines) => scoped(lines, '["fraud/*", "recs/*"]'));
    if (was === undefined || is === undefined) throw new Error('two sets are compared');
    expect(changesBetween(was, is)).toMatchObject([{ key: 'rules["Risk"]', direction: 'tighter' }]);
    const wider = [divided, [...divided, risk]].map((lines) => scoped(lines, '["fraud/*", "recs/*", "churn/*"]'));
    expect(changesBetween(...(wider as [typeof was, typeof is])).map(({ direction }) => direction)).toContain(
      'different',
    );
  });
});

describe('an `if` that holds more often', () => {
  const sometimes = (name: string, more = '') =>
    `{name: ${name}, if: {incident: open${more}}, needs: {people: {from: ml}}}`;

  it('is tighter where somebody else decides, and opens what nobody decided', () => {
    const narrow = sometimes('Ml', ', first_promotion: true');
    expect(between(rules(narrow, risk), rules(sometimes('Ml'), risk))).toEqual([['rules["Ml"].if', 'tighter']]);
    expect(between(rules(narrow), rules(sometimes('Ml')))).toEqual([['rules["Ml"].if', 'looser']]);
  });

  it('opens a way where the rule is an alternative', () => {
    const tree = 'decision: {any: [Ml, Risk]}\n';
    const narrow = rules(sometimes('Ml', ', first_promotion: true'), risk);
    expect(between(narrow + tree, rules(sometimes('Ml'), risk) + tree)).toEqual([['rules["Ml"].if', 'looser']]);
  });

  it('opens a way that was closed while nobody was sure to be asked', () => {
    const pilot = (use: string) => `{name: Ml, if: {use_case: [${use}]}, needs: {people: {from: ml}}}`;
    expect(between(rules(pilot('pilot, serves_online')), rules(pilot('pilot')))).toEqual([
      ['rules["Ml"].if', 'looser'],
    ]);
  });
});

describe('vetoes that nobody wrote', () => {
  it('go with the seat: a narrower pool is a veto less', () => {
    const pool = (roles: string) => rules(`{name: R, needs: {people: {from: ${roles}}}}`);
    expect(
      changesBetween(loaded(head + pool('[ml, risk]')), loaded(head + pool('[ml]'))).map(
        ({ key, direction, disempowers }) => [key, direction, disempowers],
      ),
    ).toEqual([
      ['rules["R"].needs.people', 'tighter', []],
      ['block.by', 'looser', ['risk']],
      ['hold.by', 'looser', ['risk']],
    ]);
  });

  it('are told with the rule where that takes the seat', () => {
    expect(between(rules(ml, risk), rules(ml))).toEqual([['rules["Risk"]', 'looser']]);
  });
});

describe('who lifts a block', () => {
  const block = (lifted: string) => `${rules(ml, risk)}block: {by: [ml, risk], lifted_by: ${lifted}}\n`;

  it('is tighter as the blocker alone only where every blocker could lift it before', () => {
    expect(between(block('[ml, risk]'), block('same_person'))).toEqual([['block.lifted_by', 'tighter']]);
    expect(between(block('[legal]'), block('same_person'))).toEqual([['block.lifted_by', 'different']]);
    expect(between(block('same_person'), block('[ml, risk]'))).toEqual([['block.lifted_by', 'looser']]);
    expect(between(block('[ml]'), block('[ml, risk]'))).toEqual([['block.lifted_by', 'looser']]);
    expect(between(block('[ml, risk]'), block('[ml, legal]'))).toEqual([['block.lifted_by', 'different']]);
  });
});

describe('the tree', () => {
  const three = rules(ml, risk, '{name: Legal, needs: {people: {from: legal}}}');

  it.each([
    ['{all: [Ml, Risk, Legal]}', '{any: [Ml, {all: [Risk, Legal]}]}', 'looser'],
    ['{any: [{all: [Ml, Risk]}, Legal]}', '{any: [Ml, {all: [Risk, Legal]}]}', 'different'],
    ['{at_least: {n: 2, of: [Ml, Risk, Legal]}}', '{at_least: {n: 1, of: [Ml, Risk, Legal]}}', 'looser'],
    ['{any: [{all: [Ml, Risk]}, Legal]}', '{any: [Legal, {all: [Risk, Ml]}]}', null],
    ['{all: [Ml, {all: [Risk, Legal]}]}', '{all: [Ml, Risk, Legal]}', null],
    ['{at_least: {n: 3, of: [Ml, Risk, Legal]}}', '{all: [Ml, Risk, Legal]}', null],
  ])('%s to %s: %s', (was, is, direction) => {
    const expected = direction === null ? [] : [['decision', direction]];
    const back = direction === 'looser' ? [['decision', 'tighter']] : expected;
    expect(between(`${three}decision: ${was}\n`, `${three}decision: ${is}\n`)).toEqual(expected);
    expect(between(`${three}decision: ${is}\n`, `${three}decision: ${was}\n`)).toEqual(back);
  });
});
