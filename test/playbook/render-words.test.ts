import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Json } from '#domain/canonical-json.ts';
import { evidenceChecks } from '#playbook/evidence/index.ts';
import type { Predicates } from '#playbook/keys.ts';
import { predicates } from '#playbook/predicates/index.ts';
import { alwaysKnown, conditionWords } from '#playbook/render/condition-words.ts';
import { settleCondition } from '#playbook/render/settle-condition.ts';
import { lengthWords, type Naming, plain } from '#playbook/words.ts';

const naming: Naming = {
  person: (id) => id,
  roles: (ids) => ids.map((id) => id.toUpperCase()).join(' or '),
  evidence: (id) => `“The ${id}”`,
};

/** What each predicate says of a value. */
const said: readonly (readonly [string, Json, string])[] = [
  ['action', ['promote', 'rollback'], 'what is asked for is a promotion or a rollback'],
  ['registry', 'mlflow', 'the registry is `mlflow`'],
  ['region', ['eu', 'us'], 'the region of the registry is `eu` or `us`'],
  ['model', 'credit/*', 'the model is `credit/*`'],
  ['from', 'staging', 'the alias that the version leaves is `staging`'],
  ['to', ['production'], 'the alias that the version reaches is `production`'],
  ['criticality', ['high', 'critical'], 'the criticality of the model is high or critical'],
  [
    'materiality',
    { exposure: ['high'], purpose: ['medium', 'high'] },
    'the exposure of the model is high and the weight of its purpose is medium or high',
  ],
  ['data_class', ['personal', 'special_category'], 'the model uses personal or special-category data'],
  ['use_case', ['pilot', 'serves_online'], 'the model is a pilot and serves online'],
  ['label', { stage: ['ready*', 'done'] }, 'the label `stage` of the model is `ready*` or `done`'],
  ['tag', { stage: 'ready' }, 'the tag `stage` of the version is `ready`'],
  ['requester_in', ['ml', 'risk'], 'whoever asks is in ML or RISK'],
  ['contributor_in', 'ml', 'somebody who contributed to the version is in ML'],
  ['only_contributors_in', 'ml', 'somebody contributed to the version, and everybody who did is in ML'],
  ['requester_is', 'automation', 'a program asks, not a person'],
  ['requester_is', 'only_contributor', 'whoever asks is the only person who contributed to the version'],
  ['changed', ['data', 'features'], "the training data or the features differ from the champion's"],
  ['changed', 'code', "the code differs from the champion's"],
  ['changed', 'weights', "the weights differ from the champion's"],
  [
    'only_changed',
    ['weights', 'hyperparameters'],
    "nothing but the weights or the hyperparameters differs from the champion's",
  ],
  ['first_promotion', true, 'no version holds the target yet'],
  ['first_promotion', false, 'a version holds the target already'],
  ['eu_high_risk', true, 'the model counts as high-risk under the EU AI Act'],
  ['eu_high_risk', false, 'the model does not count as high-risk under the EU AI Act'],
  ['metric', { error_rate: { op: '>', value: 0.01 } }, 'the live `error_rate` is above 0.01'],
  [
    'metric_delta',
    { auc: { op: '>=', value: -0.002 } },
    "the candidate's `auc` minus the champion's is at least -0.002",
  ],
  [
    'size_of_change',
    { training_cost: { op: '<=', value: 500 }, rows: { op: '!=', value: 0 } },
    'the estimated cost of the training is at most 500 and the number of rows is anything but 0',
  ],
  ['evidence', { cost: ['failed', 'missing', 'stale'] }, '“The cost” has failed, is missing or is too old'],
  [
    'pipeline',
    { tests: ['success', 'running'] },
    'the newest run of `tests` for this version succeeded or is still running',
  ],
  ['champion_age', { op: '>', value: '30d' }, 'the champion has held the target for more than 30 days'],
  ['candidate_age', { op: '<=', value: '36h' }, 'the candidate was registered at most 36 hours ago'],
  ['validation_age', { op: '<', value: '365d' }, 'the validation of the model is less than 365 days old'],
  [
    'open_findings',
    { major: { op: '=', value: 0 } },
    'the number of open `major` findings in the documents of the model is exactly 0',
  ],
  [
    'drift',
    { psi: { op: '>', value: 0.2, for: '2h' } },
    'the population stability index (PSI) of some feature is above 0.2, at every sample of the last 2 hours',
  ],
  [
    'drift',
    { ks_pvalue: { op: '<', value: 0.01, feature: 'amount*' } },
    'the p-value of the Kolmogorov-Smirnov test (low means drift) of some feature like `amount*` is below 0.01',
  ],
  ['incident', 'open', 'a high or critical alert of the model is firing'],
  ['incident', 'none', 'no high or critical alert of the model is firing'],
  ['alert_criticality', ['low', 'medium'], 'the criticality of the alert to silence is low or medium'],
  ['reason_contains', ['hotfix'], 'the reason given contains “hotfix”'],
  ['at_time', { zone: 'UTC', from: '09:00', to: '17:00' }, 'it is between 09:00 and 17:00 in UTC'],
  [
    'at_time',
    { zone: 'Europe/Amsterdam', days: ['sat', 'sun'], from: '22:00', to: '06:00' },
    'it is Saturday or Sunday between 22:00 and 06:00 of the next day in Europe/Amsterdam',
  ],
];

