import type { DriftLine, MovedFeature, ShownAlert, ShownMonitor } from '#views/drift-state.ts';
import { estimated } from '../support/estimates.ts';
import { now, press } from './scene.ts';

const hour = 3_600_000;

/** So many hours before the tests' now. */
export function ago(hours: number): string {
  return new Date(Date.parse(now) - hours * hour).toISOString();
}

/** A feature whose value rose by steps to where it is now. */
export function moved(feature: string | null, values: readonly (number | null)[], more: Partial<MovedFeature> = {}) {
  return {
    feature,
    signal: 'js_divergence',
    value: values.at(-1) ?? null,
    limit: 0.3,
    comparator: '>',
    since: ago(6),
    history: values.map((value, at) => ({ at: ago((values.length - 1 - at) * 2), value })),
    ...more,
  } satisfies MovedFeature;
}

const two = [
  moved('transaction_amount', [0.12, 0.18, 0.33, 0.41]),
  moved('country_code', [0.2, 0.22, 0.29, 0.33], { since: ago(2) }),
];

/** The alert of the story: two of 38 features, nobody has decided. */
export function alert(more: Partial<ShownAlert> = {}): ShownAlert {
  return {
    alert: 'D-12',
    model: 'fraud-scorer',
    version: '7',
    environment: 'production',
    rule: 'score-drift',
    playbook: 'Fraud model drift response',
    criticality: 'high',
    to: null,
    owner: { name: 'ana', slackId: 'U0ANA' },
    detector: 'evidently/0.7.21',
    reportUrl: 'https://drift.example/report/8',
    phase: { is: 'firing', since: ago(6) },
    because: '',
    moved: two,
    movedCount: 2,
    featureCount: 38,
    recent: { promotedAt: ago(9 * 24), trainedAt: ago(12 * 24), dataTo: '2026-10-31T00:00:00.000Z' },
    costPerDay: { amount: '210', currency: 'EUR' },
    useCases: ['mission_critical', 'retrains_ad_hoc'],
    offers: {
      retrain: {
        estimate: estimated('38.4'),
        needs: 'needs 1 person of Fraud ML',
      },
      rollback: { to: '5', needs: 'needs 2 people of Fraud ML' },
      silence: true,
      others: [],
    },
    escalation: { to: 'Fraud duty', at: ago(-0.5) },
    decision: null,
    silence: null,
    drill: false,
    press,
    ...more,
  };
}

const by = { by: 'ben', at: ago(1), reason: null };

export const acknowledged = { ...by, what: 'acknowledged' } as const;
export const falseAlarm = { ...by, what: 'false_alarm', reason: 'A bank holiday in two countries' } as const;
export const retraining = {
  ...by,
  what: 'retrain',
  request: 'R-31',
  standing: 'waits for 1 person of Fraud ML',
  run: null,
  over: false,
} as const;
export const rollback = {
  ...by,
  what: 'rollback',
  request: 'R-32',
  standing: 'rolled back',
  to: '5',
  over: false,
} as const;
export const silence = {
  until: ago(-24),
  by: 'ana',
  reason: 'The new terminals are rolled out until tomorrow',
  request: 'R-33',
} as const;

/** The alert's line in a list. */
export function line(more: Partial<ShownAlert> = {}): DriftLine {
  const shown = alert(more);
  return { ...shown, worst: shown.moved[0] ?? null };
}

export const monitors: readonly ShownMonitor[] = [
  {
    model: 'fraud-scorer',
    connection: 'evidently',
    signals: ['js_divergence', 'psi'],
    lastReportAt: ago(1),
    silent: false,
    proven: { by: 'drill', at: ago(20 * 24) },
  },
  {
    model: 'churn',
    connection: 'nannyml',
    signals: ['ks_pvalue'],
    lastReportAt: ago(9 * 24),
    silent: true,
    proven: null,
  },
];
