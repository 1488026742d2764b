import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameSplit, splitTowards } from '#domain/traffic-split.ts';

const whole = fc.uniqueArray(fc.integer({ min: 1, max: 999 }), { minLength: 1, maxLength: 6 }).chain((ids) =>
  fc.array(fc.nat({ max: 100 }), { minLength: ids.length - 1, maxLength: ids.length - 1 }).map((cuts) => {
    const sorted = [0, ...cuts.toSorted((a, b) => a - b), 100];
    return Object.fromEntries(ids.map((id, i) => [String(id), (sorted[i + 1] ?? 0) - (sorted[i] ?? 0)]));
  }),
);

describe('a split of traffic', () => {
  it('gives the share that was asked for, adds up to 100, and takes from others in proportion', () => {
    fc.assert(
      fc.property(whole, fc.integer({ min: 1, max: 100 }), (before, percent) => {
        const split = splitTowards(before, 'new', percent);
        expect(Object.values(split).reduce((sum, share) => sum + share, 0)).toBe(100);
        expect(split.new).toBe(percent);
        for (const [id, share] of Object.entries(before)) {
          expect(Math.abs((split[id] ?? 0) - (share * (100 - percent)) / 100)).toBeLessThan(1);
        }
      }),
    );
  });

  it('starts from the same split however often it is asked', () => {
    const before = { a: 33, b: 33, c: 34 };
    expect(splitTowards(before, 'n', 10)).toEqual({ n: 10, a: 30, b: 30, c: 30 });
    expect(splitTowards(before, 'a', 50)).toEqual({ a: 50, b: 25, c: 25 });
    expect(splitTowards({}, 'n', 10)).toEqual({ n: 100 });
    expect(splitTowards({ old: 100 }, 'n', 100)).toEqual({ n: 100 });
  });

  it('is the same whether a share of nothing is written or not', () => {
    expect(sameSplit({ a: 100, b: 0 }, { a: 100 })).toBe(true);
    expect(sameSplit({ a: 90, b: 10 }, { a: 100 })).toBe(false);
  });
});
