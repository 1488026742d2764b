import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type AnomalyRules, anomalies, defaultAnomalyRules } from '#cost/anomalies.ts';
import { shiftDay, weekdayOf } from '#cost/day.ts';
import { usualCost } from '#cost/usual-cost.ts';
import type { CostAnomaly } from '#domain/cost-finding.ts';
import { anomalyMethods } from '../../bench/cost/anomaly-methods.ts';
import { compared } from '../../bench/cost/compared.ts';
import { generatedSeries } from '../../bench/cost/generated-series.ts';
import { wholeRule } from '../../bench/cost/whole-rule.ts';
import { runs } from './bill-lines.ts';

const first = '2026-08-03';
const day = (i: number) => shiftDay(first, i);

/** 1,000 a day and 600 at the weekend, two percent up and down. */
const ordinary = (i: number) => (weekdayOf(day(i)) < 5 ? 1000 : 600) * (1 + 0.02 * Math.sin(i * 2.3));

function found(
  length: number,
  change: (usual: number, i: number) => number | null,
  more: { rules?: Partial<AnomalyRules>; from?: number; settled?: number; earlier?: readonly CostAnomaly[] } = {},
) {
  const days = Array.from({ length }, (_, i) => {
    const cost = change(ordinary(i), i);
    return { day: day(i), amount: cost === null ? null : cost.toFixed(2) };
  });
  return anomalies(
    {
      days,
      from: day(more.from ?? 56),
      settledThrough: day(more.settled ?? length - 1),
      earlier: more.earlier ?? [],
    },
    { ...defaultAnomalyRules, ...more.rules },
  );
}

describe('a day that stands out', () => {
  it('is found once, with what its weekday usually costs', () => {
    const [spike, ...more] = found(80, (usual, i) => (i === 65 ? 2480 : usual));
    expect(more).toEqual([]);
    expect(spike).toMatchObject({ kind: 'spike', closedOn: day(68) });
    const [only] = spike?.days ?? [];
    expect(only).toMatchObject({ day: day(65), actual: '2480.00' });
    expect(Number(only?.expected)).toBeGreaterThan(970);
    expect(Number(only?.expected)).toBeLessThan(1030);
    expect(Number(only?.least)).toBeLessThan(Number(only?.expected));
    expect(Number(only?.most)).toBeGreaterThan(Number(only?.expected));
    expect(Number(spike?.excess)).toBeCloseTo(2480 - Number(only?.expected), 2);
  });

  it('may be a weekend day that costs no more than a weekday', () => {
    expect(found(80, (usual, i) => (i === 68 ? 1000 : usual)).map(({ days }) => days[0]?.day)).toEqual([day(68)]);
  });

  it.each([
    ['too little money', (usual: number, i: number) => (i === 65 ? usual / 20 + 45 : usual / 20), {}],
    ['too few percent', (usual: number, i: number) => (i === 65 ? usual * 1.19 : usual), {}],
    ['a holiday', (usual: number, i: number) => (i === 65 ? usual * 2 : usual), { holidays: new Set([day(65)]) }],
    ['less than usual', (usual: number, i: number) => (i === 65 ? usual / 5 : usual), {}],
    ['no data', (usual: number, i: number) => (i === 65 ? null : usual), {}],
  ])('is none for %s', (_, change, rules) => {
    expect(found(80, change, { rules })).toEqual([]);
  });

  it('is not hidden by what holidays before it cost', () => {
    const dear = (usual: number, i: number) => (i >= 56 && i <= 65 ? usual * 3 : usual);
    const holidays = new Set(Array.from({ length: 9 }, (_, i) => day(56 + i)));
    expect(found(66, dear, { rules: { holidays } }).map(({ days }) => days[0]?.day)).toEqual([day(65)]);
  });

  it('takes a lasting shift for one, and ends it when it has become usual', () => {
    const all = found(110, (usual, i) => (i >= 65 ? usual * 1.6 : usual));
    expect(all).toHaveLength(1);
    expect(all[0]?.days.length).toBeGreaterThanOrEqual(6);
    expect(all[0]?.days[0]?.day).toBe(day(65));
    expect(all[0]?.closedOn).not.toBeNull();
  });

  it('is not over while the normal days after it may still grow, nor through days without data or holidays', () => {
    const spike = (usual: number, i: number) => (i === 65 ? 2480 : usual);
    expect(found(70, spike, { settled: 67 })[0]?.closedOn).toBeNull();
    expect(found(70, spike, { settled: 68 })[0]?.closedOn).toBe(day(68));
    expect(found(70, (usual, i) => (i > 66 ? null : spike(usual, i)))[0]?.closedOn).toBeNull();
    expect(found(69, spike, { rules: { holidays: new Set([day(67)]) } })[0]?.closedOn).toBeNull();
  });

  it('needs three weeks; before and for uneven series only a limit a day counts', () => {
    expect(found(21, (usual, i) => (i === 20 ? usual * 9 : usual), { from: 0 })).toEqual([]);
    expect(found(22, (usual, i) => (i === 21 ? usual * 9 : usual), { from: 0 })).toHaveLength(1);
    const weekly = (_: number, i: number) => (i % 7 === 2 ? 500 : 0);
    expect(found(80, weekly)).toEqual([]);
    const [over] = found(80, (usual, i) => (i === 72 ? 501 : weekly(usual, i)), { rules: { dayLimit: 500 } });
    expect(over?.days).toEqual([{ day: day(72), actual: '501.00', expected: '500', least: '0', most: '500' }]);
  });
});

