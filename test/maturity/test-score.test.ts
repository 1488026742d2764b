import { describe, expect, it } from 'vitest';
import type { SignalReading } from '#domain/maturity.ts';
import type { RubricEvidence } from '#domain/maturity-training.ts';
import { rubricTests } from '#maturity/rubric.ts';
import { scopeOf } from '#maturity/scope.ts';
import { signals } from '#maturity/signals/index.ts';
import { meaningOf, testScore } from '#maturity/test-score.ts';
import { ago, facts, now } from './practice.ts';

let made = 0;
function evidence(test: string, over: Partial<RubricEvidence> = {}): RubricEvidence {
  made += 1;
  return {
    id: `e${made}`,
    model: 'm',
    test,
    automated: true,
    green: true,
    at: ago(5),
    url: null,
    person: null,
    ...over,
  };
}

function score(rubric: readonly RubricEvidence[], readings: readonly SignalReading[] = []) {
  const known = facts({ rubric });
  return testScore(readings, scopeOf(known, known.models, now));
}

const points = (rubric: readonly RubricEvidence[]) => score(rubric).tests.find(({ test }) => test.id === 'D7')?.points;

describe('the ML Test Score', () => {
  it('has seven tests in each of four sections, and names only signals there are', () => {
    const sections = Map.groupBy(rubricTests, ({ section }) => section);
    expect([...sections.values()].map((tests) => tests.length)).toEqual([7, 7, 7, 7]);
    const ids = new Set(signals.map(({ id }) => id));
    expect(rubricTests.flatMap((test) => test.signals).filter((id) => !ids.has(id))).toEqual([]);
  });

  it.each([
    [0, 'an experiment, not a product'],
    [0.5, 'some testing; serious holes in reliability are likely'],
    [1, 'some testing; serious holes in reliability are likely'],
    [1.5, 'a first pass at production'],
    [2, 'a first pass at production'],
    [2.5, 'reasonably tested; more could be automated'],
    [3, 'reasonably tested; more could be automated'],
    [3.5, 'strong automation, fit for what is critical'],
    [4, 'strong automation, fit for what is critical'],
    [4.5, 'strong automation, fit for what is critical'],
    [5, 'strong automation, fit for what is critical'],
    [5.5, 'exceptional'],
    [7, 'exceptional'],
  ])('%d is %s', (value, meaning) => {
    expect(meaningOf(value)).toBe(meaning);
  });

  it('is the least of the four sums', () => {
    const twice = (id: string) => [evidence(id), evidence(id, { at: ago(6) })];
    const { sums, score: least } = score([
      ...['D1', 'D2', 'D3', 'M1', 'M2', 'I1', 'O1', 'O2'].flatMap(twice),
      evidence('I2', { automated: false, url: 'https://wiki/i2' }),
    ]);
    expect(sums).toEqual({ data: 3, model: 2, infrastructure: 1.5, monitoring: 2 });
    expect(least).toBe(1.5);
  });

  it('is 0 where one section has nothing, and says of each test why', () => {
    const result = score([evidence('D1'), evidence('D1', { at: ago(6) })]);
    expect(result).toMatchObject({ score: 0, meaning: 'an experiment, not a product', rubricVersion: '2017' });
    expect(result.tests.find(({ test }) => test.id === 'M1')?.because).toBe('Nothing shows it.');
  });

  const url = 'https://wiki/d7';
  const said = (person: string, green: boolean, daysAgo = 5) =>
    evidence('D7', { automated: false, url, person, green, at: ago(daysAgo) });
  it.each([
    ['nothing', [], 0],
    ['one automated run', [evidence('D7')], 0],
    ['two automated runs', [evidence('D7'), evidence('D7', { at: ago(90) })], 1],
    ['two runs, one too old', [evidence('D7'), evidence('D7', { at: ago(91) })], 0],
    [
      'a red run after two green ones',
      [evidence('D7', { at: ago(1), green: false }), evidence('D7'), evidence('D7')],
      0,
    ],
    ['a green run after a red one', [evidence('D7', { at: ago(9), green: false }), evidence('D7'), evidence('D7')], 1],
    ['done by hand and written down', [evidence('D7', { automated: false, url, at: ago(180) })], 0.5],
    ['written down too long ago', [evidence('D7', { automated: false, url, at: ago(181) })], 0],
    ['done by hand, not written down', [evidence('D7', { automated: false })], 0],
    [
      'by hand, while the automated run is red',
      [evidence('D7', { automated: false, url }), evidence('D7', { green: false, at: ago(1) })],
      0,
    ],
    ['said to be done by two people', [said('lea', true), said('mei', true)], 0.5],
    ['said to be done by one and not by another', [said('lea', true), said('mei', false)], 0],
    ['said to be done by one who said otherwise before', [said('lea', false, 9), said('lea', true, 3)], 0.5],
    ['said not to be done by one who said otherwise before', [said('lea', true, 9), said('lea', false, 3)], 0],
    ['said to be done, against somebody whose word has expired', [said('mei', false, 181), said('lea', true)], 0.5],
    ['said to be done, and run by a machine twice', [said('lea', true), evidence('D7'), evidence('D7')], 1],
    ['said to have failed, and run by a machine twice', [said('lea', false), evidence('D7'), evidence('D7')], 1],
    ['of another model', [evidence('D7', { model: 'n' }), evidence('D7', { model: 'n' })], 0],
  ])('%s earns its points', (_, rubric, expected) => {
    expect(points(rubric)).toBe(expected);
  });

  it('takes a signal of machines as evidence, and none that people declared or that is below', () => {
    const reading = (grade: 'below' | 'evidenced', provenance: 'machine' | 'declared'): SignalReading => ({
      signal: 'X3',
      state: 'known',
      value: 0.5,
      of: 9,
      grade,
      proof: null,
      missed: [],
      asOf: now,
      provenance,
    });
    const m6 = (one: SignalReading) => score([], [one]).tests.find(({ test }) => test.id === 'M6')?.points;
    expect(m6(reading('evidenced', 'machine'))).toBe(1);
    expect(m6(reading('below', 'machine'))).toBe(0);
    expect(m6(reading('evidenced', 'declared'))).toBe(0);
  });
});
