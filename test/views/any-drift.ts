import fc from 'fast-check';
import { driftAlert } from '#views/drift-alert.ts';
import { driftList } from '#views/drift-list.ts';
import { driftNews } from '#views/drift-news.ts';
import { driftPage } from '#views/drift-page.ts';
import type { DriftDecision, DriftLine, MovedFeature, ShownAlert, ShownMonitor } from '#views/drift-state.ts';
import { drillMissed } from '#views/drill-missed.ts';
import { drillStarted } from '#views/drill-started.ts';
import { falseAlarm } from '#views/false-alarm.ts';
import { silenceAlertForm } from '#views/silence-alert.ts';
import { estimate, instant, maybe, person, press, rows, text } from './any-state.ts';

/** Arbitrary alerts: any names, values of any size, no values at all, and up to 200 features. */
const value = fc.oneof(
  maybe(fc.double({ noNaN: true, noDefaultInfinity: true })),
  fc.constantFrom(0, -0, 1e-300, 1e21),
);
const comparator = maybe(fc.constantFrom('>' as const, '>=' as const, '<' as const, '<=' as const));
const signal = fc.oneof(fc.constantFrom('psi', 'ks_pvalue'), text);

const moved: fc.Arbitrary<MovedFeature> = fc.record({
  feature: maybe(text),
  signal,
  value,
  limit: value,
  comparator,
  since: maybe(instant),
  history: fc.array(fc.record({ at: instant, value }), { maxLength: 30 }),
});

const made = { by: text, at: instant, reason: maybe(text) };
const decision: fc.Arbitrary<DriftDecision> = fc.oneof(
  fc.record({ ...made, what: fc.constantFrom('acknowledged' as const, 'false_alarm' as const, 'silenced' as const) }),
  fc.record({
    ...made,
    what: fc.constant('retrain' as const),
    request: text,
    standing: text,
    over: fc.boolean(),
    run: maybe(
      fc.record({
        run: text,
        standing: text,
        url: maybe(text),
        promotion: maybe(fc.record({ request: text, standing: text })),
      }),
    ),
  }),
  fc.record({
    ...made,
    what: fc.constant('rollback' as const),
    request: text,
    standing: text,
    to: text,
    over: fc.boolean(),
  }),
);
const phase = fc.oneof(
  fc.record({ is: fc.constantFrom('firing' as const, 'no_data' as const), since: instant }),
  fc.record({ is: fc.constantFrom('cleared' as const, 'retracted' as const), since: instant, at: instant }),
);
const money = fc.record({ amount: fc.constantFrom('0', '0.004', '210.5'), currency: fc.constantFrom('EUR', 'XTS') });

const alert: fc.Arbitrary<ShownAlert> = fc.record({
  alert: text,
  model: text,
  version: maybe(text),
  environment: maybe(text),
  rule: text,
  playbook: text,
  criticality: fc.constantFrom('low', 'critical', null),
  owner: maybe(person),
  to: maybe(fc.record({ role: text, people: rows(person) })),
  detector: maybe(text),
  reportUrl: maybe(fc.oneof(fc.webUrl(), text)),
  phase,
  because: text,
  moved: rows(moved),
  movedCount: fc.nat({ max: 90_000 }),
  featureCount: fc.nat({ max: 90_000 }),
  recent: fc.record({ promotedAt: maybe(instant), trainedAt: maybe(instant), dataTo: maybe(instant) }),
  costPerDay: maybe(money),
  useCases: fc
    .subarray(['pilot', 'mission_critical', 'retrains_often', 'serves_online'] as const)
    .map((all) => [...all]),
  offers: fc.record({
    retrain: maybe(
      fc.record({
        estimate: maybe(estimate),
        needs: text,
      }),
    ),
    rollback: maybe(fc.record({ to: text, needs: text })),
    silence: fc.boolean(),
    others: rows(text),
  }),
  escalation: maybe(fc.record({ to: text, at: instant })),
  decision: maybe(decision),
  silence: maybe(fc.record({ until: instant, by: text, reason: text, request: maybe(text) })),
  drill: fc.boolean(),
  press,
});

const line: fc.Arbitrary<DriftLine> = fc.tuple(alert, maybe(moved)).map(([shown, worst]) => ({ ...shown, worst }));

const monitor: fc.Arbitrary<ShownMonitor> = fc.record({
  model: text,
  connection: text,
  signals: rows(signal),
  lastReportAt: maybe(instant),
  silent: fc.boolean(),
  proven: maybe(fc.record({ by: fc.constantFrom('alert' as const, 'drill' as const), at: instant })),
});

const offset = fc.nat({ max: 50_000 });
const total = fc.nat({ max: 90_000 });

/** Every view of drift in arbitrary states. */
export const driftViews: Record<string, fc.Arbitrary<object>> = {
  driftAlert: alert.map(driftAlert),
  driftList: fc
    .record({ alerts: rows(line), offset, total, undecided: total, silent: rows(monitor), now: instant })
    .map(driftList),
  driftPage: fc
    .record({
      model: text,
      modelKey: press,
      features: fc.array(moved, { maxLength: 3 }),
      featureCount: total,
      alerts: rows(line),
      offset: fc.oneof(fc.constant(0), offset),
      total,
      monitors: rows(monitor),
      precision: fc.record({ right: fc.nat(), answered: fc.nat() }),
      now: instant,
    })
    .map(driftPage),
  driftNews: fc
    .record({
      alert: text,
      model: text,
      version: maybe(text),
      is: fc.constantFrom('still_firing', 'escalation', 'cleared', 'values_again', 'retracted'),
      because: text,
      to: maybe(fc.record({ role: text, people: rows(person) })),
    })
    .map(driftNews),
  drillStarted: fc.record({ model: text, rules: rows(text), connections: rows(text) }).map(drillStarted),
  drillMissed: fc
    .record({
      model: text,
      rules: rows(fc.record({ rule: text, posted: fc.boolean() })),
      ways: rows(
        fc.record({
          connection: text,
          became: fc.oneof(
            fc.record({ is: fc.constantFrom('not_taken', 'not_read', 'read') }),
            fc.record({ is: fc.constant('refused' as const), because: text }),
          ),
        }),
      ),
      owner: maybe(person),
      startedAt: instant,
      startedBy: maybe(text),
      patienceMs: fc.constant(600_000),
    })
    .map(drillMissed),
  falseAlarm: fc.record({ alert: text, model: text, press }).map(falseAlarm),
  silenceAlertForm: fc
    .record({
      alert: text,
      model: text,
      longestMs: fc.integer({ min: 60_000, max: 3_650 * 86_400_000 }),
      needs: maybe(text),
      press,
    })
    .map(silenceAlertForm),
};
