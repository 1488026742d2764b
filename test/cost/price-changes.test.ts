import fc from 'fast-check';
import { expect, it } from 'vitest';
import { shiftDay } from '#cost/day.ts';
import { priceChanges } from '#cost/price-changes.ts';
import { line, runs } from './bill-lines.ts';

const week = { first: '2026-11-09', last: '2026-11-15' };

/** Two weeks of one SKU: each day so much used at a price in thousandths that rises by so many percent on Monday. */
function series(sku: string, price: number, percent: number, use: (day: number) => number) {
  return Array.from({ length: 14 }, (_, day) => {
    const thousandths = price * (day < 7 ? 100 : 100 + percent) * use(day);
    const text = (thousandths / 100_000).toFixed(5);
    return line(shiftDay('2026-11-02', day), text, { sku, usage: { amount: String(use(day)), unit: 'hour' } });
  });
}

it('are found whatever was used, and only where the price of a unit changed by five percent', () => {
  const use = fc.array(fc.integer({ min: 1, max: 500 }), { minLength: 14, maxLength: 14 });
  fc.assert(
    fc.property(use, fc.integer({ min: 1, max: 900 }), fc.integer({ min: -50, max: 90 }), (amounts, price, percent) => {
      const found = priceChanges(
        series('N1', price, percent, (day) => amounts[day] ?? 1),
        week,
        'effective',
      );
      expect(found).toEqual(
        Math.abs(percent) < 5 ? [] : [{ service: 'Vertex AI', sku: 'N1', percent: String(percent) }],
      );
    }),
    { numRuns: runs },
  );
});

it('come with the dearest SKU first, over all teams', () => {
  const lines = [
    ...series('cheap', 10, 50, () => 3).map((one) => ({ ...one, labels: {} })),
    ...series('dear', 900, -20, () => 8),
    ...series('steady', 900, 2, () => 80),
  ];
  expect(priceChanges(lines, week, 'effective').map(({ sku, percent }) => [sku, percent])).toEqual([
    ['dear', '-20'],
    ['cheap', '50'],
  ]);
});

it('are none where the use is not told, told in two units, or nothing in one of the weeks', () => {
  const plain = series('N1', 10, 50, () => 3);
  const untold = plain.map(({ usage: _, ...one }) => one);
  expect(priceChanges(untold, week, 'effective')).toEqual([]);
  expect(priceChanges([...plain, ...untold.slice(0, 1)], week, 'effective')).toEqual([]);
  const twice = plain.map((one, day) => (day === 3 ? { ...one, usage: { amount: '1', unit: 'day' } } : one));
  expect(priceChanges(twice, week, 'effective')).toEqual([]);
  expect(priceChanges(plain.slice(7), week, 'effective')).toEqual([]);
});

it('have a discount that ended in them where the basis has', () => {
  const lines = series('N1', 100, 0, () => 4).map((one, day) => ({
    ...one,
    gross: '0.5',
    ...(day < 7 ? { effective: '0.3', billed: '0.3' } : {}),
  }));
  expect(priceChanges(lines, week, 'effective')).toEqual([{ service: 'Vertex AI', sku: 'N1', percent: '33.3' }]);
  expect(priceChanges(lines, week, 'gross')).toEqual([]);
});
