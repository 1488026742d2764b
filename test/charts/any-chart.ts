import fc from 'fast-check';
import type { Chart } from '#charts/chart.ts';
import { instantAt } from '#domain/instant.ts';

/** How often a property is tried; more by `CHART_RUNS`. */
export const runs = Number(process.env['CHART_RUNS'] ?? 150);

const name = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    '<b>&"\'',
    '欺诈分数',
    '👩‍👩‍👧 family',
    '\u202eevil',
    'x'.repeat(500),
    '',
    'same',
    'a long name that ends in 1',
  ),
);
const value = fc.oneof(
  { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(null, 0, Number.NaN, Number.POSITIVE_INFINITY, 1e-9, 1e15) },
);
const values = (count: number) => fc.array(value, { minLength: Math.max(0, count - 1), maxLength: count + 1 });

const categories = fc.oneof(
  fc.integer({ min: 0, max: 70 }).map((count) => ({
    scale: 'days' as const,
    days: Array.from({ length: count }, (_, at) => instantAt(Date.UTC(2026, 0, 1 + at * 5)).slice(0, 10)),
  })),
  fc.array(fc.integer({ min: 0, max: 2 ** 41 }), { maxLength: 40 }).map((times) => ({
    scale: 'moments' as const,
    moments: times.sort((a, b) => a - b).map(instantAt),
  })),
  fc.array(name, { maxLength: 40 }).map((names) => ({ scale: 'names' as const, names })),
);

/** Charts of every kind and scale, with names and numbers as bad as they come. */
export const anyChart: fc.Arbitrary<Chart> = categories.chain((shown) => {
  const count =
    shown.scale === 'days' ? shown.days.length : shown.scale === 'names' ? shown.names.length : shown.moments.length;
  return fc
    .record({
      kind: fc.constantFrom('line' as const, 'bars' as const, 'stacked' as const, 'ranked' as const),
      title: name,
      summary: name,
      series: fc.array(fc.record({ name, values: values(count) }), { maxLength: 9 }),
      unit: fc.constantFrom(
        { kind: 'money' as const, currency: 'EUR' },
        { kind: 'money' as const, currency: '?' },
        { kind: 'percent' as const },
        { kind: 'number' as const, name: null },
        { kind: 'number' as const, name: 'ms' },
      ),
      provisional: fc.nat(5),
      limit: fc.option(fc.record({ value: fc.double(), label: name }), { nil: null }),
      band: fc.option(fc.record({ label: name, lower: values(count), upper: values(count) }), { nil: null }),
    })
    .map(({ limit, band, ...rest }) => ({
      ...rest,
      categories: shown,
      ...(limit === null ? {} : { limit }),
      ...(band === null ? {} : { band }),
    }));
});
