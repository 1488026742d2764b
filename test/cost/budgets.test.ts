import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBudgetMessage } from '#cost/budget-message.ts';
import { budgetState } from '#cost/budget-state.ts';
import { dataSpan } from '#cost/data-span.ts';
import { shiftDay, weekdayOf } from '#cost/day.ts';
import { forecast } from '#cost/forecast.ts';
import { sumOf } from '#cost/money.ts';
import { spendSeries } from '#cost/series.ts';
import type { Budget } from '#domain/budget.ts';
import { daily, line, runs } from './bill-lines.ts';

const november = { first: '2026-11-01', last: '2026-11-30' };
const data = dataSpan('2026-08-31', '2026-11-20', '2026-11-21');
const fraud = { team: 'fraud' };

/** Costs from 31 August, a Monday, to 20 November. */
function costs(amount: (i: number, weekday: number) => number, days = 82) {
  return daily(
    '2026-08-31',
    Array.from({ length: days }, (_, i) => amount(i, i % 7)),
    fraud,
  );
}

function foreseen(lines: ReturnType<typeof costs>, period = november, known = data) {
  const [series] = spendSeries(lines, []);
  return series === undefined ? null : forecast(series, period, known, 'effective');
}

describe('a forecast', () => {
  it('of a series that repeats itself is exactly what comes', () => {
    const shape = (_: number, weekday: number) => [10, 11, 12, 13, 14, 2, 1][weekday] ?? 0;
    const whole = sumOf(costs(shape, 92).flatMap(({ day, effective }) => (day >= november.first ? [effective] : [])));
    expect(foreseen(costs(shape))).toEqual({ amount: whole, least: whole, most: whole, billedThrough: '2026-11-17' });
  });

  it('is at the level of the last week, and one day that stood out does not lift it', () => {
    expect(foreseen(costs((i) => (i < 65 ? 10 : 20)))?.amount).toBe('570');
    expect(foreseen(costs((i) => (i === 76 ? 500 : 10)))?.amount).toBe('790');
  });

  it('counts what provisional days cost already, if that is more than expected', () => {
    expect(foreseen(costs((i) => (i === 80 ? 100 : i > 78 ? 1 : 10)))?.amount).toBe('390');
  });

  it('of a series in which most days cost nothing goes by the mean', () => {
    expect(foreseen(costs((i) => (i % 7 === 2 ? 70 : 0)))?.amount).toBe('330');
  });

  it('is what was billed once the period is settled', () => {
    const week = { first: '2026-11-09', last: '2026-11-15' };
    expect(
      foreseen(
        costs(() => 1),
        week,
      ),
    ).toEqual({ amount: '7', least: '7', most: '7', billedThrough: '2026-11-15' });
  });

  it('of a period that has not begun is expectation alone', () => {
    expect(
      foreseen(
        costs(() => 2),
        { first: '2026-12-01', last: '2026-12-31' },
      )?.amount,
    ).toBe('62');
  });

  it('is none with too little data, or none of the beginning of the period', () => {
    expect(
      foreseen(
        costs(() => 1),
        november,
        dataSpan('2026-10-20', '2026-11-20', '2026-11-21'),
      ),
    ).toBeNull();
    expect(
      foreseen(
        costs(() => 1),
        november,
        dataSpan('2026-11-02', '2026-11-20', '2026-11-21'),
      ),
    ).toBeNull();
    expect(
      foreseen(
        costs(() => 1),
        november,
        dataSpan(null, null, '2026-11-21'),
      ),
    ).toBeNull();
  });

  it('lies within its band, and is never less than what is billed', () => {
    const amounts = fc.array(fc.integer({ min: 0, max: 500 }), { minLength: 82, maxLength: 82 });
    fc.assert(
      fc.property(amounts, (all) => {
        const lines = costs((i) => all[i] ?? 0);
        const found = foreseen(lines);
        if (found === null) throw new Error('no forecast');
        const billed = lines.reduce((sum, one) => sum + (one.day >= november.first ? Number(one.effective) : 0), 0);
        expect(Number(found.least)).toBeLessThanOrEqual(Number(found.amount));
        expect(Number(found.most)).toBeGreaterThanOrEqual(Number(found.amount));
        expect(Number(found.least)).toBeGreaterThanOrEqual(billed - 1e-6);
      }),
      { numRuns: runs },
    );
  });

  it('has a band that holds about four of five months of noise', () => {
    let held = 0;
    for (let seed = 0; seed < 40; seed += 1) {
      const noise = (i: number) => 100 * (1 + 0.3 * Math.sin(i * 12.9898 + seed * 78.233) * Math.cos(i * 4.1 + seed));
      const found = foreseen(costs((i, weekday) => noise(i) * (weekday > 4 ? 0.6 : 1)));
      const truth = sumOf(
        costs((i, weekday) => noise(i) * (weekday > 4 ? 0.6 : 1), 92).flatMap((one) =>
          one.day >= november.first ? [one.effective] : [],
        ),
      );
      if (found !== null && Number(found.least) <= Number(truth) && Number(truth) <= Number(found.most)) held += 1;
    }
    expect(held).toBeGreaterThanOrEqual(24);
  });
});

const budget: Budget = {
  id: 'fraud-month',
  filters: [{ by: 'label:team', values: ['fraud'] }],
  amount: '400',
  currency: 'EUR',
  period: 'month',
  thresholds: { actual: [50, 80, 100], forecast: [100, 70, 100] },
};
const state = (more: Partial<Budget> = {}, lines = costs(() => 10), day = '2026-11-20', known = data) =>
  budgetState({ ...budget, ...more }, lines, day, known, 'effective');

