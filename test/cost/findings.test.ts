import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataSpan } from '#cost/data-span.ts';
import { shiftDay } from '#cost/day.ts';
import { idleFindings, type Usage } from '#cost/idle.ts';
import { type LabelledResource, type LabelPolicy, labelFindings } from '#cost/label-policy.ts';
import { fastSpend } from '#cost/velocity.ts';
import { instantAt } from '#domain/instant.ts';
import { resource, runs } from './bill-lines.ts';

const policy: LabelPolicy = {
  required: ['team', 'model', 'env', 'owner'],
  known: ['team', 'model', 'env', 'owner', 'use-case', 'ttl'],
  ownerKey: 'owner',
  environmentKey: 'env',
  values: new Map([
    ['team', ['fraud', 'recs']],
    ['env', ['prod', 'dev']],
  ]),
  owners: { active: new Set(['jane-doe']), inactive: new Set(['john-roe']) },
  projectEnv: new Map([['ml-prod', 'prod']]),
};
const good = { team: 'fraud', model: 'scorer', env: 'prod', owner: 'jane-doe' };

function findings(labels: Record<string, string>, more: Partial<LabelledResource> = {}) {
  const of = {
    resource: 'vm',
    project: 'ml-prod',
    labels,
    projectLabels: {},
    createdOn: null,
    googleForm: true,
    ...more,
  };
  return labelFindings(of, policy, '2026-11-24').map(({ kind, key, suggestion, sentence }) => ({
    kind,
    key,
    suggestion,
    sentence,
  }));
}

describe('labels', () => {
  it('that are right have no findings, on the resource or on its project', () => {
    expect(findings({ ...good, 'use-case': 'x', ttl: '2026-11-24', 'goog-gke-node': '' })).toEqual([]);
    expect(findings({}, { projectLabels: good })).toEqual([]);
    expect(findings({ env: 'prod' }, { projectLabels: { ...good, env: 'dev' } })).toEqual([]);
  });

  it.each<[string, Record<string, string>, Partial<LabelledResource>, object]>([
    ['is missing', { ...good, owner: '' }, {}, { kind: 'missing', key: 'owner', suggestion: null }],
    [
      'has a slip in its key',
      { ...good, 'use-csae': 'x' },
      {},
      { kind: 'mistyped_key', key: 'use-csae', suggestion: 'use-case' },
    ],
    ['has another separator', { ...good, use_case: 'x' }, {}, { kind: 'mistyped_key', suggestion: 'use-case' }],
    [
      'has a space before its key',
      { ...good, ' ttl': '9d' },
      { googleForm: false },
      { kind: 'mistyped_key', suggestion: 'ttl' },
    ],
    [
      'is not on the list',
      { ...good, team: 'fraude' },
      {},
      { kind: 'unlisted_value', key: 'team', suggestion: 'fraud' },
    ],
    [
      'is on the list in other case',
      { ...good, team: 'Recs' },
      { googleForm: false },
      { kind: 'unlisted_value', suggestion: 'recs' },
    ],
    [
      'names nobody who is known',
      { ...good, owner: 'jane-do' },
      {},
      { kind: 'unlisted_value', key: 'owner', suggestion: 'jane-doe' },
    ],
    ['names somebody who left', { ...good, owner: 'john-roe' }, {}, { kind: 'inactive_owner', key: 'owner' }],
    [
      'contradicts its project',
      { ...good, env: 'dev' },
      {},
      { kind: 'env_contradicts_project', key: 'env', suggestion: 'prod' },
    ],
    ['has run out by its day', { ...good, ttl: '2026-11-23' }, {}, { kind: 'ttl_passed', key: 'ttl' }],
    ['has run out by its length', { ...good, ttl: '14d' }, { createdOn: '2026-11-09' }, { kind: 'ttl_passed' }],
    ['has a length of life that is none', { ...good, ttl: 'soon' }, {}, { kind: 'invalid_value', key: 'ttl' }],
    ['has a day that is none', { ...good, ttl: '2026-02-30' }, {}, { kind: 'invalid_value', key: 'ttl' }],
    [
      'has a value that Google Cloud does not take',
      { ...good, 'use-case': 'CC 2044' },
      {},
      { kind: 'invalid_value', suggestion: 'cc-2044' },
    ],
    [
      'has a key that Google Cloud does not take',
      { ...good, '9x': 'a' },
      {},
      { kind: 'invalid_key', suggestion: null },
    ],
  ])('one that %s is found, and nothing else', (_, labels, more, expected) => {
    const found = findings(labels, more);
    expect(found).toMatchObject([expected]);
    expect(found[0]?.sentence.length).toBeGreaterThan(20);
  });

  it('has the owner and the environment under the keys that the organization gives them', () => {
    const own = {
      ...policy,
      required: ['squad'],
      known: ['squad', 'steward', 'stage'],
      ownerKey: 'steward',
      environmentKey: 'stage',
    };
    const of = { resource: 'vm', project: 'ml-prod', projectLabels: {}, createdOn: null, googleForm: true };
    const found = labelFindings(
      { ...of, labels: { squad: 'x', steward: 'john-roe', stage: 'dev' } },
      own,
      '2026-11-24',
    );
    expect(found.map(({ kind, key }) => [kind, key])).toEqual([
      ['inactive_owner', 'steward'],
      ['env_contradicts_project', 'stage'],
    ]);
    expect(found.map(({ sentence }) => sentence.slice(0, 18))).toEqual(['`steward=john-roe`', '`stage=dev` contra']);
    expect(labelFindings({ ...of, labels: { squad: 'x', owner: 'nobody', env: 'dev' } }, own, '2026-11-24')).toEqual(
      [],
    );
  });

  it('a mistyped key stands for the missing one, and is no finding where that one is set', () => {
    const { team: _, ...rest } = good;
    expect(findings({ ...rest, Team: 'fraud' }, { googleForm: false }).map(({ kind }) => kind)).toEqual([
      'mistyped_key',
    ]);
    expect(findings({ ...good, Team: 'fraud' }, { googleForm: false })).toEqual([]);
  });

  it('a length of life without a known beginning says nothing, and more than 64 labels are too many', () => {
    expect(findings({ ...good, ttl: '1d' })).toEqual([]);
    const many = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`l${i}`, 'x']));
    expect(findings(many, { projectLabels: good }).map(({ kind }) => kind)).toEqual(['too_many']);
  });

  it('suggestions are taken when they are followed', () => {
    const word = fc.stringMatching(/^[A-Za-z _-]{1,8}$/);
    fc.assert(
      fc.property(word, (team) => {
        for (const { kind, suggestion } of findings({ ...good, team }, { googleForm: false })) {
          if (kind === 'unlisted_value' && suggestion !== null)
            expect(findings({ ...good, team: suggestion })).toEqual([]);
        }
      }),
      { numRuns: runs },
    );
  });
});

