import { describe, expect, it } from 'vitest';
import type { FactRecords, FactSource } from '#domain/maturity-facts.ts';
import { assessAnswers, assessQuestions, characteristicsOf, mismatches, prefilled } from '#maturity/assess-answers.ts';
import { observedCharacteristics } from '#maturity/observed-characteristics.ts';
import { ago, automatedRecords, facts, model, now, plain, promotion, run } from './practice.ts';

const all = automatedRecords();
const [resource] = all.resources;
const [version] = all.versions;
if (!resource || !version) throw new Error('nothing to copy');

function observed(records: Partial<FactRecords>, unknown: readonly FactSource[] = []) {
  const one = model();
  return observedCharacteristics(facts(records, [one], unknown), one, now);
}

const runsAt = (days: readonly number[], versions: number) =>
  days.map((daysAgo, i) => run({ id: `r${i}`, startedAt: ago(daysAgo), dataVersion: `d${i % versions}` }));

describe('the questions', () => {
  it('are eight, each answered by a field of the form', () => {
    expect(assessQuestions.map(({ id }) => id)).toEqual(Object.keys(assessAnswers.shape));
    expect(assessQuestions).toHaveLength(8);
  });

  it('offer only answers that the form takes', () => {
    for (const { id, choices, several } of assessQuestions) {
      for (const value of Object.keys(choices ?? {})) {
        expect(assessAnswers.shape[id].safeParse(several ? [value] : value).success, `${id}: ${value}`).toBe(true);
      }
    }
  });

  it('say what a use case is', () => {
    const answers = assessAnswers.parse({
      stage: 'production',
      impact: 'some',
      reuse: 'no',
      retraining: 'ad_hoc',
      code: 'often',
      serving: ['batch'],
      modality: ['text'],
      business: ' Ana, churn ',
    });
    expect(characteristicsOf(answers)).toEqual({
      ...plain,
      missionCritical: true,
      retraining: 'ad_hoc',
      frequentUpdates: true,
      serving: ['batch'],
    });
  });
});

describe('what is observed', () => {
  it.each([
    ['four runs on three versions of the data', runsAt([1, 8, 15, 30], 3), 'frequent'],
    ['four runs on two versions', runsAt([1, 8, 15, 30], 2), null],
    ['three runs in 30 days', runsAt([1, 8, 15, 31], 4), null],
    ['one run in 60 days', runsAt([60, 61], 2), 'ad_hoc'],
    ['two runs in 60 days', runsAt([59, 60], 2), null],
    ['no run', [], 'ad_hoc'],
  ])('%s', (_, runs, value) => {
    expect(observed({ runs, resources: [resource] }).retraining.value).toBe(value);
  });

  it('a model without traffic is a pilot, and how it is trained tells nothing', () => {
    const seen = observed({ resources: [{ ...resource, lastTrafficAt: ago(61) }] });
    expect(seen.pilot.value).toBe(true);
    expect(seen.retraining.value).toBeNull();
    expect(observed({ resources: [{ ...resource, lastTrafficAt: ago(60) }] }).pilot.value).toBe(false);
  });

  it('two states of the code in 30 days are frequent updates', () => {
    const of = (codes: readonly string[]) =>
      observed({
        versions: codes.map((codeDigest, i) => ({ ...version, id: `${i}`, codeDigest, registeredAt: ago(i) })),
      });
    expect(of(['a', 'b']).frequentUpdates.value).toBe(true);
    expect(of(['a', 'a']).frequentUpdates.value).toBe(false);
  });

  it('it is reusable where two teams call it or another model reads its features', () => {
    expect(observed({ resources: [{ ...resource, callers: ['a', 'b'] }] }).reusable.value).toBe(true);
    expect(observed({ resources: [{ ...resource, callers: ['a', 'a'] }] }).reusable.value).toBe(false);
    expect(observed({ featureViews: [{ id: 'v', readBy: ['m', 'n'] }] }).reusable.value).toBe(true);
  });

  it('it may be critical by an incident or its traffic, and is never told not to be', () => {
    expect(observed({}).missionCritical.value).toBeNull();
    const failures = [{ kind: 'incident' as const, detectedAt: ago(300), restoredAt: null }];
    expect(observed({ promotions: [promotion({ failures })] }).missionCritical.value).toBe(true);
    const traffic = (mine: number) =>
      observed({
        resources: Array.from({ length: 10 }, (_, i) => ({
          ...resource,
          id: `${i}`,
          model: i === 0 ? 'm' : `n${i}`,
          dailyRequests: i === 0 ? mine : 50 + i,
        })),
      }).missionCritical.value;
    expect(traffic(100)).toBe(true);
    expect(traffic(58)).toBeNull();
  });

  it('what no connection tells is not known, fills nothing and is no mismatch', () => {
    const seen = observed({}, ['resources', 'runs', 'versions', 'featureViews', 'promotions']);
    expect(prefilled(seen)).toEqual({});
    expect(mismatches({ ...plain, pilot: true, frequentUpdates: true, serving: ['batch'] }, seen)).toEqual([]);
  });
});

describe('declared against observed', () => {
  const seen = observed(all);

  it('fills the form with what was seen', () => {
    expect(prefilled(seen)).toEqual({
      stage: 'production',
      reuse: 'yes',
      retraining: 'frequent',
      code: 'often',
      serving: ['online'],
    });
  });

  it('asks about each that differs', () => {
    const declared = { ...plain, pilot: true, retraining: 'ad_hoc' as const, serving: ['batch' as const] };
    expect(mismatches(declared, seen).map(({ characteristic }) => characteristic)).toEqual([
      'pilot',
      'reusable',
      'retraining',
      'frequentUpdates',
      'serving',
    ]);
  });

  it('asks nothing where they agree, or where more was declared than can be seen', () => {
    const declared = {
      pilot: false,
      missionCritical: true,
      reusable: true,
      retraining: 'frequent' as const,
      frequentUpdates: true,
      serving: ['batch' as const, 'online' as const],
    };
    expect(mismatches(declared, seen)).toEqual([]);
    expect(mismatches(declared, observed({ ...all, featureViews: [] }))).toEqual([]);
  });
});
