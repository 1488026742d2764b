import { describe, expect, it } from 'vitest';
import { maturityNumber } from '#views/maturity-number.ts';
import { maturityPage } from '#views/maturity-page.ts';
import type { MaturityPage, ShownLevel, ShownNeed } from '#views/maturity-state.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';

const level: ShownLevel = {
  settled: 1,
  now: { atLeast: 1, atMost: 1 },
  because: null,
  target: 1,
  targetBecause: 'It is trained often.',
  monitoring: false,
};
const fresh: ShownLevel = {
  ...level,
  settled: null,
  now: { atLeast: 0, atMost: 1 },
  target: 0,
  targetBecause: 'It is trained when it degrades, so it has to be watched.',
  monitoring: true,
};
const unknown: ShownLevel = { ...level, settled: null, now: null, because: '1 of at least 3 promoted versions.' };
const none = { absent: 0, declared: 0, evidenced: 0, verified: 0, unknown: 0 };
const need = (capability: ShownNeed['capability'], over: Partial<ShownNeed> = {}): ShownNeed => ({
  capability,
  models: { ...none, verified: 1 },
  because: null,
  expired: false,
  disagreement: false,
  ...over,
});

const team: MaturityPage = {
  kind: 'team',
  subject: 'fraud',
  scope: 'team:fraud',
  fit: { fit: 0.71, atLeast: 0.58, coverage: 0.64, provisional: false, before: { fit: 0.67, week: '2026-10-26' } },
  models: [
    { model: 'fraud/scorer', level, testScore: 1.5 },
    { model: 'fraud/rings', level: fresh, testScore: 0 },
    { model: 'fraud/device', level: unknown, testScore: 0 },
  ],
  modelCount: 3,
  changes: [
    { model: 'fraud/scorer', week: '2026-11-16', from: 0, to: 1, decidedBy: 'Data is checked before training' },
  ],
  needs: [
    need('monitoring', { models: { ...none, verified: 1, absent: 1, unknown: 1 } }),
    need('registry', { models: { ...none, evidenced: 2, declared: 1 }, disagreement: true }),
    need('metadata', { models: { ...none, verified: 3 }, expired: true }),
  ],
  delivery: {
    frequency: { data: 2.33, code: 0.67, config: 0 },
    codeLeadHours: 61.5,
    dataLead: { totalHours: 98.5, triggerHours: 40, trainHours: 5.25, approvalHours: 26.25, rolloutHours: 27 },
    changeFailRate: 0.125,
    closedChanges: 8,
    recoveryHours: 3.2,
    reworkRate: 0.1,
    decisionHours: 2,
    stalenessRatio: null,
  },
  gaps: [
    {
      capability: 'monitoring',
      models: ['fraud/rings', 'fraud/device'],
      because: 'Records show none of it: “Serving models are monitored”.',
      missed: [],
    },
    {
      capability: 'registry',
      models: ['fraud/scorer'],
      because: 'Seen, and not enough: “Model cards are filled”.',
      missed: ['mlflow/fraud-scorer v7'],
    },
  ],
  next: { kind: 'adopt', capability: 'monitoring', heldBy: ['recs'], models: ['fraud/rings', 'fraud/device'] },
  waivers: [
    {
      model: 'fraud/rings',
      capability: 'repository',
      reason: 'the feature store moves in spring',
      approver: 'mei',
      expiresAt: '2027-03-01T00:00:00.000Z',
    },
  ],
  siblings: [{ models: ['fraud/scorer-eu', 'fraud/scorer-us'], pipelines: ['kubeflow/eu', 'kubeflow/us'] }],
  unlisted: 0,
  matrix: 'reconstructed-1',
};

const model: MaturityPage = {
  ...team,
  kind: 'model',
  subject: 'fraud/rings',
  scope: 'model:mlflow/fraud-rings',
  fit: { fit: null, atLeast: null, coverage: 0.3, provisional: true, before: null },
  models: [{ model: 'fraud/rings', level: fresh, testScore: 0 }],
  modelCount: 1,
  changes: [],
  needs: [
    need('monitoring', { models: { ...none, unknown: 1 }, because: 'Not known: “Serving models are monitored”.' }),
  ],
  delivery: null,
  gaps: [],
  next: { kind: 'observe', capabilities: ['monitoring', 'registry'] },
  waivers: [],
  siblings: [],
};

const known = {
  signal: 'M1',
  state: 'known',
  value: 0.5,
  of: 2,
  grade: 'below',
  proof: 'untried',
  missed: ['fraud/rings'],
  asOf: '2026-11-26T10:00:00.000Z',
  provenance: 'machine',
} as const;
const m1 = {
  id: 'M1',
  title: 'Serving models are monitored',
  formula: 'serving models with a point in the last two periods of a monitor that is not unproven / serving models',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources', 'monitors', 'alerts', 'drills'],
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 1 } },
  reading: known,
} as const;