/** What each check says of what is written under it. */
const asked: readonly (readonly [string, Json, string])[] = [
  ['metric_value', { metric: 'auc', op: '>=', value: 0.8 }, '`auc` is at least 0.8'],
  [
    'metric_value',
    { metric: 'auc', op: '>', value: 0.8, slices: ['region', 'age'], min_support: 500 },
    '`auc` is above 0.8, overall and in every slice by `region` and `age` with at least 500 rows',
  ],
  [
    'metric_between',
    { metric: 'ratio', op: 'between', low: 0.85, high: 1.18 },
    '`ratio` lies between 0.85 and 1.18, both included',
  ],
  [
    'metric_reference',
    { metric: 'auc', op: '>=', of: 'champion', tolerance: 0.002 },
    "`auc` is at least the champion's minus 0.002; without a champion it is missing",
  ],
  [
    'metric_reference',
    { metric: 'loss', op: '<=', of: 'champion', tolerance: '1%', if_no_champion: 'pass', slices: 'region' },
    "`loss` is at most the champion's plus 1 percent of its size, overall and in every slice by `region`; a slice that only the reference has is missing; without a champion it passes",
  ],
  [
    'metric_reference',
    { metric: 'auc', op: '>', of: 'baseline' },
    '`auc` is above that of the simple model logged with it (the baseline)',
  ],
  [
    'document',
    { document: 'card', sections: ['purpose', 'limits'], at_most: '365d', open_findings: { major: 0 } },
    'the document `card` is there and about this version, has the sections “purpose” and “limits”, is at most 365 days old and has no open `major` findings',
  ],
  ['document', { document: 'card', bound_to: 'model' }, 'the document `card` is there'],
  ['pipeline', { pipeline: 'tests', is: 'success' }, 'the newest run of `tests` for this version succeeded'],
  ['label', { label: 'stage', is: ['a', 'b'] }, 'the label `stage` of the model is `a` or `b`'],
  [
    'drift',
    { drift: 'psi', op: '<', value: 0.2 },
    'the population stability index (PSI) of every feature is below 0.2',
  ],
  ['age', { age: 'data', at_most: '30d' }, 'the training data is at most 30 days old'],
  ['age', { age: 'champion', at_most: '30d' }, 'the champion has held the target for at most 30 days'],
  ['age', { age: 'candidate', at_most: '1d' }, 'the candidate is at most 1 day old'],
  ['age', { age: 'validation', at_most: '52w' }, 'the validation of the model is at most 364 days old'],
];

describe('a predicate in words', () => {
  it('has a case for every predicate', () => {
    expect([...new Set(said.map(([name]) => name))].sort()).toEqual(predicates.map(({ name }) => name).sort());
  });

  it.each(said)('%s of %j', (name, value, words) => {
    expect(predicates.find((one) => one.name === name)?.words(value, naming)).toBe(words);
  });

  it.each(predicates)('$name shows no word of the machine outside of code', ({ words, examples }) => {
    for (const { value } of examples) expect(bare(words(value, naming))).toMatch(/^[^\s_{}[\]]+( [^\s_{}[\]]+)+$/);
  });
});

describe('a check in words', () => {
  it('has a case for every check', () => {
    expect([...new Set(asked.map(([kind]) => kind))].sort()).toEqual(evidenceChecks.map(({ kind }) => kind).sort());
  });

  it.each(asked)('%s of %j', (kind, value, words) => {
    expect(evidenceChecks.find((one) => one.kind === kind)?.words(value, naming)).toBe(words);
  });

  it.each(evidenceChecks)('$kind shows no word of the machine outside of code', ({ words, examples }) => {
    for (const { check } of examples) expect(bare(words(check, naming))).toMatch(/^[^\s_{}[\]]+( [^\s_{}[\]]+)+$/);
  });
});

