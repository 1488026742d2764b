import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/canonical-json.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import type { EvidenceStatus, Facts, Metric } from '#playbook/facts.ts';
import type { DocumentFact } from '#playbook/reported.ts';
import { head, scene } from './company.ts';

const { facts: plain } = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}]`);
const unknown = { unknown: 'Nobody answered.' };
const of = (value: number | null, more: Partial<Metric> = {}): Metric => ({
  value,
  asOf: '2026-03-01T12:00:00.000Z',
  producer: 'eval',
  ...more,
});
const held = { version: '1', digest: 'd', parts: {}, since: '2026-01-01T00:00:00.000Z' };
const metrics = (
  candidate: Metric,
  champion: Metric | null = null,
  baseline: Metric | null = null,
): Partial<Facts> => ({
  champion: champion === null ? null : held,
  metrics: {
    candidate: { m: candidate },
    champion: champion === null ? null : { m: champion },
    baseline: baseline === null ? null : { m: baseline },
  },
});
const card = (more: Partial<DocumentFact> = {}): Partial<Facts> => ({
  documents: {
    card: {
      digest: 'd',
      version: '2',
      date: '2026-02-01',
      producer: 'mlflow',
      sections: ['Purpose', ' limits '],
      openFindings: { major: 1 },
      ...more,
    },
  },
});
const document = (more: object = {}) => ({ document: 'card', ...more });
const run = (status: 'success' | 'failed' | 'running' | 'cancelled') => ({
  pipelines: { p: { status, asOf: '2026-03-01T00:00:00.000Z' } },
});
const is = { pipeline: 'p', is: 'success' };
const against = (op: string, more: object = {}) => ({ metric: 'm', op, of: 'champion', ...more });
const psi = (...values: readonly number[]) => ({
  drift: {
    psi: values.map((value, index) => ({
      feature: `f${index}`,
      producer: 'monitor',
      samples: [{ at: '2026-03-01', value }],
    })),
  },
});
const sliced = (values: Readonly<Record<string, readonly [number, number]>>): Partial<Metric> => ({
  slices: { region: Object.fromEntries(Object.entries(values).map(([at, [value, rows]]) => [at, { value, rows }])) },
});

const table: readonly (readonly [string, Json, Partial<Facts>, EvidenceStatus])[] = [
  ...(
    [
      ['<', 'failed', 'passed', 'failed'],
      ['<=', 'passed', 'passed', 'failed'],
      ['=', 'passed', 'failed', 'failed'],
      ['!=', 'failed', 'passed', 'passed'],
      ['>=', 'passed', 'failed', 'passed'],
      ['>', 'failed', 'failed', 'passed'],
    ] as const
  ).flatMap(([op, equal, below, above]) =>
    (
      [
        [0.3, equal],
        [0.29, below],
        [0.31, above],
      ] as const
    ).map(([value, status]) => ['metric_value', { metric: 'm', op, value: 0.3 }, metrics(of(value)), status] as const),
  ),
  ['metric_value', { metric: 'm', op: '>=', value: 0.3 }, metrics(of(null)), 'missing'],
  ['metric_value', { metric: 'm', op: '>=', value: 0.3 }, metrics(of(Number.NaN)), 'missing'],
  [
    'metric_value',
    { metric: 'm', op: '>=', value: 0.3 },
    { metrics: { candidate: unknown, champion: null, baseline: null } },
    'missing',
  ],
  ['metric_value', { metric: 'training_cost', op: '<=', value: 5 }, { sizeOfChange: { training_cost: 5 } }, 'passed'],
  [
    'metric_value',
    { metric: 'training_cost', op: '<=', value: 5 },
    { metrics: { candidate: { training_cost: of(1) }, champion: null, baseline: null } },
    'missing',
  ],
  ['metric_between', { metric: 'm', op: 'between', low: 0.85, high: 1.18 }, metrics(of(0.85)), 'passed'],
  ['metric_between', { metric: 'm', op: 'between', low: 0.85, high: 1.18 }, metrics(of(1.18)), 'passed'],
  ['metric_between', { metric: 'm', op: 'between', low: 0.85, high: 1.18 }, metrics(of(1.1800001)), 'failed'],
  ['metric_between', { metric: 'm', op: 'between', low: 0.85, high: 1.18 }, metrics(of(0.8499999)), 'failed'],
  ['metric_between', { metric: 'x', op: 'between', low: 0, high: 1 }, metrics(of(0.5)), 'missing'],
  ['metric_reference', against('>=', { tolerance: 0.002 }), metrics(of(0.871), of(0.873)), 'passed'],
  ['metric_reference', against('>', { tolerance: 0.002 }), metrics(of(0.871), of(0.873)), 'failed'],
  ['metric_reference', against('<=', { tolerance: 0.1 }), metrics(of(0.3), of(0.2)), 'passed'],
  ['metric_reference', against('<', { tolerance: 0.1 }), metrics(of(0.3), of(0.2)), 'failed'],
  ['metric_reference', against('>='), metrics(of(0.2), of(0.2)), 'passed'],
  ['metric_reference', against('>='), metrics(of(0.19), of(0.2)), 'failed'],
  ['metric_reference', against('>=', { tolerance: '1%' }), metrics(of(-101), of(-100)), 'passed'],
  ['metric_reference', against('>=', { tolerance: '1%' }), metrics(of(-101.01), of(-100)), 'failed'],
  ['metric_reference', against('<=', { tolerance: '0.5%' }), metrics(of(201), of(200)), 'passed'],
  ['metric_reference', against('<=', { tolerance: '0.5%' }), metrics(of(201.01), of(200)), 'failed'],
  ['metric_reference', against('>='), metrics(of(0.9)), 'missing'],
  ['metric_reference', against('>=', { if_no_champion: 'pass' }), metrics(of(0.9)), 'passed'],
  ['metric_reference', against('>=', { if_no_champion: 'pass' }), metrics(of(0.9, { producer: 'person' })), 'missing'],
  ['metric_reference', against('>=', { if_no_champion: 'pass' }), metrics(of(null)), 'missing'],
  ['metric_reference', against('>='), { ...metrics(of(0.9), of(0.9)), champion: unknown }, 'passed'],
  ['metric_reference', { metric: 'm', op: '>=', of: 'baseline' }, metrics(of(0.9), null, of(0.8)), 'passed'],
  ['metric_reference', { metric: 'm', op: '>=', of: 'baseline' }, metrics(of(0.7), of(0.1), of(0.8)), 'failed'],
  ['metric_reference', { metric: 'm', op: '>=', of: 'baseline' }, metrics(of(0.9), of(0.1)), 'missing'],
  [
    'metric_value',
    { metric: 'm', op: '>=', value: 0.5, slices: ['region'], min_support: 50 },
    metrics(of(0.9, sliced({ eu: [0.5, 50], us: [0.1, 49] }))),
    'passed',
  ],
  [
    'metric_value',
    { metric: 'm', op: '>=', value: 0.5, slices: ['region'], min_support: 49 },
    metrics(of(0.9, sliced({ eu: [0.5, 50], us: [0.1, 49] }))),
    'failed',
  ],
  [
    'metric_value',
    { metric: 'm', op: '>=', value: 0.5, slices: ['age'] },
    metrics(of(0.9, sliced({ eu: [0.5, 50] }))),
    'missing',
  ],
  [
    'metric_value',
    { metric: 'm', op: '>=', value: 0.5, slices: ['region'] },
    metrics(of(0.4, sliced({ eu: [0.5, 50] }))),
    'failed',
  ],
  [
    'metric_reference',
    against('>=', { slices: ['region'] }),
    metrics(of(0.9, sliced({ eu: [0.9, 1] })), of(0.9, sliced({ eu: [0.9, 1], us: [0.1, 1] }))),
    'missing',
  ],
  [
    'metric_reference',
    against('>=', { slices: ['region'] }),
    metrics(of(0.9, sliced({ eu: [0.9, 1], us: [0, 1] })), of(0.9, sliced({ eu: [0.9, 1] }))),
    'passed',
  ],
  [
    'metric_reference',
    against('>=', { slices: ['region'], tolerance: '1%' }),
    metrics(of(0.9, sliced({ eu: [0.099, 1] })), of(0.9, sliced({ eu: [0.1, 1] }))),
    'passed',
  ],
  ['document', document({ sections: ['purpose', 'LIMITS'] }), card(), 'passed'],
  ['document', document({ sections: ['purpose', 'data'] }), card(), 'failed'],
  ['document', document(), card({ version: '1' }), 'failed'],
  ['document', document(), card({ version: null }), 'failed'],
  ['document', document(), { ...card({ version: null }), subject: { ...plain.subject, version: null } }, 'failed'],
  ['document', document({ bound_to: 'model' }), card({ version: null }), 'passed'],
  ['document', document({ at_most: '30d' }), card(), 'passed'],
  ['document', document({ at_most: '29d' }), card(), 'failed'],
  ['document', document({ at_most: '30d' }), card({ date: null }), 'missing'],
  ['document', document({ at_most: '30d' }), card({ date: '2126-01-01' }), 'missing'],
  ['document', document({ open_findings: { major: 1, minor: 0 } }), card(), 'passed'],
  ['document', document({ open_findings: { major: 0 } }), card(), 'failed'],
  ['document', document({ open_findings: { major: 0 } }), card({ openFindings: { major: Number.NaN } }), 'missing'],
  ['document', document(), { documents: { card: unknown } }, 'missing'],
  ['document', document(), {}, 'missing'],
  ['pipeline', is, run('success'), 'passed'],
  ['pipeline', is, run('failed'), 'failed'],
  ['pipeline', is, run('cancelled'), 'failed'],
  ['pipeline', is, run('running'), 'missing'],
  ['pipeline', is, { pipelines: { p: unknown } }, 'missing'],
  ['label', { label: 'tier', is: ['gold', 'sil*'] }, { labels: { tier: 'silver' } }, 'passed'],
  ['label', { label: 'tier', is: 'gold' }, { labels: { tier: 'silver' } }, 'failed'],
  ['label', { label: 'tier', is: 'gold' }, { labels: {} }, 'missing'],
  ['drift', { drift: 'psi', op: '<', value: 0.2 }, psi(0.1, 0.19), 'passed'],
  ['drift', { drift: 'psi', op: '<', value: 0.2 }, psi(0.1, 0.2), 'failed'],
  ['drift', { drift: 'psi', op: '<', value: 0.2, feature: 'f0' }, psi(0.1, 0.2), 'passed'],
  ['drift', { drift: 'psi', op: '<', value: 0.2, for: '2d' }, psi(0.1), 'failed'],
  ['drift', { drift: 'psi', op: '<', value: 0.2, feature: 'g' }, psi(0.1), 'missing'],
  ['drift', { drift: 'psi', op: '<', value: 0.2 }, { drift: { psi: unknown } }, 'missing'],
  ...(['champion', 'candidate', 'data', 'validation'] as const).flatMap((age) => {
    const on = (date: string): Partial<Facts> => ({
      champion: { ...held, since: date },
      candidateCreatedAt: date,
      dataAsOf: date,
      documents: { validation: { ...card().documents?.['card'], date } as DocumentFact },
    });
    const check = { age, at_most: '30d' };
    return [
      ['age', check, on('2026-01-31T12:00:00.000Z'), 'passed'],
      ['age', check, on('2026-01-31T11:59:59.999Z'), 'failed'],
      ['age', check, on('2126-01-01'), 'missing'],
      ['age', check, { champion: null, documents: {}, candidateCreatedAt: unknown, dataAsOf: unknown }, 'missing'],
    ] as const;
  }),
];

function judged(check: Json, facts: Partial<Facts>, more = '') {
  const item = `evidence: [{id: q, title: Q, check: ${JSON.stringify(check)}${more}}]\n`;
  const rules = 'rules: [{name: R, needs: {people: {from: ml}, evidence: all}}]';
  return scene(head + item + rules, { assumed: false }).judge([], facts).evidence[0];
}

describe('every evidence check', () => {
  it('passes, fails and is missing somewhere in the table', () => {
    const kinds = (status: string) =>
      [...new Set(table.filter((row) => row[3] === status).map(([kind]) => kind))].sort();
    const all = evidenceChecks.map(({ kind }) => kind).sort();
    expect(['passed', 'failed', 'missing'].map(kinds)).toEqual([all, all, all]);
  });

  it.each(table)('%s: %j with %j is %s', (kind, check, facts, status) => {
    expect(evidenceChecks.find((one) => one.schema.safeParse(check).success)?.kind).toBe(kind);
    const verdict = judged(check, facts);
    expect(verdict).toMatchObject({ status, because: expect.stringMatching(/\S/) });
    if (status !== 'passed') expect(verdict?.findings).not.toEqual([]);
  });
});

describe('the fingerprint of evidence', () => {
  const print = (facts: Partial<Facts>, check: Json = against('>=', { tolerance: 0.1 }), more = '') =>
    judged(check, facts, more)?.fingerprint;
  const base = metrics(of(0.9), of(0.8));

  it('is not of date, producer or staleness', () => {
    expect(print(metrics(of(0.9, { asOf: '2020-01-01', producer: 'other' }), of(0.8)))).toBe(print(base));
    expect(print(base, against('>=', { tolerance: 0.1 }), ', max_age: 1m')).toBe(print(base));
    expect(judged(against('>=', { tolerance: 0.1 }), base, ', max_age: 1m')?.status).toBe('stale');
  });

  it.each([
    ['value', metrics(of(0.91), of(0.8)), against('>=', { tolerance: 0.1 })],
    ['reference', metrics(of(0.9), of(0.81)), against('>=', { tolerance: 0.1 })],
    ['check', base, against('>=', { tolerance: 0.2 })],
    ['operator', base, against('>', { tolerance: 0.1 })],
  ])('is of the %s', (_, facts, check) => expect(print(facts, check)).not.toBe(print(base)));

  it('is of the digest and the open findings of a document', () => {
    const first = print(card(), document());
    expect(print(card({ digest: 'e' }), document())).not.toBe(first);
    expect(print(card({ openFindings: { major: 2 } }), document())).not.toBe(first);
    expect(print(card({ producer: 'person' }), document())).not.toBe(first);
    expect(print(card({ date: '2026-02-02' }), document())).toBe(first);
  });
});
