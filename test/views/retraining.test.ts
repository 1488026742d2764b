import { describe, expect, test } from 'vitest';
import type { BudgetState } from '#domain/budget.ts';
import { approvalRequest } from '#views/approval-request.ts';
import type { Stage } from '#views/approval-stages.ts';
import { confirmCancelRun } from '#views/confirm-cancel-run.ts';
import { confirmDecision } from '#views/confirm-decision.ts';
import { type ConfirmRetraining, confirmRetraining } from '#views/confirm-retraining.ts';
import { outline } from '#views/outline.ts';
import { retrainForm } from '#views/retrain-form.ts';
import type { ShownRetraining } from '#views/retraining.ts';
import { runCard } from '#views/run-card.ts';
import { runEnded } from '#views/run-ended.ts';
import { runList } from '#views/run-list.ts';
import type { ShownRun } from '#views/run-state.ts';
import { costText } from '#views/wording.ts';
import { estimated, unknownCost } from '../support/estimates.ts';
import { expectGolden } from './golden.ts';
import { card as cardOf, evidence, needs, now, press, facts as promotion } from './scene.ts';

const retraining: ShownRetraining = {
  engine: 'Kubeflow Pipelines',
  pipeline: 'fraud-training',
  template: 'v3',
  parameters: [
    { name: 'dataset', value: 'transactions', usual: true },
    { name: 'epochs', value: '20', usual: false },
    { name: 'rate', value: '0.1', usual: true },
  ],
  because: 'because of drift, alert A-12',
  estimate: estimated('38.4'),
  run: null,
};
const facts = { ...promotion, version: '', target: 'kubeflow/fraud-training', champion: null, links: [], retraining };
const at = '2026-11-26T14:02:00.000Z';
const deciders = [{ name: 'ben', role: 'Fraud ML' }];
const card = (stage: Stage, more: Partial<ShownRetraining> = {}) =>
  cardOf(stage, { ...facts, evidence: [], retraining: { ...retraining, ...more } });

const cards = {
  open: card({ at: 'open', nextGate: null }),
  'unknown-cost': card(
    { at: 'open', nextGate: { name: 'Audit', from: at } },
    { estimate: unknownCost, because: 'because of new data' },
  ),
  blocked: card({ at: 'blocked', blocks: [{ because: 'mei blocked it: not now', liftedBy: ['mei'] }] }),
  approved: card({
    at: 'approved',
    approvedAt: at,
    deciders,
    gates: [{ kind: 'freeze', name: 'Audit', until: '2026-11-27T08:00:00.000Z', because: 'frozen' }],
  }),
  executing: card({ at: 'executing', startedAt: at, deciders }),
  delayed: card({
    at: 'delayed',
    approvedAt: at,
    trouble: 'Kubeflow Pipelines did not answer',
    tries: 3,
    nextTryAt: now,
    nothingChanged: false,
  }),
  started: card({ at: 'promoted', deciders, decidedInMs: 4_000_000, readBackAt: at }, { run: 'T-3' }),
  rejected: card({
    at: 'rejected',
    by: { name: 'fin', role: 'Finance' },
    rejectedAt: at,
    reason: 'no budget',
    criteria: [],
  }),
  expired: card({ at: 'expired', expiredAt: at, approved: false }),
  withdrawn: card({ at: 'withdrawn', by: 'ana', withdrawnAt: at, reason: null }),
  superseded: card({ at: 'superseded', by: { version: '', code: 'AAAA-11', url: null }, supersededAt: at }),
  refused: card({
    at: 'failed',
    failedAt: at,
    because: 'Kubeflow Pipelines refused: the service account lacks pipelines.runs.create.',
    holds: null,
    restored: true,
    retryable: true,
  }),
};

const run: ShownRun = {
  run: 'T-3',
  model: 'fraud-scorer',
  modelKey: 'mlflow/fraud-scorer',
  engine: 'Kubeflow Pipelines',
  pipeline: 'fraud-training',
  registry: 'MLflow',
  requester: 'ana',
  request: 'R-12',
  plan: { ...retraining, because: 'because R-9 was rejected' },
  reason: 'After the drift of 12 Nov.',
  state: 'running',
  startedAt: '2026-11-26T13:40:00.000Z',
  endedAt: null,
  steps: [
    {
      name: 'ingest',
      state: 'succeeded',
      startedAt: '2026-11-26T13:40:00.000Z',
      endedAt: '2026-11-26T13:42:00.000Z',
      message: null,
    },
    { name: 'validate data', state: 'skipped', startedAt: null, endedAt: null, message: null },
    { name: 'train', state: 'running', startedAt: '2026-11-26T13:43:00.000Z', endedAt: null, message: null },
    { name: 'evaluate', state: 'queued', startedAt: null, endedAt: null, message: null },
  ],
  failure: null,
  silentSince: null,
  cancelledBy: null,
  cancelRefused: null,
  result: null,
  promotion: null,
  url: 'https://kubeflow.example.com/runs/1',
  press,
};
const over = { endedAt: now, steps: run.steps.slice(0, 1) };
const result = { version: '8', target: 'production', championVersion: '5', rows: evidence, note: null };
const bare = {
  version: null,
  target: 'production',
  championVersion: '5',
  rows: [
    {
      status: null,
      title: 'auc',
      candidate: '0.93',
      champion: '0.904',
      limit: null,
      difference: '+0.026',
      because: '',
    },
  ],
  note: 'It does not say which version it registered, if any.',
};

