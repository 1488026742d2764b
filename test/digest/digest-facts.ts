import type { DigestFacts, DigestSpend } from '#domain/weekly-digest.ts';

/** A week of which nothing is known. */
export const quiet: DigestFacts = {
  scope: { kind: 'team', team: 'fraud' },
  now: '2026-11-30T08:00:00.000Z',
  week: { first: '2026-11-23', last: '2026-11-29' },
  cost: null,
  idle: [],
  maturity: null,
  waiting: [],
  alerts: [],
  outside: [],
  caught: [],
  debts: [],
  waived: [],
  spotChecks: [],
  loosened: [],
};

export const euros: DigestSpend = {
  currency: 'EUR',
  amount: '4120.25',
  change: { before: '3491', delta: '629.25', percent: '18.0' },
  movers: [
    {
      team: 'fraud',
      model: 'fraud-scorer',
      service: 'Vertex AI',
      before: '700',
      now: '1210',
      delta: '510',
      cause: { kind: 'runs', now: 6, before: 2 },
    },
    {
      team: 'fraud',
      model: null,
      service: 'BigQuery',
      before: '190',
      now: '100',
      delta: '-90',
      cause: { kind: 'unknown' },
    },
  ],
  coverage: {
    span: { first: '2026-10-30', last: '2026-11-26' },
    spend: '16000',
    labelled: '15040',
    percent: '94.0',
    neverAttributed: '240',
    byKey: [],
  },
  unlabelled: [
    {
      provider: 'gcp',
      project: 'northwind-ml',
      service: 'Compute Engine',
      amount: '240',
      lacking: ['model', 'owner'],
      fixer: { team: 'fraud', owner: 'ana' },
    },
  ],
  teams: [],
};

const team = 'fraud';

/** A week in which every section has something to say. */
export const full: DigestFacts = {
  ...quiet,
  cost: { late: false, currencies: [euros] },
  idle: (
    [
      ['gpu-lab-3', 'notebook', '31', 'open'],
      ['fraud-shadow', 'endpoint', '12.4', 'open'],
      ['old-features', 'disk', '0.8', 'open'],
      ['bench-a100', 'accelerator', '0.4', 'kept'],
    ] as const
  ).map(([name, kind, amount, state], n) => ({
    id: `00000000-0000-4000-8000-00000000000${n}`,
    kind,
    name,
    team,
    since: '2026-11-17',
    perDay: { amount, currency: 'EUR' },
    state,
    keptUntil: state === 'kept' ? '2026-12-04' : null,
  })),
  maturity: {
    fit: 0.71,
    fitBefore: 0.67,
    provisional: false,
    level: { atTarget: 3, of: 4 },
    changes: [{ model: 'fraud-scorer', from: 0, to: 1, because: 'its data gate is proven' }],
    gaps: [
      {
        capability: 'online_experimentation',
        models: ['fraud-scorer', 'card-fraud'],
        because: '2 of 6 promotions had a canary.',
      },
      { capability: 'monitoring', models: ['card-fraud'], because: 'No monitor spoke in two periods.' },
      { capability: 'registry', models: ['card-fraud'], because: 'Its model card is filled to 40%.' },
    ],
    next: {
      kind: 'adopt',
      capability: 'online_experimentation',
      models: ['fraud-scorer', 'card-fraud'],
      heldBy: ['recs'],
    },
  },
  waiting: [
    {
      number: 12,
      what: 'promote `fraud-scorer` v7 to production',
      team,
      since: '2026-11-27T08:00:00.000Z',
      standing: 'needs Risk (1 more)',
      perDay: { amount: '55', currency: 'EUR' },
      model: 'fraud-scorer',
    },
    {
      number: 15,
      what: 'retrain `fraud-scorer`',
      team,
      since: '2026-11-29T20:00:00.000Z',
      standing: 'needs ML engineering (1 more)',
      perDay: { amount: '55', currency: 'EUR' },
      model: 'fraud-scorer',
    },
  ],
  alerts: [
    {
      number: 9,
      model: 'fraud-scorer',
      team,
      since: '2026-11-25T08:00:00.000Z',
      because: '`country_code` is past its limit.',
      decided: true,
      silencedUntil: '2026-12-04T16:00:00.000Z',
      perDay: { amount: '55', currency: 'EUR' },
    },
    {
      number: 12,
      model: 'card-fraud',
      team,
      since: '2026-11-29T23:00:00.000Z',
      because: '2 of 38 features are past their limit.',
      decided: false,
      silencedUntil: null,
      perDay: null,
    },
  ],
  outside: [
    {
      number: 3,
      model: 'fraud-scorer',
      team,
      target: 'production',
      expected: '5',
      found: '6',
      at: '2026-11-26T13:21:00.000Z',
      settled: false,
    },
  ],
  caught: [
    {
      how: 'evidence',
      model: 'fraud-scorer',
      team,
      version: '6',
      because: 'recall, region=EU',
      about: 'R-11',
      at: '2026-11-25T10:00:00.000Z',
    },
    {
      how: 'rollout',
      model: 'card-fraud',
      team,
      version: '4',
      because: 'p99 latency was 140 ms at 10% of traffic.',
      about: 'R-10',
      at: '2026-11-24T10:00:00.000Z',
    },
  ],
  debts: [
    {
      kind: 'emergency',
      model: 'fraud-scorer',
      team,
      about: 'R-8',
      what: 'a review of the emergency',
      due: '2026-11-28T08:00:00.000Z',
    },
  ],
  waived: [
    {
      model: 'card/fraud',
      team,
      capability: 'repository',
      by: 'Ops Okafor',
      reason: 'One team uses its features, and nobody else asked for them.',
      until: '2026-12-26T09:00:00.000Z',
    },
  ],
  spotChecks: [
    {
      model: 'card/fraud',
      team,
      capability: 'monitoring',
      askedAt: '2026-11-16T09:00:00.000Z',
      answered: { by: 'Ana Kovač', shown: true, note: 'the `drift` board of the fraud folder' },
    },
    { model: 'card/chargeback', team, capability: 'registry', askedAt: '2026-11-23T08:00:00.000Z', answered: null },
  ],
  loosened: [{ number: 17, files: ['promotion-fraud.yaml'] }],
};
