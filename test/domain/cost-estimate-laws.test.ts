import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { estimateCost } from '#domain/cost-estimate.ts';
import { compare, decimal, decimalText, divide, median, multiply } from '#domain/decimal.ts';
import type { PastRun } from '#domain/past-runs.ts';
import { ago, euros, machine, now, prices, run, template, took } from './cost-facts.ts';

const units = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
const number = fc.tuple(units, fc.integer({ min: 0, max: 9 })).map(([units, scale]) => ({ units, scale }));
const price = fc.bigInt({ min: 1n, max: 10n ** 12n }).map((units) => decimalText({ units, scale: 9 }));
const minutes = fc.integer({ min: 1, max: 5000 });

describe('dividing', () => {
  it('is off by half of the last digit at most, and undoes multiplying', () => {
    fc.assert(
      fc.property(number, fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.integer({ min: 0, max: 12 }), (a, by, scale) => {
        const quotient = divide(a, by, scale);
        // |q · by − a| ≤ by / 2 · 10^-scale, all over the same power of ten.
        const at = 10n ** BigInt(a.scale);
        const off = quotient.units * by * at - a.units * 10n ** BigInt(scale);
        expect(2n * (off < 0n ? -off : off)).toBeLessThanOrEqual(by * at);
        expect(compare(divide(multiply(a, { units: by, scale: 0 }), by, 9), a)).toBe(0);
      }),
    );
  });

  it('rounds a half away from zero, alike on both sides', () => {
    expect(decimalText(divide(decimal('1'), 8n, 2))).toBe('0.13');
    expect(decimalText(divide(decimal('-1'), 8n, 2))).toBe('-0.13');
    expect(() => divide(decimal(1), 0n, 2)).toThrow(RangeError);
  });
});

describe('the median', () => {
  it('has as many values below as above, in whatever order they come', () => {
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 9 }), (values) => {
        const middle = median(values);
        const below = values.filter((value) => compare(value, middle) < 0).length;
        const above = values.filter((value) => compare(value, middle) > 0).length;
        expect(Math.max(below, above)).toBeLessThanOrEqual(values.length / 2);
        expect(compare(median(values.toReversed()), middle)).toBe(0);
      }),
    );
    expect(() => median([])).toThrow(RangeError);
  });
});

const estimate = (pastRuns: readonly PastRun[], at = prices) => {
  const found = estimateCost({ template: template([machine('train')]), pastRuns, currency: 'EUR', prices: at, now });
  if (!found.known) throw new Error(found.because);
  return { amount: decimal(found.amount), least: decimal(found.least), most: decimal(found.most) };
};
const hours = (runs: readonly number[]) => runs.map((one) => run({ steps: [took('train', one)] }));
const n2 = (cpuHour: string, gibHour: string) => ({ ...prices, families: { n2: { cpuHour, gibHour } } });

describe('an estimate', () => {
  it('lies between its bounds, whether from bills or from prices, in whatever order the runs come', () => {
    const bills = fc.array(price, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(
        bills,
        fc.array(minutes, { minLength: 1, maxLength: 8 }),
        price,
        price,
        (amounts, times, cpu, gib) => {
          const billed = amounts.map((amount, n) => run({ billed: euros(amount), endedAt: ago(4 + n) }));
          for (const [runs, at] of [
            [billed, prices],
            [hours(times), n2(cpu, gib)],
          ] as const) {
            const { amount, least, most } = estimate(runs, at);
            expect(compare(least, amount)).toBeLessThanOrEqual(0);
            expect(compare(amount, most)).toBeLessThanOrEqual(0);
          }
          expect(estimate(billed.toReversed())).toEqual(estimate(billed));
        },
      ),
    );
  });

  it('is exactly price times amount times hours, and grows with each', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 500 }), minutes, price, price, (whole, more, cpu, gib) => {
        const exact = multiply(decimal(whole), {
          units:
            decimal(cpu).units * 10n ** BigInt(9 - decimal(cpu).scale) * 8n +
            decimal(gib).units * 10n ** BigInt(9 - decimal(gib).scale) * 32n,
          scale: 9,
        });
        expect(compare(estimate(hours([whole * 60]), n2(cpu, gib)).amount, exact)).toBe(0);
        expect(compare(estimate(hours([whole * 60 + more]), n2(cpu, gib)).amount, exact)).toBeGreaterThan(0);
        const dearer = estimate(hours([whole * 60]), n2(decimalText(multiply(decimal(cpu), decimal(2))), gib));
        expect(compare(dearer.amount, exact)).toBeGreaterThan(0);
      }),
    );
  });
});
