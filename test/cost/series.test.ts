import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weekChange } from '#cost/change.ts';
import { dataSpan } from '#cost/data-span.ts';
import { dayCount, daysIn, periodOf, shiftDay, weekdayOf } from '#cost/day.ts';
import { matches } from '#cost/dimension.ts';
import { amountIn, amountsByDay, currenciesOf, spendSeries } from '#cost/series.ts';
import type { CostDimension } from '#domain/cost-query.ts';
import { anyLine, daily, line, runs } from './bill-lines.ts';

const fortnight = { first: '2026-11-02', last: '2026-11-15' };
const data = dataSpan('2026-11-02', '2026-11-16', '2026-11-17');

describe('days', () => {
  it('know their weekday, month, week and quarter', () => {
    expect(weekdayOf('2026-11-23')).toBe(0);
    expect(weekdayOf('1969-12-28')).toBe(6);
    expect(periodOf('2026-11-25', 'week')).toEqual({ first: '2026-11-23', last: '2026-11-29' });
    expect(periodOf('2028-02-10', 'month')).toEqual({ first: '2028-02-01', last: '2028-02-29' });
    expect(periodOf('2026-11-25', 'quarter')).toEqual({ first: '2026-10-01', last: '2026-12-31' });
    expect(periodOf('2026-12-31', 'month')).toEqual({ first: '2026-12-01', last: '2026-12-31' });
    expect(() => shiftDay('2026-13-01', 1)).toThrow(RangeError);
  });

  it('fill each period without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 40_000 }), fc.constantFrom('week', 'month', 'quarter'), (n, period) => {
        const day = shiftDay('1970-01-01', n);
        const span = periodOf(day, period);
        expect(daysIn(span)).toContain(day);
        expect(daysIn(span).length).toBe(dayCount(span));
        expect(periodOf(shiftDay(span.last, 1), period).first).toBe(shiftDay(span.last, 1));
      }),
      { numRuns: runs },
    );
  });
});

describe('what is known of which days', () => {
  it('leaves the last three days provisional and today out', () => {
    expect(dataSpan('2026-01-01', '2026-11-24', '2026-11-24')).toEqual({
      firstDay: '2026-01-01',
      through: '2026-11-23',
      settledThrough: '2026-11-20',
      provisional: { first: '2026-11-21', last: '2026-11-23' },
    });
  });

  it('has no provisional days where data ended long ago', () => {
    const { through, settledThrough, provisional } = dataSpan('2026-01-01', '2026-11-10', '2026-11-24');
    expect([through, settledThrough, provisional]).toEqual(['2026-11-10', '2026-11-10', null]);
  });

  it('is nothing while there is no line, or only one of today', () => {
    expect(dataSpan(null, null, '2026-11-24').through).toBeNull();
    expect(dataSpan('2026-11-24', '2026-11-24', '2026-11-24').through).toBeNull();
    expect(dataSpan('2026-11-22', '2026-11-23', '2026-11-24')).toMatchObject({
      settledThrough: null,
      provisional: { first: '2026-11-22', last: '2026-11-23' },
    });
  });
});

