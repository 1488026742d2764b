import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSpan } from '#cost/data-span.ts';
import { shiftDay } from '#cost/day.ts';
import { sumOf } from '#cost/money.ts';
import { financeReport, type ReportFacts, reportDays, teamReport } from '#cost/report.ts';
import { anyLine, line, runs } from './bill-lines.ts';

const week = { first: '2026-11-09', last: '2026-11-15' };

function facts(lines: ReportFacts['lines'], more: Partial<ReportFacts> = {}): ReportFacts {
  return {
    week,
    zone: 'Europe/Berlin',
    basis: 'effective',
    data: dataSpan('2026-01-01', '2026-11-16', '2026-11-16'),
    lines,
    resources: [],
    requiredLabels: ['team', 'model'],
    owners: new Map([['ml-prod', { team: 'fraud', owner: 'jane' }]]),
    budgets: [],
    movers: { traffic: [], idle: new Set(), firstSeen: new Map() },
    runs: [],
    predictions: [],
    idle: [],
    ...more,
  };
}

/** Fifteen weeks: a model at 10 a day that doubles in the last, one at 5 in dollars, one of another team, one unlabelled. */
const lines = Array.from({ length: reportDays }, (_, i) => shiftDay(week.last, i + 1 - reportDays)).flatMap((day) => [
  line(day, day >= week.first ? '20' : '10', { labels: { team: 'fraud', model: 'scorer' } }),
  ...(day >= '2026-11-01'
    ? [line(day, '5', { labels: { team: 'fraud', model: 'scorer' }, currency: 'USD', provider: 'aws' })]
    : []),
  line(day, '7', { labels: { team: 'recs', model: 'ranker' }, project: 'recs-prod', gross: '9' }),
  line(day, '1', { labels: {} }),
]);
const budget = (id: string, team: string, currency = 'EUR') => ({
  id,
  filters: [{ by: 'label:team' as const, values: [team] }],
  amount: '500',
  currency,
  period: 'month' as const,
  thresholds: { actual: [80], forecast: [100] },
});

describe("a team's report", () => {
  const report = teamReport(
    'fraud',
    facts(lines, { budgets: [budget('a', 'fraud'), budget('b', 'recs'), budget('c', 'fraud', 'CHF')] }),
  );
  const [eur, usd, ...more] = report.currencies;

  it('is of its own spend, by currency, with what is provisional', () => {
    expect(more).toEqual([]);
    expect([eur?.currency, usd?.currency]).toEqual(['EUR', 'USD']);
    expect(eur?.total).toMatchObject({ amount: '140', againstWeekBefore: { before: '70', percent: '100' } });
    expect(usd?.total).toMatchObject({ amount: '35', againstWeekBefore: { delta: '0' } });
    expect(report).toMatchObject({
      team: 'fraud',
      zone: 'Europe/Berlin',
      basis: 'effective',
      data: {
        firstDay: '2026-01-01',
        through: '2026-11-15',
        settledThrough: '2026-11-12',
        provisional: { first: '2026-11-13', last: '2026-11-15' },
      },
    });
  });

  it('shows movers, eight weeks and budgets beside spend; one in a currency without spend is shown too', () => {
    expect(eur?.movers).toMatchObject([{ team: 'fraud', model: 'scorer', delta: '70', cause: { kind: 'unknown' } }]);
    expect(eur?.weeks.starts).toHaveLength(8);
    expect(eur?.weeks.rows).toEqual([{ name: 'scorer', amounts: ['70', '70', '70', '70', '70', '70', '70', '140'] }]);
    expect(eur?.budgets.map(({ id, spent }) => [id, spent])).toEqual([
      ['a', '220'],
      ['c', '0'],
    ]);
    expect(usd?.budgets).toEqual([]);
    expect(usd?.weeks.rows[0]?.amounts.slice(-3)).toEqual(['5', '35', '35']);
  });

  it('says what lacks labels in its projects, on settled days, although that is not its spend', () => {
    expect(eur?.coverage).toMatchObject({
      span: { first: '2026-11-06', last: '2026-11-12' },
      spend: '117',
      neverAttributed: '7',
      percent: '94',
    });
    expect(eur?.unlabelled).toMatchObject([
      { project: 'ml-prod', amount: '7', lacking: ['team', 'model'], fixer: { owner: 'jane' } },
    ]);
  });

  it('has nothing to say of a team without spend, and no change where the week has no data', () => {
    expect(teamReport('nobody', facts(lines)).currencies).toEqual([]);
    const stale = teamReport('fraud', facts(lines, { data: dataSpan('2026-01-01', '2026-11-12', '2026-11-16') }));
    expect(stale.currencies[0]?.total).toMatchObject({ amount: null, againstWeekBefore: null });
    expect(stale.currencies[0]?.movers).toEqual([]);
  });

  it('tells what a run cost in the currency it was billed in, and never takes days it was not given for zero', () => {
    const run = {
      model: 'scorer',
      name: 'run-1',
      billingId: 'x',
      version: '7',
      startedOn: '2026-11-10',
      endedOn: '2026-11-10',
    };
    const billed = line('2026-11-10', '3', {
      labels: { team: 'fraud', model: 'scorer' },
      runBillingId: 'x',
      currency: 'USD',
    });
    const told = teamReport('fraud', facts([...lines, billed], { runs: [run, { ...run, model: 'ranker' }] }));
    expect(told.currencies.map(({ unitCosts }) => unitCosts.map(({ of, amount }) => [of, amount]))).toEqual([
      [],
      [
        ['run', '3'],
        ['version', '3'],
      ],
    ]);
    const old = teamReport('fraud', facts([...lines, billed], { runs: [{ ...run, startedOn: '2026-01-05' }] }));
    expect(old.currencies[1]?.unitCosts[0]).toMatchObject({ amount: null, because: expect.stringContaining('before') });
    const quarter = teamReport('fraud', facts(lines, { budgets: [{ ...budget('q', 'fraud'), period: 'quarter' }] }));
    expect(quarter.currencies[0]?.budgets[0]?.spent).toBe('530');
  });
});

describe("finance's report", () => {
  it('is of all teams, the dearest first, with billed and gross beside', () => {
    const { currencies, week: told } = financeReport(facts(lines));
    expect(told).toEqual(week);
    expect(currencies[0]?.teams.map(({ team, total }) => [team, total.amount])).toEqual([
      ['fraud', '140'],
      ['recs', '49'],
      [null, '7'],
    ]);
    expect(currencies[0]).toMatchObject({ billed: '196', gross: '210', total: { amount: '196' } });
    expect(currencies[0]?.weeks.rows.map(({ name }) => name)).toEqual(['fraud', 'recs', null]);
  });

  it('has teams that add up to its total, whatever the bill', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (some) => {
        for (const { teams, total } of financeReport(facts(some)).currencies) {
          expect(sumOf(teams.map((one) => one.total.amount ?? 'none'))).toBe(total.amount);
        }
      }),
      { numRuns: runs },
    );
  });
});