describe('the page of maturity', () => {
  it('shows a team level against target, its gaps and one next step', () => {
    expectGolden('maturity-team', maturityPage(team));
  });

  it('says of a model of which little is known what to find out', () => {
    expectGolden('maturity-model', maturityPage(model));
  });

  it('knows when to stop', () => {
    const text = outline(maturityPage({ ...team, gaps: [], next: { kind: 'stop' } }).blocks, new Map());
    expect(text).toContain('this is good enough, stop here');
    expect(text).not.toContain('Largest gaps');
  });

  it('compares fit with its own past alone', () => {
    const text = (fit: number) => outline(maturityPage({ ...team, fit: { ...team.fit, fit } }).blocks, new Map());
    expect(text(0.71)).toContain('Fit 71 % of what is known to be needed (+4 since 26 Oct)');
    expect(text(0.67)).toContain('(unchanged since 26 Oct)');
    expect(text(0.6)).toContain('(−7 since 26 Oct)');
  });

  it('never rounds a share up to whole', () => {
    const fit = { ...team.fit, fit: 0.9999 };
    expect(outline(maturityPage({ ...team, fit }).blocks, new Map())).toContain('Fit 99 %');
  });
});

describe('what is behind a number', () => {
  const subject = 'fraud';

  it('is formula, window, least sample, source and what fell short', () => {
    const unread = {
      ...m1,
      id: 'M3',
      title: 'Predictions are held against the truth',
      reading: { signal: 'M3', state: 'unknown', because: 'Seen 0 of at least 1.', connected: true },
    } as const;
    const trend = {
      ...m1,
      id: 'D4',
      title: 'Recovery',
      unit: 'hours',
      bars: null,
      reading: { ...known, value: 26.5, grade: 'trend', proof: null, missed: [] },
    } as const;
    const signals = [m1, unread, trend];
    expectGolden(
      'maturity-signals',
      maturityNumber({
        of: 'signals',
        subject,
        title: 'Model monitoring',
        because: 'Seen, and not enough: “Serving models are monitored”.',
        signals,
      }),
    );
  });

  it('is the weights of needs for fit', () => {
    const needs = [{ capability: 'monitoring', need: 8, gap: 5.2, unknown: 2 }] as const;
    expectGolden('maturity-fit', maturityNumber({ of: 'fit', subject, fit: team.fit, needs, matrix: team.matrix }));
  });

  it('is conditions with their bars for levels', () => {
    const conditions = [
      {
        id: 'a',
        title: 'Versions come out of pipelines',
        value: 0.75,
        of: 8,
        because: null,
        level1: 0.8,
        level2: 0.95,
        missed: ['mlflow/fraud-scorer v6', 'mlflow/fraud-scorer v5'],
      },
      {
        id: 'i',
        title: 'Pipelines are tested before release',
        value: null,
        of: 0,
        because: 'No CI is known.',
        level1: null,
        level2: 0.9,
        missed: [],
      },
    ];
    expectGolden(
      'maturity-levels',
      maturityNumber({ of: 'levels', subject, models: [{ model: 'fraud/rings', level: fresh, conditions }] }),
    );
  });

  it('is the four sums and what earned them for the test score', () => {
    const models = [
      {
        model: 'fraud/scorer',
        score: 0.5,
        meaning: 'some testing; serious holes in reliability are likely',
        sums: { data: 0.5, model: 2, infrastructure: 1, monitoring: 1 },
        tests: [
          {
            test: 'D5',
            title: 'The data pipeline has privacy controls',
            points: 0.5,
            because: 'It was done and written down.',
            said: [{ by: 'Lea Fontaine', passed: true, until: '2027-05-18T00:00:00Z', where: 'https://wiki/d5' }],
          },
          {
            test: 'M7',
            title: 'Inclusion is considered',
            points: 0,
            because: 'People disagree about it.',
            said: [
              { by: 'Lea Fontaine', passed: true, until: '2027-05-18T00:00:00Z', where: 'the review of May' },
              { by: 'Mei Tanaka', passed: false, until: '2027-05-20T00:00:00Z', where: 'that review left it out' },
            ],
          },
          {
            test: 'M6',
            title: 'Quality holds on important slices',
            points: 1,
            because: 'Signal X3 shows it.',
            said: [],
          },
        ],
        of: 28,
      },
    ];
    expectGolden('maturity-score', maturityNumber({ of: 'score', subject, rubric: '2017', models }));
  });
});