describe('judging again', () => {
  const change = (usual: number, i: number) => (i === 65 || i === 66 ? 2480 : i === 90 ? 3000 : usual);

  it('night by night finds what judging all at once finds', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 3, maxLength: 12 }), (steps) => {
        let earlier: readonly CostAnomaly[] = [];
        let from = 56;
        for (const step of [...steps, 40]) {
          const length = Math.min(100, from + step);
          earlier = found(length, change, { from, earlier });
          from = Math.max(56, length - 3);
        }
        expect(earlier).toEqual(found(100, change));
      }),
      { numRuns: Math.ceil(runs / 6) },
    );
  });

  it('replaces what a day cost while it still grew, and takes back what a correction undid', () => {
    const early = found(66, (usual, i) => (i === 65 ? 1500 : usual));
    expect(found(67, change, { from: 63, earlier: early })[0]?.days[0]?.actual).toBe('2480.00');
    expect(found(67, (usual) => usual, { from: 63, earlier: early })).toEqual([]);
  });
});

describe('a ramp', () => {
  const climbing = (usual: number, i: number) => usual * (i < 65 ? 1 : Math.min(2, 1 + 0.02 * (i - 65)));

  it('is found once although no day of it stands out', () => {
    const all = found(100, climbing, { rules: { score: 1000 } });
    expect(all.map(({ kind }) => kind)).toEqual(['ramp']);
    const [opening] = all[0]?.days ?? [];
    expect(Number(opening?.expected)).toBeGreaterThan(500);
    expect(Number(all[0]?.excess)).toBeGreaterThan(0);
  });

  it('is none below the money floor, nor right after a spike', () => {
    expect(found(100, (usual, i) => climbing(usual, i) / 1000, { rules: { score: 1000 } })).toEqual([]);
    const all = found(100, (usual, i) => (i === 65 ? usual * 5 : usual));
    expect(all.map(({ kind, closedOn }) => [kind, closedOn])).toEqual([['spike', day(68)]]);
  });
});

describe('what is usual', () => {
  it('is the same for every scale of a series, and the score too', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 50, max: 200 }), { minLength: 30, maxLength: 56 }),
        fc.constantFrom(0.01, 3, 1e6),
        (costs, times) => {
          const days = (by: number) => costs.map((cost, i) => ({ day: day(i), cost: cost * by }));
          const [a, b] = [usualCost(days(1), day(costs.length)), usualCost(days(times), day(costs.length))];
          expect((b?.expected ?? 0) / times).toBeCloseTo(a?.expected ?? -1, 6);
          expect(b?.score(300 * times)).toBeCloseTo(a?.score(300) ?? -1, 6);
        },
      ),
      { numRuns: runs },
    );
  });

  it('never calls a dearer day less unusual', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { minLength: 21, maxLength: 56 }), (costs) => {
        const usual = usualCost(
          costs.map((cost, i) => ({ day: day(i), cost })),
          day(costs.length),
        );
        if (usual === null) return;
        expect(usual.score(500)).toBeLessThan(usual.score(501));
        expect(usual.least).toBeLessThanOrEqual(usual.expected);
        expect(usual.most).toBeGreaterThanOrEqual(usual.expected);
      }),
      { numRuns: runs },
    );
  });
});

describe('beside other methods, on generated series', () => {
  const series = generatedSeries(10, 1);
  const result = (method: string) => {
    const score = anomalyMethods[method];
    if (score === undefined) throw new Error(`no method ${method}`);
    return compared(series, score, 0.1, () => 0);
  };

  it('ours finds more spikes at as many false alerts, and eight days of one weekday alert far too often', () => {
    const [ours, same, mean] = [
      result('weekday factors + pooled MAD'),
      result('same weekday x 8, MAD'),
      result('mean + sd, 30 d'),
    ];
    expect(ours.found.spike).toBeGreaterThan(same.found.spike);
    expect(ours.found.spike).toBeGreaterThanOrEqual(mean.found.spike);
    expect(same.falseAtThree).toBeGreaterThan(3 * ours.falseAtThree);
    expect(same.threshold).toBeGreaterThan(1.5 * ours.threshold);
  });

  it('the whole rule raises next to nothing falsely and finds shifts and ramps', () => {
    const { falsely, found: caught } = wholeRule(series);
    expect(falsely).toBeLessThan(0.1);
    expect(caught.shift).toBeGreaterThan(75);
    expect(caught.ramp).toBeGreaterThan(50);
  });
});
