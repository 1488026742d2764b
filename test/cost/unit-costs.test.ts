import { describe, expect, it } from 'vitest';
import { dataSpan } from '#cost/data-span.ts';
import { type BilledRun, predictionCosts, runCosts, versionCosts } from '#cost/unit-costs.ts';
import { line } from './bill-lines.ts';

const data = dataSpan('2026-11-01', '2026-11-15', '2026-11-16');
const run = (name: string, more: Partial<BilledRun> = {}): BilledRun => ({
  model: 'scorer',
  name,
  billingId: `id-${name}`,
  version: '7',
  startedOn: '2026-11-03',
  endedOn: '2026-11-04',
  ...more,
});
const lines = [
  line('2026-11-03', '10.5', { runBillingId: 'id-a' }),
  line('2026-11-04', '-0.5', { runBillingId: 'id-a' }),
  line('2026-11-04', '7', { runBillingId: 'id-b' }),
  line('2026-11-05', '3', { labels: { model: 'scorer' } }),
  line('2026-11-05', '4', { labels: { model: 'scorer' }, runBillingId: 'id-b' }),
];

describe('what one of something cost', () => {
  it('is the sum of a run, and of the runs that made a version', () => {
    const runs = [run('a'), run('b'), run('c', { version: null, billingId: null })];
    expect(runCosts(runs.slice(0, 2), lines, data, 'effective').map(({ amount }) => amount)).toEqual(['10', '11']);
    expect(versionCosts(runs, lines, data, 'effective')).toEqual([
      { of: 'version', model: 'scorer', name: '7', amount: '21', because: null },
    ]);
  });

  it.each([
    ['still runs', { endedOn: null }, 'It still runs.'],
    ['ended three days ago', { endedOn: '2026-11-13' }, 'Its bill still grows for three days after its end.'],
    ['began before the bill', { startedOn: '2026-10-31' }, 'It ran before the first day of the bill.'],
    ['has no id', { billingId: null }, 'Its engine gives runs no id on the bill.'],
    ['is not on the bill', { billingId: 'x' }, 'Nothing on the bill has its id.'],
  ])('is unknown of a run that %s, and of its version', (_, more, because) => {
    const runs = [run('a'), run('b', more)];
    expect(runCosts(runs, lines, data, 'effective')[1]).toMatchObject({ amount: null, because });
    expect(versionCosts(runs, lines, data, 'effective')).toMatchObject([{ amount: null, because }]);
  });

  it('is what serving cost for a thousand predictions, without training', () => {
    const span = { first: '2026-11-02', last: '2026-11-08' };
    const of = (model: string, count: number, days = span) =>
      predictionCosts([{ model, count, span: days }], lines, data, 'effective')[0];
    expect(of('scorer', 2_000_000)?.amount).toBe('0.0015');
    expect(of('scorer', 0)).toMatchObject({ amount: null, because: 'It made no predictions.' });
    expect(of('churn', 5)).toMatchObject({ amount: null, because: 'Nothing on the bill has its label.' });
    expect(of('scorer', 5, { first: '2026-11-12', last: '2026-11-16' })?.because).toMatch(
      'no bill of all of these days',
    );
  });
});