const runs: Record<string, ShownRun> = {
  queued: { ...run, state: 'queued', steps: [], startedAt: null },
  running: run,
  silent: { ...run, silentSince: '2026-11-26T13:50:00.000Z', cancelRefused: 'Kubeflow Pipelines refused.' },
  cancelling: { ...run, state: 'cancelling', cancelledBy: 'mei' },
  cancelled: { ...run, ...over, state: 'cancelled', cancelledBy: 'mei' },
  failed: { ...run, ...over, state: 'failed', failure: { step: 'train', message: 'out of memory' } },
  gone: { ...run, ...over, state: 'gone' },
  succeeded: { ...run, ...over, state: 'succeeded', result },
  proposed: { ...run, ...over, state: 'succeeded', result, promotion: 'R-13' },
  bare: { ...run, ...over, state: 'succeeded', result: bare },
  unread: { ...run, ...over, state: 'succeeded' },
};

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
  crossed: [],
  otherCurrencies: [],
};

const confirm: ConfirmRetraining = {
  key: 'mlflow/fraud-scorer',
  model: 'fraud-scorer',
  plan: `sha256:${'5c0ffee5'.repeat(8)}`,
  retraining,
  budgets: [],
  playbook: 'Retraining',
  needs,
  gates: [],
  auto: null,
  blocked: null,
  codes: [
    { value: 'drift', label: 'drift' },
    { value: 'new_data', label: 'new data' },
  ],
  reasonCode: 'drift',
  cause: null,
  reason: '',
};

describe('a retraining', () => {
  test.each(Object.entries(cards))('is shown on its card: %s', (name, state) => {
    expectGolden(`retrain-request-${name}`, approvalRequest(state));
  });

  test.each(Object.entries(runs))('is shown in the message of its run: %s', (name, state) => {
    expectGolden(`run-${name}`, runCard(state));
  });

  test('without native tables says the same in lines', () => {
    expectGolden('run-bare-plain', runCard(runs['bare'] ?? run, false));
  });

  test('is confirmed knowing what runs, what it may cost and who has to agree', () => {
    expectGolden('confirm-retraining', confirmRetraining(confirm));
    expectGolden('confirm-retraining-auto', confirmRetraining({ ...confirm, needs: [], auto: 'It costs little.' }));
    expectGolden('confirm-retraining-blocked', confirmRetraining({ ...confirm, blocked: 'nobody decides it' }));
    expectGolden('confirm-retraining-rejection', confirmRetraining({ ...confirm, cause: 'R-12' }));
    const budgets = [budget, { ...budget, id: 'all', left: '30' }, { ...budget, id: 'lab', left: '-210.5' }];
    const unknown = { ...budget, id: 'team', left: null, spent: null, spentPercent: null };
    expectGolden('confirm-retraining-budgets', confirmRetraining({ ...confirm, budgets: [...budgets, unknown] }));
    expectGolden('confirm-retraining-new-month', confirmRetraining({ ...confirm, budgets: [unknown] }));
    expectGolden('confirm-cancel-run', confirmCancelRun(run));
    expectGolden(
      'confirm-decision-retraining',
      confirmDecision({
        facts,
        decision: 'approve',
        as: { role: 'Fraud ML', actingFor: null },
        needsAfter: [],
        gates: [],
        failing: [],
        reasonRequired: null,
        press,
      }),
    );
  });

  test('is filled in with what the pipeline takes', () => {
    const fields = [
      { name: 'epochs', type: 'integer', description: 'Passes over the data', value: '10', required: false },
      { name: 'dataset', type: 'text', description: '', value: '', required: true },
      { name: 'balance', type: 'boolean', description: '', value: 'false', required: false },
    ] as const;
    const model = { label: 'fraud-scorer', value: 'mlflow/fraud-scorer' };
    const form = {
      model,
      runs: { engine: 'Kubeflow Pipelines', pipeline: 'fraud-training' },
      fields,
      cause: null,
      mistakes: [],
    };
    expectGolden('retrain-form', retrainForm(form));
    expectGolden('retrain-form-rejection', retrainForm({ ...form, cause: 'R-12' }));
    expectGolden(
      'retrain-form-mistakes',
      retrainForm({ ...form, mistakes: ['dataset is missing: the pipeline needs it.'] }),
    );
    expectGolden('retrain-form-empty', retrainForm({ model: null, runs: null, fields: [], cause: null, mistakes: [] }));
  });

  test('is listed with the others', () => {
    const all = Object.values(runs).slice(1, 8);
    expectGolden('run-list', runList({ runs: all, offset: 0, total: 12, only: null, now }));
    expectGolden('run-list-none', runList({ runs: [], offset: 0, total: 0, only: { key: 'k', name: 'churn' }, now }));
  });

  test.each(['succeeded', 'proposed', 'failed', 'cancelled', 'gone'])('is told of at its end: %s', (name) => {
    expectGolden(`run-ended-${name}`, runEnded(runs[name] ?? run));
  });

  test('keeps the same length of steps however many there are, those that matter among them', () => {
    const many = Array.from(
      { length: 60 },
      (_, n) => ({ ...run.steps[0], name: `step ${n}` }) as ShownRun['steps'][number],
    );
    const failed = { ...many[3], name: 'broken', state: 'failed' } as ShownRun['steps'][number];
    const shown = outline(runCard({ ...run, steps: [...many, failed] }).blocks);
    expect(shown).toContain('✗ broken');
    expect(shown).toContain('and 45 more');
  });
});

test.each([
  ['38.4', 'EUR', '€38'],
  ['9.996', 'EUR', '€10.00'],
  ['0.418', 'USD', '$0.42'],
  ['0.0004', 'EUR', 'less than €0.01'],
  ['0', 'EUR', '€0.00'],
  ['4120.51', 'EUR', '€4,121'],
  ['12', 'XTS', 'XTS 12'],
])('%s %s is said as %s', (amount, currency, said) => {
  expect(costText({ amount, currency }).replace('\u00a0', ' ')).toBe(said);
});
