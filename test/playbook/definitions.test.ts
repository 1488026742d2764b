import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { inRoles } from '#playbook/evaluate/membership.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import type { Facts } from '#playbook/facts.ts';
import type { PredicateContext, PredicateExample } from '#playbook/predicates/define.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { head, member, now, scene } from './company.ts';

const { facts: plain } = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}]`);

function context(facts: PredicateExample['facts']): PredicateContext {
  const all: Facts = { ...plain, ...facts, catalogue: { ...plain.catalogue, ...facts.catalogue } };
  const nowMs = Date.parse(now);
  return {
    facts: all,
    nowMs,
    mayChangeAt: () => undefined,
    evidenceStatus: () => null,
    inRoles: (person, roles) => inRoles(all, person, roles, nowMs),
  };
}

function listed(folder: string, marker: RegExp): readonly string[] {
  const dir = new URL(`../../src/playbook/${folder}/`, import.meta.url);
  return readdirSync(dir).filter((name) => marker.test(name) && name !== 'index.ts' && name !== 'define.ts');
}

describe.each(predicates)('predicate $name', ({ schema, judge, examples }) => {
  it('has examples', () => expect(examples).not.toEqual([]));

  it.each(examples)('reads $value as $truth', ({ value, facts, truth }) => {
    expect(schema.safeParse(value).success).toBe(true);
    expect(judge(value, context(facts)).truth).toBe(truth);
  });
});

describe.each(evidenceChecks)('check $kind', ({ schema, judge, examples }) => {
  it.each(examples)('judges $check as $verdict', ({ check, facts, verdict }) => {
    expect(schema.safeParse(check).success).toBe(true);
    const result = judge(check, {
      facts: { ...plain, ...facts },
      nowMs: Date.parse(now),
      mayChangeAt: () => undefined,
    });
    expect(result.verdict).toBe(verdict);
  });
});

describe('the lists of definitions', () => {
  it('name every predicate file', () => {
    const parts = ['age.ts', 'changed-part.ts', 'drift-held.ts'];
    const files = listed('predicates', /\.ts$/).filter((name) => !parts.includes(name));
    expect(files.map((name) => name.slice(0, -3).replaceAll('-', '_')).sort()).toEqual(
      predicates.map(({ name }) => name).sort(),
    );
  });

  it('name every check file', () => {
    const parts = ['metric-judge.ts', 'metric-reading.ts', 'slices.ts'];
    const files = listed('evidence', /\.ts$/).filter((name) => !parts.includes(name));
    expect(files.map((name) => name.slice(0, -3).replaceAll('-', '_')).sort()).toEqual(
      evidenceChecks.map(({ kind }) => kind).sort(),
    );
  });
});

const catalogue = (more: object) => ({ catalogue: more });
const unknown = { unknown: 'Not in the catalogue.' };

describe('predicates of the catalogue and of roles', () => {
  const roles = { ml: [member('ml-1')], risk: unknown };
  it.each([
    ['criticality', ['high', 'critical'], catalogue({ criticality: 'high' }), true],
    ['criticality', ['high'], catalogue({ criticality: 'low' }), false],
    ['criticality', ['high'], catalogue({ criticality: unknown }), null],
    ['materiality', { exposure: ['high'] }, catalogue({ materiality: { exposure: 'high', purpose: 'low' } }), true],
    [
      'materiality',
      { exposure: ['high'], purpose: ['high'] },
      catalogue({ materiality: { exposure: 'high', purpose: 'low' } }),
      false,
    ],
    ['data_class', ['personal', 'anonymous'], catalogue({ dataClass: ['personal'] }), true],
    ['data_class', ['anonymous'], catalogue({ dataClass: ['personal'] }), false],
    ['use_case', ['pilot', 'serves_batch'], catalogue({ useCase: ['pilot'] }), false],
    ['use_case', ['pilot'], catalogue({ useCase: ['pilot', 'serves_batch'] }), true],
    ['eu_high_risk', true, catalogue({ euHighRisk: unknown }), null],
    ['eu_high_risk', false, catalogue({ euHighRisk: false }), true],
    ['requester_in', ['ml'], { roles, requester: { person: 'ml-1', kind: 'person' } }, true],
    ['requester_in', ['ml'], { roles, requester: { person: null, kind: 'automation' } }, false],
    ['requester_in', ['risk', 'ml'], { roles, requester: { person: 'ml-1', kind: 'person' } }, true],
    ['requester_in', ['risk'], { roles, requester: { person: 'ml-1', kind: 'person' } }, null],
    ['contributor_in', ['ml'], { roles, contributors: ['x', 'ml-1'] }, true],
    ['only_contributors_in', ['ml'], { roles, contributors: ['x', 'ml-1'] }, false],
    [
      'champion_age',
      { op: '<=', value: '30d' },
      { champion: { version: '1', digest: 'd', parts: {}, since: '2026-01-31T12:00:00.000Z' } },
      true,
    ],
    [
      'champion_age',
      { op: '<', value: '30d' },
      { champion: { version: '1', digest: 'd', parts: {}, since: '2026-01-31T12:00:00.000Z' } },
      false,
    ],
    ['validation_age', { op: '<=', value: '365d' }, { documents: { validation: unknown } }, null],
    ['at_time', { zone: 'Europe/Amsterdam', days: ['mon'], from: '13:00', to: '14:00' }, {}, true],
    ['at_time', { zone: 'Europe/Amsterdam', days: ['sun'], from: '22:00', to: '13:01' }, {}, true],
    ['at_time', { zone: 'Europe/Amsterdam', days: ['sun'], from: '22:00', to: '13:00' }, {}, false],
  ])('%s %j', (name, value, facts, truth) => {
    const predicate = predicates.find((one) => one.name === name);
    expect(predicate?.judge(value as never, context(facts as Partial<Facts>)).truth).toBe(truth);
  });
});

describe('slices', () => {
  const check = evidenceChecks.find(({ kind }) => kind === 'metric_reference');
  const slice = (values: Record<string, [number | null, number | null]>) => ({
    region: Object.fromEntries(Object.entries(values).map(([at, [value, rows]]) => [at, { value, rows }])),
  });
  const judge = (candidate: object, champion: object) =>
    check?.judge(
      { metric: 'auc', op: '>=', of: 'champion', tolerance: 0.01, slices: ['region'], min_support: 100 },
      {
        facts: {
          ...plain,
          metrics: {
            candidate: { auc: { value: 0.9, asOf: null, producer: 'eval', slices: candidate } },
            champion: { auc: { value: 0.9, asOf: null, producer: 'eval', slices: champion } },
            baseline: null,
          },
        } as Facts,
        nowMs: 0,
        mayChangeAt: () => undefined,
      },
    );

  it.each([
    ['every slice holds', slice({ eu: [0.89, 500] }), slice({ eu: [0.9, 500] }), 'passed', []],
    [
      'one slice falls',
      slice({ eu: [0.88, 500], us: [0.95, 500] }),
      slice({ eu: [0.9, 500], us: [0.9, 500] }),
      'failed',
      ['auc, region=eu'],
    ],
    ['a small slice falls', slice({ eu: [0.5, 99] }), slice({ eu: [0.9, 500] }), 'passed', []],
    ['nobody counted the rows', slice({ eu: [0.5, null] }), slice({ eu: [0.9, 500] }), 'failed', ['auc, region=eu']],
    [
      'only the champion has a slice',
      slice({ eu: [0.9, 500] }),
      slice({ eu: [0.9, 500], us: [0.9, 500] }),
      'missing',
      ['auc of region=us is missing.'],
    ],
    [
      'only the candidate has a slice',
      slice({ eu: [0.9, 500], us: [0.1, 500] }),
      slice({ eu: [0.9, 500] }),
      'passed',
      [],
    ],
    [
      'a slice is not a number',
      slice({ eu: [null, 500] }),
      slice({ eu: [0.9, 500] }),
      'missing',
      ['auc of region=eu is missing.'],
    ],
    [
      'there are no slices at all',
      {},
      slice({ eu: [0.9, 500] }),
      'missing',
      ['auc has no slices by region.', 'auc of region=eu is missing.'],
    ],
  ])('when %s', (_, candidate, champion, verdict, findings) => {
    expect(judge(candidate, champion)).toMatchObject({ verdict, findings });
  });
});
