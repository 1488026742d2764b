import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contributions } from '#cost/contributions.ts';
import { dataSpan } from '#cost/data-span.ts';
import type { SpendLine } from '#cost/dimension.ts';
import { sumOf } from '#cost/money.ts';
import type { MoverFacts } from '#cost/mover-facts.ts';
import { topMovers } from '#cost/movers.ts';
import type { Mover } from '#domain/cost-report.ts';
import { anyLine, line, resource, runs } from './bill-lines.ts';

const week = { first: '2026-11-09', last: '2026-11-15' };
const [then, now] = ['2026-11-04', '2026-11-11'];
const data = dataSpan('2026-11-01', '2026-11-15', '2026-11-20');
const fraud = { team: 'fraud', model: 'scorer' };
const of = (labels = fraud) => ({ labels });

function movers(lines: readonly SpendLine[], resources: readonly SpendLine[] = [], facts: Partial<MoverFacts> = {}) {
  const none: MoverFacts = { traffic: [], prices: [], idle: new Set(), firstSeen: new Map() };
  return topMovers(lines, resources, week, data, 'effective', { ...none, ...facts });
}

function only(found: readonly Mover[]): Mover {
  const [mover, ...rest] = found;
  if (mover === undefined || rest.length > 0) throw new Error(`${found.length} movers`);
  return mover;
}

const used = (day: string, amount: string, of: string, unit = 'requests') =>
  line(day, amount, { labels: fraud, usage: { amount: of, unit } });
const grown = [line(then, '100', of()), line(now, '200', of())];

describe('movers', () => {
  it('are the five largest moves either way, in money, with team, model and service', () => {
    const lines = [1, -2, 3, -4, 5, 0, 6].flatMap((delta, i) => [
      line(then, '10', { service: `S${i}`, labels: fraud }),
      line(now, String(10 + delta), { service: `S${i}`, labels: fraud }),
    ]);
    const found = movers(lines);
    expect(found.map(({ service, delta }) => [service, delta])).toEqual([
      ['S6', '6'],
      ['S4', '5'],
      ['S3', '-4'],
      ['S2', '3'],
      ['S1', '-2'],
    ]);
    expect(found[0]).toMatchObject({ team: 'fraud', model: 'scorer', before: '10', now: '16' });
  });

  it('add up to what the whole moved, if there are no more than five', () => {
    fc.assert(
      fc.property(fc.array(anyLine, { maxLength: 20 }), (lines) => {
        const few = lines.filter(({ currency, service }) => currency === 'EUR' && service === 'BigQuery');
        const found = movers(few);
        const sum = (span: readonly [string, string]) =>
          sumOf(few.flatMap(({ day, effective }) => (day >= span[0] && day <= span[1] ? [effective] : [])));
        const whole = sumOf([
          sum(['2026-11-09', '2026-11-15']),
          `-${sum(['2026-11-02', '2026-11-08'])}`.replace('--', ''),
        ]);
        expect(sumOf(found.map(({ delta }) => delta))).toBe(whole);
      }),
      { numRuns: runs },
    );
  });

  it('are none where a week has no data', () => {
    const young = dataSpan('2026-11-05', '2026-11-15', '2026-11-20');
    const facts = { traffic: [], prices: [], idle: new Set<string>(), firstSeen: new Map<string, string>() };
    expect(topMovers(grown, [], week, young, 'effective', facts)).toEqual([]);
  });
});

