import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/canonical-json.ts';
import type { Facts } from '#playbook/facts.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { head, member, now, scene } from './company.ts';

const { facts: plain } = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}]`);
const unknown = { unknown: 'Nobody answered.' };
const catalogue = (more: object) => ({ catalogue: { ...plain.catalogue, ...more } });
const roles = {
  roles: { ml: [member('ml-1'), member('ml-2'), member('ml-3')], risk: [member('risk-1')], legal: unknown },
};
const asks = (person: string | null) => ({ ...roles, requester: { person, kind: 'person' as const } });
const by = (...people: readonly string[]) => ({ ...roles, contributors: people });
const live = (value: number) => ({ live: { error_rate: value } });
const delta = (candidate: number, champion: number) => ({
  metrics: {
    candidate: { auc: { value: candidate, asOf: null, producer: null } },
    champion: { auc: { value: champion, asOf: null, producer: null } },
    baseline: null,
  },
});
const dated = (date: string | null, openFindings: Readonly<Record<string, number>> = {}) => ({
  documents: { validation: { digest: 'd', version: '1', date, producer: null, sections: [], openFindings } },
});
const champion = (since: string) => ({ champion: { version: '1', digest: 'd', parts: {}, since } });
const parts = (data: string | null, code: string | null = 'same') => ({
  champion: {
    version: '1',
    digest: 'd',
    parts: Object.fromEntries(Object.keys(plain.subject.parts).map((part) => [part, 'same'])),
    since: now,
  },
  subject: {
    ...plain.subject,
    parts: { ...Object.fromEntries(Object.keys(plain.subject.parts).map((part) => [part, 'same'])), data, code },
  },
});
const samples = (...values: readonly (readonly [string, number | null])[]) => ({
  drift: {
    psi: [
      { feature: 'amount', producer: null, samples: values.map(([at, value]) => ({ at, value })) },
      { feature: 'user/age', producer: null, samples: [{ at: '2026-01-01', value: 0 }] },
    ],
  },
});
const drifts = (more: object = {}) => ({ psi: { op: '>', value: 0.2, ...more } });
const assumed = (status: 'passed' | 'failed' | 'missing' | 'stale') => ({ assumedEvidence: { q: status } });
const old = { op: '>', value: '30d' } as const;
const month = '2026-01-31T12:00:00.000Z';

/** Predicate, value, facts, and what it reads; null is unknown. */
const table: readonly (readonly [string, Json, Partial<Facts>, boolean | null])[] = [
  ['action', ['promote', 'rollback'], {}, true],
  ['action', ['retire'], {}, false],
  ['registry', ['mlflow'], { registry: 'mlflow' }, true],
  ['registry', ['vertex-eu'], { registry: 'mlflow' }, false],
  ['region', ['eu-west4'], { region: 'eu-west4' }, true],
  ['region', ['eu-west4'], { region: 'us-east1' }, false],
  ['region', ['eu-west4'], { region: unknown }, null],
  ['model', ['fraud/*'], { model: 'fraud/scorer' }, true],
  ['model', ['fraud/*'], { model: 'fraud/eu/scorer' }, false],
  ['from', ['stag*'], { from: 'staging' }, true],
  ['from', ['**'], { from: null }, false],
  ['to', ['prod*'], { target: 'production' }, true],
  ['to', ['**'], { target: null }, false],
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
  ['materiality', { purpose: ['high'] }, catalogue({ materiality: unknown }), null],
  ['data_class', ['personal', 'special_category'], catalogue({ dataClass: ['personal', 'anonymous'] }), true],
  ['data_class', ['personal'], catalogue({ dataClass: ['anonymous'] }), false],
  ['data_class', ['personal'], catalogue({ dataClass: unknown }), null],
  ['use_case', ['pilot', 'serves_batch'], catalogue({ useCase: ['serves_batch', 'pilot', 'reusable'] }), true],
  ['use_case', ['pilot', 'serves_batch'], catalogue({ useCase: ['pilot'] }), false],
  ['use_case', ['pilot'], catalogue({ useCase: unknown }), null],
  ['label', { tier: ['gold', 'sil*'] }, { labels: { tier: 'silver' } }, true],
  ['label', { tier: ['**'], area: ['**'] }, { labels: { tier: 'gold' } }, false],
  ['label', { tier: ['**'] }, { labels: unknown }, null],
  ['tag', { stage: ['ready*'] }, { tags: { stage: 'ready-2' } }, true],
  ['tag', { stage: ['ready'] }, { tags: { stage: 'draft' } }, false],
  ['tag', { stage: ['ready'] }, { tags: unknown }, null],
  ['requester_in', ['risk', 'ml'], asks('ml-1'), true],
  ['requester_in', ['risk'], asks('ml-1'), false],
  ['requester_in', ['risk'], asks(null), false],
  ['requester_in', ['legal', 'risk'], asks('ml-1'), null],
  ['requester_in', ['legal', 'ml'], asks('ml-1'), true],
  ['contributor_in', ['risk'], by('ml-1', 'risk-1'), true],
  ['contributor_in', ['risk'], by('ml-1', 'ml-2'), false],
  ['contributor_in', ['ml'], by(), false],
  ['contributor_in', ['legal'], by('ml-1'), null],
  ['contributor_in', ['ml'], { ...roles, contributors: unknown }, null],
  ['only_contributors_in', ['ml', 'risk'], by('ml-1', 'risk-1'), true],
  ['only_contributors_in', ['ml'], by('ml-1', 'risk-1'), false],
  ['only_contributors_in', ['ml'], by(), false],
  ['only_contributors_in', ['ml'], { ...roles, contributors: unknown }, null],
  ['requester_is', 'automation', { requester: { person: null, kind: 'automation' } }, true],
  ['requester_is', 'automation', asks('ml-1'), false],
  ['requester_is', 'only_contributor', { ...asks('ml-1'), contributors: ['ml-1'] }, true],
  ['requester_is', 'only_contributor', { ...asks('ml-1'), contributors: ['ml-1', 'ml-2'] }, false],
  ['requester_is', 'only_contributor', { ...asks('ml-1'), contributors: [] }, false],
  ['requester_is', 'only_contributor', { ...asks('ml-1'), contributors: unknown }, null],
  ['changed', ['data', 'code'], parts('other'), true],
  ['changed', ['data', 'code'], parts('same'), false],
  ['changed', ['data', 'code'], parts(null), null],
  ['changed', ['data', 'code'], parts(null, 'other'), true],
  ['changed', ['data'], { champion: unknown }, null],
  ['changed', ['data'], { champion: null }, true],
  ['only_changed', ['data'], parts('other'), true],
  ['only_changed', ['code'], parts('other'), false],
  ['only_changed', ['code'], parts(null), null],
  ['only_changed', ['data'], { champion: null }, false],
  ['first_promotion', true, { champion: null }, true],
  ['first_promotion', true, champion(now), false],
  ['first_promotion', false, champion(now), true],
  ['first_promotion', true, { champion: unknown }, null],
  ['eu_high_risk', true, catalogue({ euHighRisk: true }), true],
  ['eu_high_risk', true, catalogue({ euHighRisk: false }), false],
  ['eu_high_risk', false, catalogue({ euHighRisk: unknown }), null],
  ['metric', { error_rate: { op: '>=', value: 0.02 } }, live(0.02), true],
  ['metric', { error_rate: { op: '>', value: 0.02 } }, live(0.02), false],
  ['metric', { error_rate: { op: '>', value: 0.02 } }, live(Number.NaN), null],
  ['metric', { error_rate: { op: '>', value: 0.02 }, p99: { op: '<', value: 1 } }, live(0.01), false],
  ['metric', { error_rate: { op: '<', value: 0.02 }, p99: { op: '<', value: 1 } }, live(0.01), null],
  ['metric_delta', { auc: { op: '=', value: 0.2 } }, delta(0.3, 0.1), true],
  ['metric_delta', { auc: { op: '>', value: 0 } }, delta(0.1, 0.1), false],
  ['metric_delta', { auc: { op: '!=', value: 0 } }, delta(Number.POSITIVE_INFINITY, 0.1), null],
  ['size_of_change', { rows: { op: '<=', value: 10 } }, { sizeOfChange: { rows: 10 } }, true],
  ['size_of_change', { rows: { op: '<', value: 10 } }, { sizeOfChange: { rows: 10 } }, false],
  ['size_of_change', { rows: { op: '<', value: 10 } }, { sizeOfChange: { rows: unknown } }, null],
  ['evidence', { q: ['passed', 'stale'] }, assumed('stale'), true],
  ['evidence', { q: ['failed'] }, assumed('passed'), false],
  ['evidence', { q: ['failed'] }, assumed('missing'), null],
  ['evidence', { q: ['failed', 'missing'] }, assumed('missing'), true],
  ['pipeline', { tests: ['failed', 'cancelled'] }, { pipelines: { tests: { status: 'failed', asOf: null } } }, true],
  ['pipeline', { tests: ['success'] }, { pipelines: { tests: { status: 'running', asOf: null } } }, false],
  ['pipeline', { tests: ['success'] }, { pipelines: { tests: unknown } }, null],
  ['champion_age', { op: '>=', value: '30d' }, champion(month), true],
  ['champion_age', old, champion(month), false],
  ['champion_age', old, { champion: null }, null],
  ['champion_age', { op: '<', value: '30d' }, champion('2126-01-01T00:00:00.000Z'), null],
  ['candidate_age', { op: '<=', value: '30d' }, { candidateCreatedAt: month }, true],
  ['candidate_age', old, { candidateCreatedAt: month }, false],
  ['candidate_age', old, { candidateCreatedAt: unknown }, null],
  ['validation_age', { op: '=', value: '30d' }, dated(month), true],
  ['validation_age', old, dated(month), false],
  ['validation_age', old, dated(null), null],
  ['open_findings', { major: { op: '<=', value: 1 } }, dated(null, { major: 1 }), true],
  ['open_findings', { major: { op: '=', value: 0 } }, dated(null, { major: 1 }), false],
  ['open_findings', { major: { op: '=', value: 0 } }, { documents: { card: unknown } }, null],
  ['drift', drifts(), samples(['2026-03-01', 0.3]), true],
  ['drift', drifts({ value: 0.3 }), samples(['2026-03-01', 0.3]), false],
  ['drift', drifts({ for: '1d' }), samples(['2026-03-01', 0.3], ['2026-03-02', 0.4]), true],
  ['drift', drifts({ for: '1d' }), samples(['2026-03-01', 0.3], ['2026-03-02', 0.1]), false],
  ['drift', drifts({ for: '1d' }), samples(['2026-03-02', 0.4]), false],
  ['drift', drifts({ for: '2h' }), samples(['2026-03-01', 0.1], ['2026-03-02', 0.3]), true],
  ['drift', drifts({ feature: 'user/*' }), samples(['2026-03-01', 0.3]), false],
  ['drift', drifts(), samples(['2026-03-01', null]), null],
  ['drift', drifts({ feature: 'other' }), samples(['2026-03-01', 0.3]), null],
  ['drift', { ks_pvalue: { op: '<', value: 0.05 } }, { drift: {} }, null],
  ['incident', 'open', { incident: true }, true],
  ['incident', 'none', { incident: true }, false],
  ['incident', 'none', { incident: unknown }, null],
  ['alert_criticality', ['low'], { alertCriticality: 'low' }, true],
  ['alert_criticality', ['low'], { alertCriticality: null }, false],
  ['alert_criticality', ['low'], { alertCriticality: unknown }, null],
  ['reason_contains', ['hotfix', 'outage'], { reason: 'The OUTAGE of Monday' }, true],
  ['reason_contains', ['hotfix'], { reason: '' }, false],
  ['at_time', { zone: 'UTC', days: ['mon'], from: '12:00', to: '12:01' }, {}, true],
  ['at_time', { zone: 'UTC', days: ['mon'], from: '11:00', to: '12:00' }, {}, false],
  ['at_time', { zone: 'Asia/Kolkata', from: '17:30', to: '24:00' }, {}, true],
  ['at_time', { zone: 'UTC', days: ['sun'], from: '22:00', to: '12:01' }, {}, true],
];

const item = 'evidence: [{id: q, title: Q, check: {metric: auc, op: ">", value: 0}, cares: []}]\n';

/** What a rule that needs the fact says of it. */
function read(name: string, value: Json, facts: Partial<Facts>) {
  const yaml = `${head}${item}rules: [{name: R, needs: {people: {from: ml}, facts: ${JSON.stringify({ [name]: value })}}}]`;
  const found = scene(yaml, { assumed: false }).judge([], facts);
  const known = found.unknown.length === 0;
  return { met: found.rules[0]?.facts[0]?.met, known, state: found.rules[0]?.state };
}

describe('every predicate', () => {
  it('is read as true, as false and, where a fact can be missing, as unknown', () => {
    const always = ['action', 'registry', 'model', 'from', 'to', 'reason_contains', 'at_time'];
    const truths = (name: string) => new Set(table.filter(([one]) => one === name).map(([, , , truth]) => truth));
    for (const { name } of predicates) {
      expect({ name, truths: [...truths(name)].sort((a, b) => Number(a ?? 0.5) - Number(b ?? 0.5)) }).toEqual({
        name,
        truths: always.includes(name) ? [false, true] : [false, null, true],
      });
    }
  });

  it.each(table)('%s: %j with %j is %s', (name, value, facts, truth) => {
    expect(read(name, value, facts)).toEqual({ met: truth === true, known: truth !== null, state: 'waiting' });
  });
});

describe('maps of predicates', () => {
  const [yes, no, open] = [{ action: 'promote' }, { action: 'retire' }, { incident: 'open' }];
  it.each([
    ['and: false beats unknown', { ...no, ...open }, false],
    ['and: unknown beats true', { ...yes, ...open }, null],
    ['or: true beats unknown', { any_of: [open, yes] }, true],
    ['or: unknown beats false', { any_of: [no, open] }, null],
    ['or: all false', { any_of: [no, no] }, false],
    ['nor: one true', { none_of: [yes, open] }, false],
    ['nor: unknown', { none_of: [no, open] }, null],
    ['nor: all false', { none_of: [no] }, true],
    ['nested', { none_of: [{ any_of: [no, { none_of: [yes] }] }], ...yes }, true],
    ['a map may be written alone', { any_of: yes }, true],
  ])('%s', (_, map, truth) => {
    const yaml = `${head}rules: [{name: R, if: ${JSON.stringify(map)}, needs: {people: {from: ml}}}]`;
    const verdict = scene(yaml).judge([], { incident: { unknown: 'Nobody answered.' } });
    expect(verdict.rules[0]?.state).toBe(truth === false ? 'not_applicable' : 'waiting');
    expect(verdict.unknown).toHaveLength(truth === null ? 1 : 0);
  });
});

describe('facts of the wrong form', () => {
  it.each([
    ['incident', 'open', { incident: 'yes' }],
    ['criticality', ['high'], catalogue({ criticality: 'HIGH' })],
    ['data_class', ['personal'], catalogue({ dataClass: 'personal' })],
    ['eu_high_risk', true, catalogue({ euHighRisk: 'true' })],
    ['tag', { a: ['b'] }, { tags: { a: 1 } }],
    ['label', { a: ['b'] }, { labels: [] }],
    ['metric', { m: { op: '>', value: 0 } }, { live: { m: '0.9' } }],
    ['size_of_change', { rows: { op: '>', value: 0 } }, { sizeOfChange: { rows: true } }],
    ['pipeline', { p: ['failed'] }, { pipelines: { p: { status: 'SUCCESS', asOf: null } } }],
    ['drift', drifts(), { drift: { psi: [{ feature: 'a', producer: null, samples: [{ at: 'monday', value: 1 }] }] } }],
    ['candidate_age', old, { candidateCreatedAt: '2026-01-01T00:00:00' }],
    ['region', ['eu'], { region: 5 }],
    ['changed', ['data'], { champion: { version: 1 } }],
  ] as const)('%s gives an error on the rule that reads it, never a reading', (name, value, facts) => {
    expect(read(name, value as Json, facts as Partial<Facts>).state).toBe('error');
  });
});