describe('a budget', () => {
  it('says what is spent, left and foreseen, and which thresholds are reached', () => {
    expect(state()).toEqual({
      id: 'fraud-month',
      amount: '400',
      currency: 'EUR',
      period: 'month',
      ...november,
      spent: '200',
      left: '200',
      spentPercent: '50',
      forecast: { amount: '300', least: '300', most: '300', billedThrough: '2026-11-17' },
      forecastPercent: '75',
      crossed: [
        { kind: 'actual', percent: 50, key: 'fraud-month/2026-11-01/actual/50' },
        { kind: 'forecast', percent: 70, key: 'fraud-month/2026-11-01/forecast/70' },
      ],
      otherCurrencies: [],
    });
  });

  it('counts its own labels and currency, and names the other currencies', () => {
    const lines = [
      ...costs(() => 10),
      line('2026-11-10', '999', { labels: { team: 'recs' } }),
      line('2026-11-10', '999', { labels: fraud, currency: 'USD' }),
      line('2026-10-10', '999', { labels: fraud, currency: 'CHF' }),
    ];
    expect(state({}, lines)).toMatchObject({ spent: '200', otherCurrencies: ['USD'] });
    expect(state({ filters: [] }, lines).spent).toBe('1199');
  });

  it('tells overspent from nothing spent from no data', () => {
    expect(state({ amount: '150' })).toMatchObject({ left: '-50', spentPercent: '133.3' });
    expect(state({}, [])).toMatchObject({ spent: '0', left: '400', spentPercent: '0' });
    const none = { spent: null, left: null, spentPercent: null, crossed: [] };
    expect(state({}, [], '2026-11-20', dataSpan(null, null, '2026-11-21'))).toMatchObject({ ...none, forecast: null });
    expect(
      state(
        {},
        costs(() => 10),
        '2026-12-01',
      ),
    ).toMatchObject({ spent: null, crossed: [{ kind: 'forecast', percent: 70 }] });
  });

  it('goes by weeks and quarters too', () => {
    expect(state({ period: 'week' })).toMatchObject({ first: '2026-11-16', last: '2026-11-22', spent: '50' });
    expect(state({ period: 'quarter', amount: '1000' })).toMatchObject({ first: '2026-10-01', spent: '510' });
  });

  it('reaches no threshold above what it reached with more money left', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 900 }), fc.integer({ min: 0, max: 900 }), (amount, more) => {
        const [small, large] = [state({ amount: String(amount) }), state({ amount: String(amount + more) })];
        const keys = small.crossed.map(({ key }) => key);
        for (const { key } of large.crossed) expect(keys).toContain(key);
      }),
      { numRuns: runs },
    );
  });
});

describe('a budget message of Google Cloud', () => {
  const body = {
    budgetDisplayName: 'Fraud',
    costAmount: 140.321,
    costIntervalStart: '2026-11-01T08:00:00Z',
    budgetAmount: 152.557,
    budgetAmountType: 'SPECIFIED_AMOUNT',
    currencyCode: 'USD',
  };
  const attributes = { billingAccountId: '01D4EE-079462-DFD6EC', budgetId: 'de72f49d', schemaVersion: '1.0' };

  it('is read, and reports nothing reached where it says none', () => {
    expect(readBudgetMessage(body, attributes)).toEqual({
      ok: true,
      message: {
        budgetId: 'de72f49d',
        billingAccount: '01D4EE-079462-DFD6EC',
        name: 'Fraud',
        cost: '140.321',
        amount: '152.557',
        amountType: 'SPECIFIED_AMOUNT',
        currency: 'USD',
        intervalStart: '2026-11-01T08:00:00.000Z',
        crossed: [],
        unknownSchema: null,
      },
    });
  });

  it('names each threshold by a key that stays the same when it comes again', () => {
    const first = readBudgetMessage(
      { ...body, alertThresholdExceeded: 0.9, forecastThresholdExceeded: 0.2 },
      attributes,
    );
    const again = readBudgetMessage(
      { ...body, costAmount: 150, costIntervalStart: '2026-11-01T00:00:00-08:00', alertThresholdExceeded: 0.9 },
      attributes,
    );
    if (!first.ok || !again.ok) throw new Error('not read');
    expect(first.message.crossed).toEqual([
      { kind: 'actual', percent: 90, key: 'de72f49d/2026-11-01T08:00:00.000Z/actual/0.9' },
      { kind: 'forecast', percent: 20, key: 'de72f49d/2026-11-01T08:00:00.000Z/forecast/0.2' },
    ]);
    expect(again.message.crossed).toEqual(first.message.crossed.slice(0, 1));
  });

  it.each([
    ['2.0', '2.0'],
    [undefined, ''],
  ])('of schema %j is read, and the schema named', (schemaVersion, unknownSchema) => {
    expect(readBudgetMessage({ ...body, new: 1 }, { ...attributes, schemaVersion })).toMatchObject({
      message: { unknownSchema },
    });
  });

  it.each<[string, unknown, unknown, RegExp]>([
    ['no amount', { ...body, costAmount: '12' }, attributes, /data .* at costAmount/],
    ['no budget', body, { ...attributes, budgetId: '' }, /attributes .* at budgetId/],
    ['no object', 'x', attributes, /data .* cannot be read:/],
  ])('with %s is refused with the place', (_, data_, about, because) => {
    const reading = readBudgetMessage(data_, about);
    expect(reading.ok ? '' : reading.because).toMatch(because);
  });
});

it('the dates of these tests are the weekdays they seem', () => {
  expect([weekdayOf('2026-08-31'), shiftDay('2026-08-31', 81)]).toEqual([0, '2026-11-20']);
});
