import { describe, expect, it } from 'vitest';
import { lateArrivalsMonitor } from '#sandbox/monitor/late-arrivals-monitor.ts';
import {
  driftScores,
  jensenShannon,
  populationStability,
  shares,
} from '#sandbox/pipelines/late-arrivals/drift-scores.ts';

const day = 86_400_000;
const start = Date.parse('2026-11-28T12:00:00Z');

describe('the pretend monitor', () => {
  function watch(historyDays: number) {
    let nowMs = start;
    let version = '3';
    const asked: string[] = [];
    const params = { trained_until: '2026-08-08', window_days: '28', trees: '16', depth: '5', seed: '1' };
    const monitor = lateArrivalsMonitor({
      registry: { champion: async () => ({ version, params }) },
      trainer: {
        drift: async (recipe, from, until) => {
          asked.push(`${recipe.windowDays} ${until - from} ${new Date(until * day).toISOString().slice(0, 10)}`);
          return [{ feature: 'hour', metric: 'psi', value: 0.7 }];
        },
      },
      clock: () => nowMs,
      historyDays,
    });
    const report = async () => {
      const events = await monitor.due();
      for (const { id } of events) monitor.taken(id);
      return events.map(({ id }) => id);
    };
    return { monitor, report, asked, pass: (ms: number) => (nowMs += ms), promote: (next: string) => (version = next) };
  }

  it('tells of each day once, of a jump the newest days, and of a new champion at once', async () => {
    const { report, asked, pass, promote } = watch(1);
    expect(await report()).toEqual(['late-arrivals-v3-2026-11-27', 'late-arrivals-v3-2026-11-28']);
    expect(asked).toEqual(['28 14 2026-11-27', '28 14 2026-11-28']);
    expect(await report()).toEqual([]);
    pass(day);
    expect(await report()).toEqual(['late-arrivals-v3-2026-11-29']);
    promote('4');
    expect(await report()).toEqual(['late-arrivals-v4-2026-11-29']);
    pass(100 * day);
    expect(await report()).toHaveLength(11);
  });

  it('tells again what was not taken', async () => {
    const { monitor } = watch(0);
    const [first] = await monitor.due();
    expect(await monitor.due()).toEqual([first]);
    expect(first).toMatchObject({
      type: 'io.countersign.drift.detected.v1',
      data: { model: { name: 'late-arrivals', version: '3' }, features: [{ name: 'hour', value: 0.7, breach: true }] },
    });
  });
});

describe('how far flights are from others', () => {
  it('is nothing from themselves, and as the formulas say from others', () => {
    expect(populationStability([0.5, 0.5], [0.5, 0.5])).toBe(0);
    expect(populationStability([0.5, 0.5], [0.9, 0.1])).toBeCloseTo(0.4 * Math.log(1.8) + 0.4 * Math.log(5), 10);
    expect(jensenShannon([1, 0], [0, 1])).toBe(1);
    expect(jensenShannon([0.3, 0.7], [0.3, 0.7])).toBe(0);
    expect(shares([1, 5, 6], [5])).toEqual([1.5 / 4, 2.5 / 4]);
  });

  it('is told of each feature and of what the model makes of them', () => {
    const flight = { hour: 9, weekday: 1, distance: 400, lately: 0.1, region: 'East', late: false } as const;
    const before = { flights: [flight, flight], chances: [0.1, 0.1] };
    const now = { flights: [{ ...flight, hour: 20 }], chances: [0.9] };
    const scores = driftScores(before, now);
    expect(scores.map(({ feature, metric }) => `${feature} ${metric}`)).toEqual([
      'hour psi',
      'weekday psi',
      'distance psi',
      'lately psi',
      'score js_divergence',
    ]);
    const [hour, weekday] = scores;
    expect(hour?.value).toBeGreaterThan(10 * (weekday?.value ?? 1));
  });
});