describe('series', () => {
  it('sum exactly what the lines say, by currency, whatever they are split by', () => {
    fc.assert(
      fc.property(
        fc.array(anyLine, { maxLength: 30 }),
        fc.subarray<CostDimension>(['label:team', 'label:model', 'service']),
        fc.constantFrom('effective', 'billed', 'gross'),
        (lines, by, basis) => {
          for (const currency of ['EUR', 'USD']) {
            const nano = (text: string) => {
              const [whole = '', fraction = ''] = text.replace('-', '').split('.');
              return BigInt(whole + fraction.padEnd(9, '0')) * (text.startsWith('-') ? -1n : 1n);
            };
            const oracle = lines
              .filter((one) => one.currency === currency)
              .reduce((sum, one) => sum + nano(one[basis]), 0n);
            const sums = spendSeries(lines, by)
              .filter((one) => one.currency === currency)
              .map((one) => nano(amountIn(one, fortnight, data, basis) ?? 'x'));
            expect(sums.reduce((sum, one) => sum + one, 0n)).toBe(oracle);
          }
        },
      ),
      { numRuns: runs },
    );
  });

  it('do not depend on the order of lines, nor on how a line is cut in two', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        const cut = lines.flatMap((one) => [
          { ...one, effective: '-12.5', billed: '0.000000001', gross: '7' },
          one,
          { ...one, effective: '12.5', billed: '-0.000000001', gross: '-7' },
        ]);
        const whole = spendSeries(lines, ['label:team']);
        expect(spendSeries(cut.toReversed(), ['label:team'])).toEqual(whole);
      }),
      { numRuns: runs },
    );
  });

  it('tell a day that cost nothing from one without data', () => {
    const [series] = spendSeries([line('2026-11-03', '5')], []);
    if (series === undefined) throw new Error('no series');
    const span = { first: '2026-11-01', last: '2026-11-04' };
    expect(amountsByDay(series, span, data, 'effective')).toEqual([null, '0', '5', '0']);
    expect(amountIn(series, span, data, 'effective')).toBeNull();
    expect(amountIn(series, { first: '2026-11-02', last: '2026-11-04' }, data, 'effective')).toBe('5');
    expect(amountIn(series, { first: '2026-11-16', last: '2026-11-17' }, data, 'effective')).toBeNull();
  });

  it('keep what has no label, and filter by having none', () => {
    const lines = [
      line('2026-11-03', '10', { labels: { team: 'a', env: 'b' } }),
      line('2026-11-03', '5', { labels: { team: 'a' } }),
      line('2026-11-03', '7'),
    ];
    const sums = spendSeries(lines, ['label:team']).map((one) => [
      one.values[0],
      one.byDay.get('2026-11-03')?.effective,
    ]);
    expect(sums).toEqual([
      ['a', '15'],
      [null, '7'],
    ]);
    expect(lines.filter((one) => matches(one, [{ by: 'label:team', values: [null, 'b'] }]))).toHaveLength(1);
    expect(
      lines.filter((one) =>
        matches(one, [
          { by: 'label:team', values: ['a'] },
          { by: 'label:env', values: [null] },
        ]),
      ),
    ).toHaveLength(1);
  });

  it('know the currency with most lines', () => {
    const usd = { currency: 'USD' };
    expect(currenciesOf([line('2026-11-03', '1'), line('2026-11-03', '1', usd), line('2026-11-04', '1', usd)])).toEqual(
      ['USD', 'EUR'],
    );
  });
});

describe('the change of a week', () => {
  const week = { first: '2026-11-16', last: '2026-11-22' };
  const known = dataSpan('2026-09-01', '2026-11-22', '2026-11-23');

  it('is told against the week before, four weeks and the month before', () => {
    const lines = [
      ...daily(
        '2026-10-01',
        Array.from({ length: 46 }, () => 10),
      ),
      ...daily(
        '2026-11-16',
        Array.from({ length: 7 }, () => 12.5),
      ),
    ];
    const [series] = spendSeries(lines, []);
    if (series === undefined) throw new Error('no series');
    expect(weekChange(series, week, known, 'effective')).toEqual({
      span: week,
      amount: '87.5',
      againstWeekBefore: { before: '70', delta: '17.5', percent: '25' },
      againstFourWeeks: { before: '70', delta: '17.5', percent: '25' },
      month: {
        span: { first: '2026-11-01', last: '2026-11-22' },
        amount: '237.5',
        before: { before: '220', delta: '17.5', percent: '8' },
      },
    });
  });

  it('has no percent of nothing, and no change against days without data', () => {
    const [series] = spendSeries(daily('2026-11-16', [1, 1, 1, 1, 1, 1, 1]), []);
    if (series === undefined) throw new Error('no series');
    expect(weekChange(series, week, known, 'effective').againstWeekBefore).toEqual({
      before: '0',
      delta: '7',
      percent: null,
    });
    const young = weekChange(series, week, dataSpan('2026-11-10', '2026-11-22', '2026-11-23'), 'effective');
    expect([young.amount, young.againstWeekBefore, young.againstFourWeeks, young.month]).toEqual([
      '7',
      null,
      null,
      null,
    ]);
    const late = weekChange(series, week, dataSpan('2026-09-01', '2026-11-20', '2026-11-23'), 'effective');
    expect([late.amount, late.againstWeekBefore]).toEqual([null, null]);
  });

  it('takes a shorter month before whole', () => {
    const [series] = spendSeries(
      daily(
        '2026-02-01',
        Array.from({ length: 59 }, () => 1),
      ),
      [],
    );
    if (series === undefined) throw new Error('no series');
    const { month } = weekChange(
      series,
      { first: '2026-03-25', last: '2026-03-31' },
      dataSpan('2026-02-01', '2026-03-31', '2026-04-05'),
      'effective',
    );
    expect(month?.before?.before).toBe('28');
  });
});
