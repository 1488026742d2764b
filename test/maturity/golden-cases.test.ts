import { describe, expect, it } from 'vitest';
import { type Capability, type Characteristics, capabilities, type ModelTier, type Rung } from '#domain/maturity.ts';
import { capabilityMatrix, changedMatrix } from '#maturity/capability-matrix.ts';
import { type Cell, fitOf } from '#maturity/fit.ts';
import { needsOf } from '#maturity/needs.ts';
import { nextStep, rankedSteps } from '#maturity/next-step.ts';
import { plain } from './practice.ts';

const needed = (characteristics: Partial<Characteristics>, matrix = capabilityMatrix) =>
  needsOf({ ...plain, ...characteristics }, matrix).needed;
const named = (characteristics: Partial<Characteristics>) => [...needed(characteristics).keys()].sort();

describe('what use cases need', () => {
  it('a recommender, retrained often and served in batches, as the article works it out', () => {
    const needs = needed({ retraining: 'frequent', serving: ['batch'] });
    expect([...needs.keys()].sort()).toEqual(
      ['data_processing', 'training', 'evaluation', 'pipelines', 'registry', 'metadata', 'serving'].sort(),
    );
    for (const reasons of needs.values()) expect(reasons.map(({ grade }) => grade)).toContain('article');
  });

  it('transcripts of a call centre for internal reports', () => {
    const needs = needed({ reusable: true, retraining: 'ad_hoc', serving: ['batch'] });
    expect([...needs.keys()]).toEqual(
      expect.arrayContaining(['registry', 'metadata', 'training', 'monitoring', 'serving']),
    );
    expect(needs.has('online_experimentation')).toBe(false);
    expect(needs.has('ci_cd')).toBe(false);
    for (const added of ['data_processing', 'evaluation', 'pipelines', 'repository'] as const) {
      expect(needs.get(added)?.map(({ grade }) => grade)).toEqual(needs.get(added)?.map(() => 'reconstructed'));
      expect(needs.get(added)?.length).toBeGreaterThan(0);
    }
    expect(needs.get('registry')).toMatchObject([
      { trait: 'reusable', grade: 'author' },
      { trait: 'batch', grade: 'reconstructed' },
    ]);
  });

  it('the same where nobody else uses it', () => {
    const needs = needed({ retraining: 'ad_hoc', serving: ['batch'] });
    expect(needs.has('metadata')).toBe(false);
    expect(needs.has('repository')).toBe(false);
    expect(needs.get('registry')).toMatchObject([{ trait: 'batch', grade: 'reconstructed' }]);
  });

  it('a pilot needs what pilots need, whatever else it will be', () => {
    const all = { missionCritical: true, reusable: true, frequentUpdates: true, serving: ['online'] as const };
    expect(named({ ...all, pilot: true })).toEqual(['data_processing', 'experimentation', 'metadata']);
    expect(
      [...needsOf({ ...plain, pilot: true }, capabilityMatrix, { largePilot: true }).needed.keys()].sort(),
    ).toEqual(['data_processing', 'evaluation', 'experimentation', 'metadata', 'training'].sort());
  });

  it('says what is not needed yet and what would change that', () => {
    const { notNow } = needsOf({ ...plain, serving: ['batch'] }, capabilityMatrix);
    expect(notNow.find(({ capability }) => capability === 'online_experimentation')).toEqual({
      capability: 'online_experimentation',
      neededOnce: ['mission_critical', 'frequent_updates', 'online'],
      note: 'A batch has no live traffic to split.',
      revisitDays: 90,
    });
  });

  it('a changed cell is never called anybody else’s', () => {
    const matrix = changedMatrix([{ capability: 'serving', trait: 'batch', need: 'no', note: 'Others serve for us.' }]);
    expect(needed({ serving: ['batch'] }, matrix).has('serving')).toBe(false);
    expect(matrix.version).toBe('reconstructed-1, 1 changed');
    expect(capabilityMatrix.cells.serving.batch?.need).toBe('yes');
    const asked = changedMatrix([{ capability: 'monitoring', trait: 'batch', need: 'yes', note: 'We do.' }]);
    expect(needed({ serving: ['batch'] }, asked).get('monitoring')?.[0]?.grade).toBe('own');
  });
});

const rungOf: Readonly<Record<string, Rung>> = {
  '0': 'absent',
  '0.25': 'declared',
  '0.6': 'evidenced',
  '1': 'verified',
};