const data = dataSpan('2026-10-01', '2026-11-23', '2026-11-24');

function usage(kind: Usage['kind'], used: readonly (number | null)[]): Usage {
  const first = shiftDay('2026-11-23', 1 - used.length);
  const days = used.map((value, i) => ({ day: shiftDay(first, i), used: value }));
  return { kind, resource: 'r', name: 'endpoint churn', project: 'ml-prod', team: 'fraud', days };
}
const zeros = (count: number) => Array.from({ length: count }, () => 0);
const idle = (one: Usage, amount = '12', kept = new Map<string, string>()) =>
  idleFindings(
    [one],
    Array.from({ length: 30 }, (_, i) => resource(shiftDay('2026-10-25', i), 'r', amount)),
    data,
    'effective',
    kept,
    '2026-11-24',
  );

describe('something idle', () => {
  it('is found with since when and what a settled day of it costs', () => {
    expect(idle(usage('endpoint', [5, ...zeros(9)]))).toEqual([
      {
        kind: 'endpoint',
        resource: 'r',
        name: 'endpoint churn',
        project: 'ml-prod',
        team: 'fraud',
        since: '2026-11-15',
        idleDays: 9,
        costPerDay: { amount: '12', currency: 'EUR' },
        sentence: 'endpoint churn had no predictions for 9 days.',
      },
    ]);
  });

  it.each<[string, Usage, number]>([
    ['an endpoint of six days', usage('endpoint', [1, ...zeros(6)]), 0],
    ['an endpoint of seven days', usage('endpoint', [1, ...zeros(7)]), 1],
    ['a notebook that hardly moves', usage('notebook', [0.5, 0.04, 0.01, 0]), 1],
    ['a notebook in use', usage('notebook', [0, 0, 0.06]), 0],
    ['an accelerator of two days', usage('accelerator', [1, 0, 0]), 1],
    ['a disk of two weeks', usage('disk', [1, ...zeros(14)]), 1],
    ['a disk of 13 days', usage('disk', [1, ...zeros(13)]), 0],
    ['days that are not known', usage('endpoint', [...zeros(9), null]), 0],
    ['unknown days before', usage('endpoint', [null, ...zeros(6)]), 0],
    ['nothing known', usage('endpoint', []), 0],
  ])('%s', (_, one, count) => {
    expect(idle(one)).toHaveLength(count);
  });

  it('says at least where it was never seen in use, and knows no cost of days that are not settled', () => {
    expect(idle(usage('notebook', zeros(3)))).toMatchObject([
      { sentence: expect.stringContaining('at least 3 days'), costPerDay: null },
    ]);
  });

  it('is left out while somebody keeps it, and if it costs nothing', () => {
    const unused = usage('endpoint', zeros(9));
    expect(idle(unused, '12', new Map([['r', '2026-11-24']]))).toEqual([]);
    expect(idle(unused, '12', new Map([['r', '2026-11-23']]))).toHaveLength(1);
    expect(idle(unused, '0')).toEqual([]);
  });
});

describe('fast spend', () => {
  const start = Date.UTC(2026, 10, 1);
  const hours = (count: number, amount: (i: number) => number) =>
    Array.from({ length: count }, (_, i) => ({ hour: instantAt(start + i * 3_600_000), amount: String(amount(i)) }));
  const busy = (i: number) => (i % 24 >= 8 && i % 24 < 20 ? 10 : 1);

  it('is found beside the same hours of other days', () => {
    expect(
      fastSpend(
        hours(240, (i) => (i >= 237 ? 60 : busy(i))),
        50,
      ),
    ).toEqual({
      from: '2026-11-10T18:00:00.000Z',
      hours: 6,
      actual: '201',
      usual: '24',
    });
  });

  it.each([
    ['the ordinary morning', hours(235, busy), 50],
    ['three times as much, but little money', hours(240, (i) => (i >= 234 ? busy(i) * 3 : busy(i))), 500],
    ['less than three times as much', hours(240, (i) => (i >= 234 ? busy(i) * 2.9 : busy(i))), 1],
    ['less than a week of rows', hours(24 * 7, (i) => (i >= 160 ? 900 : 1)), 50],
    ['nothing', [], 50],
  ])('is not %s', (_, rows, floor) => {
    expect(fastSpend(rows, floor)).toBeNull();
  });
});
