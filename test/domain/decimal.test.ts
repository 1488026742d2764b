import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { absolute, add, compare, decimal, decimalText, multiply, subtract } from '#domain/decimal.ts';

const text = fc
  .tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([units, scale]) => decimalText({ units, scale }));

describe('exact decimals', () => {
  it('takes a double as its shortest decimal', () => {
    expect(decimalText(subtract(decimal(0.873), decimal(0.002)))).toBe('0.871');
    expect(decimalText(add(decimal(0.1), decimal(0.2)))).toBe('0.3');
    expect(compare(subtract(decimal(0.904), decimal(0.002)), decimal(0.902))).toBe(0);
  });

  it.each([
    ['1e3', '1000'],
    ['-1.50', '-1.5'],
    ['+0.0', '0'],
    ['1.25e-7', '0.000000125'],
    ['0.00000000000000000001', '0.00000000000000000001'],
  ])('reads %s as %s', (written, shown) => {
    expect(decimalText(decimal(written))).toBe(shown);
  });

  it.each(['', 'x', '1.', '.5', 'NaN', 'Infinity', '1e99999', '0x10', '1 2'])('refuses %j', (written) => {
    expect(() => decimal(written)).toThrow(RangeError);
  });

  it('adds and takes away without loss', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        const sum = add(decimal(a), decimal(b));
        expect(compare(subtract(sum, decimal(b)), decimal(a))).toBe(0);
        expect(compare(sum, add(decimal(b), decimal(a)))).toBe(0);
      }),
    );
  });

  it('multiplies as repeated addition does', () => {
    fc.assert(
      fc.property(text, fc.integer({ min: 0, max: 20 }), (a, n) => {
        let sum = decimal(0);
        for (let i = 0; i < n; i += 1) sum = add(sum, decimal(a));
        expect(compare(multiply(decimal(a), decimal(n)), sum)).toBe(0);
      }),
    );
  });

  it('orders as numbers do, and text reads back', () => {
    fc.assert(
      fc.property(text, text, (a, b) => {
        expect(compare(decimal(a), decimal(b))).toBe(-compare(decimal(b), decimal(a)) + 0);
        expect(decimalText(decimal(a))).toBe(a);
        expect(compare(absolute(decimal(a)), decimal(0))).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
