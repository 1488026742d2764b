import { describe, expect, it } from 'vitest';
import type { FactRecords } from '#domain/maturity-facts.ts';
import { readLevel } from '#maturity/level.ts';
import { levelConditions } from '#maturity/level-conditions.ts';
import { scopeOf } from '#maturity/scope.ts';
import { settledLevel } from '#maturity/settled-level.ts';
import { targetOf } from '#maturity/target.ts';
import { automatedRecords, facts, now, plain, run } from './practice.ts';
import { signalRows } from './signal-rows.ts';

/** Which row of the signals' table a condition is measured like. */
const rowOf: Readonly<Record<string, string>> = {
  a: 'P1',
  b: 'P2',
  c: 'P3',
  d: 'P4',
  f: 'P5',
  h: 'M1',
  i: 'C1',
  j: 'C3',
  k: 'M6',
};

function stateOf(id: string, met: number, level: 'level1' | 'level2') {
  const made = signalRows[rowOf[id] ?? '']?.make(met);
  if (made === undefined) throw new Error(`no row for ${id}`);
  const known = facts(made.records, made.models);
  // Versions enough that the level is read at all are not needed to read a condition.
  return readLevel(scopeOf(known, known.models, now)).conditions.find((condition) => condition.id === id)?.[level];
}

const edges = levelConditions
  .filter(({ id }) => id in rowOf)
  .flatMap(({ id, level1, level2 }) => [
    ...(level1 === null ? [] : [{ id, level: 'level1' as const, least: level1 }]),
    { id, level: 'level2' as const, least: level2 },
  ]);

function levelOf(change: (records: FactRecords) => Partial<FactRecords>) {
  const all = automatedRecords();
  const known = facts({ ...all, ...change(all) });
  return readLevel(scopeOf(known, known.models, now));
}

describe('conditions of levels', () => {
  it('are eleven, from a to k', () => {
    expect(levelConditions.map(({ id }) => id).join('')).toBe('abcdefghijk');
  });

  it.each(edges)('$id holds for $level at $least and fails below', ({ id, level, least }) => {
    expect(stateOf(id, Math.round(least * 100), level)).toBe('holds');
    expect(stateOf(id, Math.round(least * 100) - 1, level)).toBe('fails');
  });

  it.each([
    ['e', 7, 'holds', 'holds'],
    ['e', 5, 'holds', 'fails'],
    ['e', 4, 'fails', 'fails'],
  ])('%s with %d of seven items', (id, items, level1, level2) => {
    const level = levelOf(({ runs }) => ({
      runs: runs.map((one) => ({ ...one, recorded: one.recorded.slice(0, items) })),
    }));
    expect(level.conditions.find((condition) => condition.id === id)).toMatchObject({ level1, level2 });
  });

  it('g counts what automation delivered', () => {
    const level = (byHand: number) =>
      levelOf(({ promotions }) => ({
        promotions: promotions.map((one, i) => ({ ...one, automated: i >= byHand })),
      })).conditions.find(({ id }) => id === 'g')?.level1;
    expect(level(2)).toBe('holds');
    expect(level(3)).toBe('fails');
  });
});

describe('a level', () => {
  it('is 0 where nothing is known to hold, and may be 2', () => {
    const known = facts({}, undefined, ['runs', 'releases', 'monitors']);
    const level = readLevel(scopeOf({ ...known, ...pick(automatedRecords()) }, known.models, now));
    expect(level).toMatchObject({ kind: 'levels', atLeast: 0, atMost: 2 });
    expect(level.conditions.find(({ id }) => id === 'c')?.because).toBe('No runs connected.');
  });

  it('needs three promoted versions', () => {
    const kind = (versions: number) =>
      levelOf(({ promotions }) => ({ promotions: promotions.slice(0, versions) })).kind;
    expect(kind(2)).toBe('insufficient');
    expect(kind(3)).toBe('levels');
  });

  it('waits for a drill where a gate had no occasion to reject', () => {
    const passed = ({ runs }: FactRecords) => ({
      runs: runs.filter(({ dataGate, modelGate }) => dataGate?.passed === true && modelGate?.passed === true),
    });
    const untried = levelOf(passed);
    expect(untried).toMatchObject({ kind: 'levels', atLeast: 0, atMost: 2 });
    expect(untried.conditions.find(({ id }) => id === 'c')).toMatchObject({ proof: 'untried', level1: 'unknown' });
  });

  it.each([
    [49, 'untried'],
    [50, 'unproven'],
  ])('after %d runs without a rejection takes a gate for %s', (count, proof) => {
    const known = facts({ runs: Array.from({ length: count }, (_, i) => run({ id: `${i}` })) });
    const { conditions } = readLevel(scopeOf(known, known.models, now));
    const gate = conditions.find(({ id }) => id === 'd');
    expect(gate).toMatchObject({ proof, value: proof === 'untried' ? 1 : 0 });
  });
});

function pick({ promotions, versions }: FactRecords) {
  const { promotions: p, versions: v } = facts({ promotions, versions });
  return { promotions: p, versions: v };
}

describe('a settled level', () => {
  it.each([
    [[], null],
    [[1], 1],
    [[0, 1], 0],
    [[0, 1, 1], 1],
    [[0, 1, 2], 1],
    [[0, 1, 0, 1], 0],
    [[1, 0, 2], 1],
    [[1, 2, 0], 1],
    [[2, 0], 2],
    [[2, 1, 0], 1],
    [[2, 0, 0], 0],
    [[1, null, 2, null, 2], 1],
    [[null, 1, 2, 2], 2],
  ] as const)('%j is %j', (weeks, level) => {
    expect(settledLevel(weeks)).toBe(level);
  });
});

describe('a target', () => {
  it.each([
    ['a pilot', { ...plain, pilot: true, frequentUpdates: true }, 9, { level: 0, monitoring: false }],
    ['trained when it degrades', { ...plain, retraining: 'ad_hoc' as const }, 1, { level: 0, monitoring: true }],
    ['trained often', { ...plain, retraining: 'frequent' as const }, 4, { level: 1, monitoring: false }],
    ['changed often', { ...plain, frequentUpdates: true }, 1, { level: 2, monitoring: false }],
    [
      'of a team with five pipelines',
      { ...plain, retraining: 'frequent' as const },
      5,
      { level: 2, monitoring: false },
    ],
    ['critical', { ...plain, missionCritical: true }, 1, { level: 0, monitoring: false }],
  ])('of one that is %s', (_, characteristics, pipelines, target) => {
    expect(targetOf(characteristics, pipelines)).toMatchObject(target);
  });
});
