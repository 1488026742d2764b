import { describe, expect, it } from 'vitest';
import { readSignal } from '#maturity/read-signals.ts';
import { scopeOf } from '#maturity/scope.ts';
import { type Bar, type Signal } from '#maturity/signals/define.ts';
import { signals } from '#maturity/signals/index.ts';
import { facts, historyIs, now } from './practice.ts';
import { signalRows } from './signal-rows.ts';

const judged = signals.filter(({ bars }) => bars !== null);

function read(signal: Signal, met: number) {
  const row = signalRows[signal.id];
  if (row === undefined) throw new Error(`no row for ${signal.id}`);
  const { records, models } = row.make(met);
  const known = facts(records, models);
  const weeks = historyIs({ [signal.id]: fullWeeks(signal) }, known.models);
  return readSignal(signal, scopeOf({ ...known, ...weeks }, known.models, now));
}

/** Weeks before this one that were as good as can be. */
function fullWeeks({ bars }: Signal): readonly number[] {
  return Array.from({ length: 3 }, () => (bars !== null && 'atMost' in bars.verified ? 0 : 1));
}

/** Each end of a bar in parts of `of`, with the direction that leaves it. */
function edges(bar: Bar, of: number): readonly (readonly [met: number, outward: number])[] {
  const met = (value: number) => Math.round(value * of);
  if ('atLeast' in bar) return [[met(bar.atLeast), -1]];
  if ('atMost' in bar) return [[met(bar.atMost), 1]];
  return [
    [met(bar.between[0]), -1],
    [met(bar.between[1]), 1],
  ];
}

const table = judged.flatMap((signal) => {
  const of = signalRows[signal.id]?.of ?? 1;
  if (signal.bars === null) return [];
  return [
    ...edges(signal.bars.evidenced, of).map((edge) => ({ signal, id: signal.id, bar: 'evidenced' as const, edge })),
    ...edges(signal.bars.verified, of).map((edge) => ({ signal, id: signal.id, bar: 'verified' as const, edge })),
  ];
});

describe('every signal', () => {
  it('has an id of its own and a row in this table', () => {
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
    expect(judged.map(({ id }) => id).sort()).toEqual(Object.keys(signalRows).sort());
    expect(judged.length).toBe(38);
  });

  it.each(table)('$id meets the $bar bar at its edge $edge and not beyond', ({ signal, bar, edge: [met, outward] }) => {
    const at = read(signal, met);
    const past = met + outward < 0 ? null : read(signal, met + outward);
    const grades = bar === 'verified' ? ['verified'] : ['evidenced', 'verified'];
    expect(at).toMatchObject({ state: 'known' });
    expect(grades).toContain(at.state === 'known' ? at.grade : at.because);
    expect(grades).not.toContain(past?.state === 'known' ? past.grade : past?.because);
    expect(past?.state).toBe('known');
  });

  it.each(signals)('$id is unknown, not bad, where any of its sources is', (signal) => {
    expect(signal.sources.length).toBeGreaterThan(0);
    for (const source of signal.sources) {
      const known = facts({}, undefined, [source]);
      expect(readSignal(signal, scopeOf(known, known.models, now))).toMatchObject({
        state: 'unknown',
        connected: false,
        because: `No ${source} connected.`,
      });
    }
  });

  it.each(signals.filter(({ id }) => id !== 'S1' && id !== 'L2'))('$id is unknown where nothing happened', (signal) => {
    const known = facts({});
    expect(readSignal(signal, scopeOf(known, known.models, now)).state).toBe(
      signal.id === 'D1' ? 'unknown' : 'unknown',
    );
  });
});