function bare(text: string): string {
  return text.replaceAll(/`[^`]*`/g, 'x');
}

describe('a condition in words', () => {
  it.each([
    [{ first_promotion: true }, 'no version holds the target yet'],
    [
      { first_promotion: true, criticality: ['low', 'high'] },
      'no version holds the target yet, and the criticality of the model is low or high',
    ],
    [{ any_of: [{ incident: 'open' }] }, 'a high or critical alert of the model is firing'],
    [
      { any_of: [{ changed: ['data'] }, { first_promotion: true }] },
      "either the training data differs from the champion's, or no version holds the target yet",
    ],
    [
      { any_of: [{ changed: ['data'], incident: 'none' }, { first_promotion: true }, { registry: ['a'] }] },
      "at least one of these is so: (the training data differs from the champion's, and no high or critical alert of the model is firing); no version holds the target yet; the registry is `a`",
    ],
    [{ none_of: [{ first_promotion: true }] }, 'it is not so that no version holds the target yet'],
    [
      {
        none_of: [{ first_promotion: true }, { any_of: [{ registry: ['a'] }, { registry: ['b'] }] }],
        incident: 'open',
      },
      '(none of these is so: no version holds the target yet; (either the registry is `a`, or the registry is `b`)), and a high or critical alert of the model is firing',
    ],
  ])('%j', (map, words) => {
    expect(conditionWords(map, naming)).toBe(words);
  });

  it('is always known only if everything in it is', () => {
    expect(alwaysKnown({ model: ['a'], none_of: [{ to: ['b'] }] })).toBe(true);
    expect(alwaysKnown({ model: ['a'], none_of: [{ to: ['b'], changed: ['data'] }] })).toBe(false);
  });

  it('shows somebody’s text on one line and without marks of ours', () => {
    expect(plain(' a`b\n\tc\u202e ')).toBe("a'b c");
  });

  it.each([
    [60_000, '1 minute'],
    [5_400_000, '90 minutes'],
    [3_600_000, '1 hour'],
    [129_600_000, '36 hours'],
    [1_209_600_000, '14 days'],
  ])('says %d ms as %s', (ms, words) => expect(lengthWords(ms)).toBe(words));
});

const letters = ['a', 'b', 'c', 'd'] as const;
const mapOf = (depth: number): fc.Arbitrary<Predicates> => {
  const leaf = fc.dictionary(fc.constantFrom(...letters), fc.constant(true), {
    minKeys: depth === 0 ? 1 : 0,
    maxKeys: 2,
  });
  if (depth === 0) return leaf;
  const branches = fc.option(fc.array(mapOf(depth - 1), { minLength: 1, maxLength: 3 }), { nil: undefined });
  return fc.tuple(leaf, branches, branches).map(([own, any, none]) => ({
    ...own,
    ...(any === undefined ? {} : { any_of: any }),
    ...(none === undefined ? {} : { none_of: none }),
  }));
};
const maps = mapOf(2);
const truths = fc.record({ a: fc.boolean(), b: fc.boolean(), c: fc.boolean(), d: fc.boolean() });

describe('settling a condition', () => {
  /** The truth of a condition whose every predicate is known. */
  const holds = (map: Predicates, truth: Record<string, boolean>): boolean =>
    Object.entries(map).every(([name, value]) => {
      if (name !== 'any_of' && name !== 'none_of') return truth[name] === true;
      const some = (value as readonly Predicates[]).some((branch) => holds(branch, truth));
      return some === (name === 'any_of');
    });

  it('leaves what holds exactly when the whole does', () => {
    fc.assert(
      fc.property(maps, truths, fc.subarray([...letters]), (map, truth, known) => {
        const left = settleCondition(map, (name) =>
          known.includes(name as 'a') ? (truth[name as 'a'] ?? null) : null,
        );
        const whole = holds(map, truth);
        expect(typeof left === 'boolean' ? left : holds(left, truth)).toBe(whole);
        if (typeof left !== 'boolean') expect(JSON.stringify(left)).not.toMatch(new RegExp(`"[${known.join('')}]"`));
      }),
      { numRuns: 500 },
    );
  });

  it('does not take the value true of a predicate for its truth', () => {
    expect(settleCondition({ first_promotion: true }, () => null)).toEqual({ first_promotion: true });
    expect(settleCondition(null, () => null)).toBe(true);
  });
});