function cells(
  id: string,
  tier: ModelTier,
  characteristics: Partial<Characteristics>,
  values: Partial<Record<Capability, number>>,
): readonly Cell[] {
  return [...needed(characteristics).keys()].map((capability) => ({
    model: id,
    tier,
    capability,
    rung: rungOf[String(values[capability] ?? 0)] ?? null,
    signals: { asked: 1, connected: 1 },
  }));
}

const portfolio = [
  ...cells(
    'fraud',
    'tier_1',
    { missionCritical: true, retraining: 'frequent', serving: ['online'] },
    { serving: 1, training: 1, experimentation: 1, registry: 0.6, data_processing: 0.6, metadata: 0.25 },
  ),
  ...cells(
    'call-centre',
    'production',
    { reusable: true, retraining: 'ad_hoc', serving: ['batch'] },
    { serving: 1, training: 1, data_processing: 0.6, registry: 0.25 },
  ),
  ...cells(
    'promo',
    'production',
    { frequentUpdates: true, serving: ['online'] },
    { serving: 1, experimentation: 1, registry: 0.6, evaluation: 0.6 },
  ),
  ...cells('pilot', 'pilot', { pilot: true }, { experimentation: 1, data_processing: 1 }),
];

describe('a portfolio of four models', () => {
  const fit = fitOf(portfolio);

  it('fits as far as was worked out by hand', () => {
    expect(fit.gaps.reduce((sum, { need }) => sum + need, 0)).toBe(67);
    expect(fit.gaps.reduce((sum, { gap }) => sum + gap, 0)).toBeCloseTo(42.55, 9);
    expect(fit.fit).toBeCloseTo(0.365, 3);
    expect(fit.atLeast).toBe(fit.fit);
  });

  it('comes next to metadata, and holds back what needs it first', () => {
    expect(nextStep(fit, {})).toMatchObject({ kind: 'build', capability: 'metadata', gap: 7.25, effort: 1 });
    const ranked = rankedSteps(fit, {}).filter(({ score }) => score > 0);
    expect(ranked.map(({ capability, score }) => [capability, score])).toEqual([
      ['metadata', 7.25],
      ['evaluation', 2.9],
      ['monitoring', 2.5],
      ['repository', 1.4],
      ['data_processing', 1],
    ]);
    const step = nextStep(fit, {});
    expect('heldBack' in step ? step.heldBack.map(({ capability }) => capability).sort() : []).toEqual([
      'ci_cd',
      'online_experimentation',
      'pipelines',
      'registry',
    ]);
  });

  it('adopts for half the effort what another team holds', () => {
    const [, second] = rankedSteps(fit, { repository: ['recs'], monitoring: ['recs'] });
    expect(second).toMatchObject({ capability: 'monitoring', effort: 1, score: 5, heldBy: ['recs'] });
    const withoutMetadata = fitOf(portfolio.filter(({ capability }) => capability !== 'metadata'));
    expect(nextStep(withoutMetadata, { monitoring: ['recs'] })).toMatchObject({
      kind: 'adopt',
      capability: 'monitoring',
    });
  });
});

describe('a fit', () => {
  const cell = (rung: Rung | null, connected = 1, capability: Capability = 'registry'): Cell => ({
    model: 'm',
    tier: 'production',
    capability,
    rung,
    signals: { asked: 5, connected },
  });

  it('leaves out what is not known and says what it is at least', () => {
    expect(fitOf([cell('verified'), cell(null, 1, 'serving')])).toMatchObject({ fit: 1, atLeast: 0.5 });
    expect(fitOf([])).toMatchObject({ fit: null, atLeast: null, coverage: null, provisional: false });
  });

  it('is provisional under 60 % of coverage and not at it', () => {
    expect(fitOf([cell('verified', 3)]).provisional).toBe(false);
    expect(fitOf([cell('verified', 2)]).provisional).toBe(true);
  });

  it('is good enough where all is evidenced, and asks for sight where it is not known', () => {
    expect(nextStep(fitOf(capabilities.map((one) => cell('evidenced', 5, one))), {})).toEqual({ kind: 'stop' });
    expect(nextStep(fitOf([cell('verified'), cell(null, 0, 'serving')]), {})).toEqual({
      kind: 'observe',
      capabilities: ['serving'],
    });
  });
});
