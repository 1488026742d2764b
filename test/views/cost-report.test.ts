import { describe, expect, it, test } from 'vitest';
import type { BudgetState } from '#domain/budget.ts';
import type { CurrencyReport, FinanceReport, TeamReport } from '#domain/cost-report.ts';
import { budgetNotice } from '#views/budget-notice.ts';
import { type AnomalyCard, anomalyCard, explainAnomaly, muteAnomaly } from '#views/cost-anomaly.ts';
import { costReport } from '#views/cost-report.ts';
import { outline } from '#views/outline.ts';
import { expectGolden } from './golden.ts';
import { person, press } from './scene.ts';

const week = { first: '2026-11-16', last: '2026-11-22' };
const starts = [
  '2026-09-28',
  '2026-10-05',
  '2026-10-12',
  '2026-10-19',
  '2026-10-26',
  '2026-11-02',
  '2026-11-09',
  week.first,
];
const budget: BudgetState = {
  id: 'fraud-monthly',
  amount: '20000',
  currency: 'EUR',
  period: 'month',
  first: '2026-11-01',
  last: '2026-11-30',
  spent: '16300.5',
  left: '3699.5',
  spentPercent: '81.5',
  forecast: { amount: '19100', least: '18000', most: '20200', billedThrough: '2026-11-20' },
  forecastPercent: '95.5',
  crossed: [{ kind: 'actual', percent: 80, key: 'fraud-monthly/2026-11-01/actual/80' }],
  otherCurrencies: ['USD'],
};
const euros: CurrencyReport = {
  currency: 'EUR',
  total: {
    span: week,
    amount: '4120.25',
    againstWeekBefore: { before: '3491', delta: '629.25', percent: '18.0' },
    againstFourWeeks: { before: '4300', delta: '-179.75', percent: '-4.2' },
    month: { span: { first: '2026-11-01', last: week.last }, amount: '12400', before: null },
  },
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
      cause: { kind: 'usage', sku: 'Analysis', unit: 'tebibyte', now: '17.391304', before: '33.043478' },
    },
    {
      team: 'fraud',
      model: 'churn',
      service: 'Vertex AI',
      before: '90',
      now: '121.5',
      delta: '31.5',
      cause: { kind: 'price', sku: 'Prediction on N1 Instance Core', percent: '35' },
    },
    {
      team: null,
      model: null,
      service: 'Storage',
      before: '0',
      now: '12',
      delta: '12',
      cause: { kind: 'new_resource', amount: '12', resources: ['projects/_/buckets/scratch'] },
    },
  ],
  weeks: {
    starts,
    rows: [
      { name: 'fraud-scorer', amounts: [null, '2000', '2100', '2050', '1990', '2500', '2300', '2900'] },
      { name: null, amounts: [null, '900', '900', '950', '990', '1000', '1191', '1220.25'] },
    ],
  },
  coverage: {
    span: week,
    spend: '4120.25',
    labelled: '3880.25',
    percent: '94.2',
    neverAttributed: '240',
    byKey: [],
  },
  unlabelled: [
    {
      provider: 'Google Cloud',
      project: 'ml-lab',
      service: 'Notebooks',
      amount: '180',
      lacking: ['team', 'owner'],
      fixer: null,
    },
    {
      provider: 'Google Cloud',
      project: null,
      service: 'Support',
      amount: '60',
      lacking: ['team'],
      fixer: { team: 'ops', owner: null },
    },
  ],
  budgets: [budget],
  unitCosts: [
    { of: 'run', model: 'fraud-scorer', name: 'T-12', amount: '38.4', because: null },
    { of: 'version', model: 'fraud-scorer', name: '7', amount: null, because: 'Run T-13 is not billed yet.' },
  ],
};
const data = {
  firstDay: '2026-10-01',
  through: '2026-11-22',
  settledThrough: '2026-11-19',
  provisional: { first: '2026-11-20', last: '2026-11-22' },
};
const common = { week, zone: 'Europe/Amsterdam', basis: 'effective', data } as const;
const team: TeamReport = {
  ...common,
  team: 'fraud',
  currencies: [euros],
  idle: [
    {
      kind: 'notebook',
      resource: 'projects/ml-lab/instances/gpu-lab-3',
      name: 'gpu-lab-3',
      project: 'ml-lab',
      team: 'fraud',
      since: '2026-11-17',
      idleDays: 6,
      costPerDay: { amount: '31.2', currency: 'EUR' },
      sentence: 'It was not used for 6 days.',
    },
  ],
};
const quiet = { ...euros, currency: 'USD', movers: [], coverage: null, unlabelled: [], budgets: [], unitCosts: [] };
const finance: FinanceReport = {
  ...common,
  idle: [],
  currencies: [
    {
      ...euros,
      billed: '4100',
      gross: '4500',
      teams: [
        { team: 'fraud', total: euros.total },
        { team: null, total: euros.total },
      ],
    },
    {
      ...quiet,
      total: { ...euros.total, amount: null, againstWeekBefore: null, againstFourWeeks: null, month: null },
      billed: null,
      gross: null,
      teams: [],
    },
  ],
};
const spike: AnomalyCard = {
  team: 'fraud',
  service: 'Vertex AI',
  model: null,
  currency: 'EUR',
  anomaly: {
    kind: 'spike',
    days: [{ day: '2026-11-25', actual: '2480', expected: '1210', least: '1050', most: '1390' }],
    closedOn: null,
    excess: '1270',
  },
  moved: [
    { by: 'label:model', value: 'fraud-scorer', before: '700', now: '1800', delta: '1100' },
    { by: 'resource', value: 'projects/1/customJobs/77', before: '0', now: '900', delta: '900' },
  ],
  corrected: false,
  acknowledgedBy: null,
  explanation: null,
  muted: null,
  press,
};
const ended = { ...spike.anomaly, closedOn: '2026-11-28' };
const ramp = {
  ...spike.anomaly,
  kind: 'ramp',
  days: [
    { day: '2026-11-24', actual: '1700', expected: '1205', least: '1050', most: '1390' },
    { day: '2026-11-25', actual: '1985', expected: '1210', least: '1050', most: '1390' },
  ],
} as const;
const rush = {
  ...spike,
  service: null,
  moved: [
    { by: 'service', value: 'Vertex AI', before: '20', now: '310', delta: '290' },
    { by: 'service', value: 'BigQuery', before: '2', now: '0.5', delta: '-1.5' },
  ],
  anomaly: {
    kind: 'rush',
    days: [{ day: '2026-11-26', actual: '310.5', expected: '22', least: '22', most: '22' }],
    hours: { from: '2026-11-26T07:00:00.000Z', count: 6 },
    closedOn: null,
    excess: '288.5',
  },
} satisfies AnomalyCard;
const shown = {
  'cost-report-team': costReport(team),
  'cost-report-finance': costReport(finance),
  'budget-spent': budgetNotice({
    crossing: { kind: 'actual', percent: 80, key: 'k' },
    state: budget,
    owner: { role: 'Fraud ML', people: [person('mei'), person('tom')] },
  }),
  'budget-expected': budgetNotice({
    crossing: { kind: 'forecast', percent: 100, key: 'k' },
    state: budget,
    owner: null,
  }),
  'cost-anomaly': anomalyCard(spike),
  'cost-anomaly-rush': anomalyCard(rush),
  'cost-anomaly-rush-over': anomalyCard({ ...rush, anomaly: { ...rush.anomaly, closedOn: '2026-11-27' } }),
  'cost-anomaly-rush-joined': anomalyCard({
    ...rush,
    anomaly: { ...rush.anomaly, closedOn: '2026-11-27', partOf: { service: 'Vertex AI', since: '2026-11-24' } },
  }),
  'cost-anomaly-rush-day': anomalyCard({
    ...spike,
    anomaly: { ...spike.anomaly, toldFirst: { at: '2026-11-25T13:00:00.000Z', over: true } },
    acknowledgedBy: 'rosa',
  }),
  'cost-anomaly-rush-explain': explainAnomaly(rush),
  'cost-anomaly-answered': anomalyCard({
    ...spike,
    anomaly: ended,
    acknowledgedBy: 'ana',
    explanation: { text: 'We trained on five years of data.\nOnce.', by: 'ana' },
    muted: { until: '2026-12-03', reason: 'a second run follows', by: 'ben' },
  }),
  'cost-anomaly-ramp': anomalyCard({ ...spike, team: null, service: null, model: 'churn', anomaly: ramp, moved: [] }),
  'cost-anomaly-corrected': anomalyCard({ ...spike, corrected: true }),
  'cost-anomaly-explain': explainAnomaly(spike),
  'cost-anomaly-mute': muteAnomaly(spike),
};

describe('what is told of cost', () => {
  test.each(Object.entries(shown))('%s', (name, message) => expectGolden(name, message));

  it('says what is not known, and never zero for it', () => {
    const text = outline(costReport(finance).blocks, new Map());
    expect(text).toContain('€4,120 and not known last week');
    expect(text).not.toContain('$0');
  });
});
