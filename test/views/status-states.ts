import type { StatusList } from '#views/status-list.ts';
import type { ModelStatus, TrainingGlance, WaitingLine } from '#views/status-state.ts';
import { line, now, press } from './scene.ts';

/** Requests and models as lists of states show them. */
export function waiting(change: Partial<WaitingLine> = {}): WaitingLine {
  return { ...line(), standing: 'R-12, needs Risk (1 more: Mei or Jon)', request: 'R-12', yours: false, ...change };
}

const trained: TrainingGlance = {
  run: 'T-3',
  state: 'succeeded',
  step: null,
  at: '2026-11-12T09:00:00.000Z',
  made: '7',
  url: 'https://kubeflow.example.com/#/runs/details/5512',
};

/** A model of which nothing is asked. */
export const quiet: ModelStatus = {
  model: 'churn',
  modelKey: 'mlflow/churn',
  registry: 'MLflow',
  url: null,
  team: 'churn',
  urgency: 'none',
  holds: [{ alias: 'production', version: '3', since: '2026-04-28T09:00:00.000Z' }],
  latestVersion: '3',
  waiting: [],
  drift: null,
  silent: [],
  outside: [],
  criteria: [],
  owes: { owed: [], reviews: [] },
  training: { running: null, last: null },
  retrains: false,
  level: null,
  costs: [{ amount: '41.20', currency: 'EUR', before: null }],
};

/** A model with something of everything, which waits for the reader. */
export const busy: ModelStatus = {
  ...quiet,
  model: 'fraud-scorer',
  modelKey: 'mlflow/fraud-scorer',
  url: 'https://mlflow.example.com/#/models/fraud-scorer',
  team: 'fraud',
  urgency: 'you',
  holds: [
    { alias: 'production', version: '5', since: '2026-10-16T09:00:00.000Z' },
    { alias: 'challenger', version: '6', since: null },
  ],
  latestVersion: '7',
  waiting: [waiting({ yours: true })],
  drift: { open: 2, undecided: 1, since: '2026-11-26T08:00:00.000Z' },
  silent: [{ connection: 'monitor', lastReportAt: '2026-11-17T09:00:00.000Z' }],
  outside: [{ number: 3, target: 'challenger', found: '6', press }],
  training: {
    running: { ...trained, run: 'T-4', state: 'live', step: 'train', at: '2026-11-26T13:56:00.000Z', made: null },
    last: trained,
  },
  retrains: true,
  level: { level: 0, target: 1 },
  costs: [{ amount: '589.51', currency: 'EUR', before: { before: '316.94', delta: '272.57', percent: '86.0' } }],
};

/** A model that waits for somebody else. */
export const open: ModelStatus = {
  ...quiet,
  model: 'credit-limit',
  modelKey: 'mlflow/credit-limit',
  team: 'credit',
  urgency: 'action',
  waiting: [
    waiting({ model: 'credit-limit', version: '4', standing: 'R-9, needs Legal (1 more: Lea)', request: 'R-9' }),
  ],
  training: { running: null, last: { ...trained, state: 'failed', made: null } },
};

/** The reader's own models. */
export const list: StatusList = {
  models: [busy, open, quiet],
  scope: { kind: 'mine' },
  needsAction: false,
  offset: 0,
  total: 3,
  you: 1,
  action: 1,
  organization: 'Northwind Lending',
  note: null,
  noneYours: false,
  hasOwn: true,
  apart: 1,
  near: [],
  costDays: { first: '2026-11-16', last: '2026-11-22', through: '2026-11-25' },
  now,
};