describe('what a move coincides with', () => {
  it.each<[string, readonly SpendLine[], readonly SpendLine[], Partial<MoverFacts>, Mover['cause']]>([
    [
      'a correction: a negating line of an earlier month',
      [line(then, '100', of()), line(now, '100', of()), line(now, '-60', { ...of(), billingPeriod: '2026-12' })],
      [],
      {},
      { kind: 'correction', amount: '-60' },
    ],
    [
      'a correction: an adjustment',
      [line(then, '100', of()), line(now, '100', of()), line(now, '30', { ...of(), category: 'adjustment' })],
      [],
      {},
      { kind: 'correction', amount: '30' },
    ],
    [
      'labels that changed',
      grown,
      [resource(then, 'vm', '90', { team: 'recs' }), resource(now, 'vm', '90', fraud)],
      {},
      { kind: 'label_change', amount: '90', resources: ['vm'] },
    ],
    [
      'a new resource',
      grown,
      [resource(then, 'old', '100', fraud), resource(now, 'old', '100', fraud), resource(now, 'new', '100', fraud)],
      {
        firstSeen: new Map([
          ['old', '2026-01-01'],
          ['new', '2026-11-10'],
        ]),
      },
      { kind: 'new_resource', amount: '100', resources: ['new'] },
    ],
    [
      'more runs',
      [
        line(then, '50', { ...of(), runBillingId: 'r1' }),
        ...['r2', 'r3', 'r4'].map((runBillingId) => line(now, '50', { ...of(), runBillingId })),
      ],
      [],
      {},
      { kind: 'runs', now: 3, before: 1 },
    ],
    [
      'a price',
      grown,
      [],
      { prices: [{ service: 'Vertex AI', sku: 'N1', percent: '50' }] },
      { kind: 'price', sku: 'N1', percent: '50' },
    ],
    [
      'traffic',
      [used(then, '100', '1000'), used(now, '190', '1700'), line(now, '10', { ...of(), sku: 'storage' })],
      [],
      {},
      { kind: 'usage', sku: 'N1', unit: 'requests', now: '1700', before: '1000' },
    ],
    [
      'predictions',
      grown,
      [],
      { traffic: [{ model: 'scorer', now: 180, before: 100 }] },
      { kind: 'traffic', now: 180, before: 100 },
    ],
    [
      'less use, with a line that is taken back',
      [used(then, '300', '3000'), used(now, '200', '2000'), used(now, '-100', '-1000')],
      [],
      {},
      { kind: 'usage', sku: 'N1', unit: 'requests', now: '1000', before: '3000' },
    ],
    [
      'something idle',
      grown,
      [resource(now, 'notebook', '80', fraud)],
      { idle: new Set(['notebook']) },
      { kind: 'idle', amount: '80', resources: ['notebook'] },
    ],
    ['an end', [line(then, '100', of())], [], {}, { kind: 'ended' }],
    ['a service that is new', [line(now, '100', of())], [], {}, { kind: 'new_service' }],
    ['nothing that is known', grown, [], {}, { kind: 'unknown' }],
  ])('is %s', (_, lines, resources, facts, cause) => {
    expect(only(movers(lines, resources, facts)).cause).toEqual(cause);
  });

  it.each<[string, readonly SpendLine[], readonly SpendLine[], Partial<MoverFacts>]>([
    [
      'less than half of the move',
      [...grown, line(now, '40', { ...of(), category: 'adjustment' }), line(then, '1', of())],
      [],
      {},
    ],
    ['predictions that went the other way', grown, [], { traffic: [{ model: 'scorer', now: 90, before: 100 }] }],
    ['predictions that hardly changed', grown, [], { traffic: [{ model: 'scorer', now: 120, before: 100 }] }],
    ['traffic that went the other way', [used(then, '100', '1000'), used(now, '200', '900')], [], {}],
    ['traffic that hardly changed', [used(then, '100', '1000'), used(now, '200', '1100')], [], {}],
    [
      'traffic of which some is not counted',
      [used(then, '100', '1000'), used(now, '190', '1700'), line(now, '9', of())],
      [],
      {},
    ],
    ['traffic in two units', [used(then, '100', '1000'), used(now, '200', '1700', 'tokens')], [], {}],
    ['a price of another service', grown, [], { prices: [{ service: 'BigQuery', sku: 'N1', percent: '90' }] }],
    [
      'a resource that was there before',
      grown,
      [resource(now, 'a', '90', fraud)],
      { firstSeen: new Map([['a', '2026-11-08']]) },
    ],
    [
      'dearer runs, as many as before',
      [line(then, '10', { ...of(), runBillingId: 'a' }), line(now, '90', { ...of(), runBillingId: 'b' })],
      [],
      {},
    ],
    [
      'a resource of another currency',
      grown,
      [{ ...resource(now, 'notebook', '80', fraud), currency: 'USD' }],
      { idle: new Set(['notebook']) },
    ],
  ])('is not %s', (_, lines, resources, facts) => {
    expect(only(movers(lines, resources, facts)).cause).toEqual({ kind: 'unknown' });
  });
});

describe('contributions', () => {
  it('say what moved by each dimension, as means of a day', () => {
    const lines = [
      line('2026-11-04', '10', of()),
      line('2026-11-11', '30', of()),
      line('2026-11-18', '100', of()),
      line('2026-11-18', '7', { service: 'BigQuery', sku: 'slot' }),
      resource('2026-11-18', 'vm', '5', fraud),
    ];
    const found = contributions(
      lines,
      ['2026-11-18'],
      ['2026-11-04', '2026-11-11'],
      ['label:model', 'service', 'resource'],
      'effective',
    );
    expect(found).toEqual([
      { by: 'label:model', value: 'scorer', before: '20', now: '105', delta: '85' },
      { by: 'label:model', value: null, before: '0', now: '7', delta: '7' },
      { by: 'service', value: 'Vertex AI', before: '20', now: '105', delta: '85' },
      { by: 'service', value: 'BigQuery', before: '0', now: '7', delta: '7' },
      { by: 'resource', value: 'vm', before: '0', now: '5', delta: '5' },
    ]);
    expect(contributions(lines, ['2026-11-18'], [], ['service'], 'effective')).toEqual([]);
  });
});
