import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { type DrillStep, drillPlan } from '#playbook/alerts/drill-plan.ts';
import { foldAlert } from '#playbook/alerts/fold-alert.ts';
import { observeAlert } from '#playbook/alerts/observe-alert.ts';
import { stepAlert } from '#playbook/alerts/step-alert.ts';
import type { Facts } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { DriftSeries } from '#playbook/reported.ts';
import { alertRule, at, factsOf } from './alert-rules.ts';

const now = at(60 * 24 * 30);

/** Facts with everything that was reported until a moment. */
function factsUntil(steps: readonly DrillStep[], until: string): Facts {
  const drift: Record<string, DriftSeries[]> = {};
  for (const step of steps.filter((one) => one.at <= until)) {
    for (const { signal, feature, value } of step.readings) {
      const all = (drift[signal] ??= []);
      let series = all.find((one) => one.feature === feature);
      if (series === undefined) all.push((series = { feature, producer: null, samples: [] }));
      all[all.indexOf(series)] = { ...series, samples: [...series.samples, { at: step.at, value }] };
    }
  }
  return { ...factsOf({}), drift };
}

/** Whether the alert fires after what raises it, and after what ends it, judged at each step. */
function firing(rule: AlertRule, name = 'drill-1') {
  const plan = drillPlan(rule, name, now);
  if (plan === null) return null;
  const steps = [...plan.raise, ...plan.clear];
  let group = newAlertGroup(steps[0]?.at ?? now);
  const states = steps.map((step) => {
    const seen = observeAlert(rule, factsUntil(steps, step.at), null, step.at);
    group = stepAlert(rule, group, seen, 'low', step.at).group;
    return group.firingSince !== null;
  });
  return [states[plan.raise.length - 1], states.at(-1)];
}

/** As `firing`, where all of what raises it comes at once, and then all of what ends it. */
function folded(rule: AlertRule) {
  const plan = drillPlan(rule, 'drill-1', now);
  if (plan === null) return null;
  const from = new Date(Date.parse(plan.raise[0]?.at ?? now) - 1).toISOString();
  return [plan.raise, [...plan.raise, ...plan.clear]].map((steps) => {
    const { firings } = foldAlert(rule, factsUntil(steps, now), null, { from, before: null }, now);
    return firings.flatMap(({ until }) => (until === null ? ['fires'] : ['fires', 'ended']));
  });
}

describe('what a drill reports', () => {
  it('raises an alert and ends it, as long as the rule wants each held', () => {
    const rule = alertRule({
      when: { drift: { psi: { op: '>', value: 0.25, for: '2h' } } },
      clear_when: { drift: { psi: { op: '<', value: 0.1, for: '6h' } } },
    });
    expect(drillPlan(rule, 'drill-1', now)).toEqual({
      raise: [
        { at: at(60 * 24 * 30 - 483), readings: [{ signal: 'psi', feature: 'drill-1', value: 0.375 }] },
        { at: at(60 * 24 * 30 - 362), readings: [{ signal: 'psi', feature: 'drill-1', value: 0.375 }] },
      ],
      clear: [
        { at: at(60 * 24 * 30 - 361), readings: [{ signal: 'psi', feature: 'drill-1', value: 0.05 }] },
        { at: now, readings: [{ signal: 'psi', feature: 'drill-1', value: 0.05 }] },
      ],
    });
    expect(firing(rule)).toEqual([true, false]);
  });

  it('is low where a low value is drift', () => {
    const rule = alertRule({
      when: { drift: { ks_pvalue: { op: '<', value: 0.05 } } },
      clear_when: { drift: { ks_pvalue: { op: '>', value: 0.2 } } },
    });
    expect(drillPlan(rule, 'd', now)?.raise[0]?.readings).toEqual([
      { signal: 'ks_pvalue', feature: 'd', value: 0.025 },
    ]);
    expect(firing(rule)).toEqual([true, false]);
  });

  it('is about a feature that the rule names, and more often than the rule calls silence', () => {
    const rule = alertRule({
      when: { drift: { psi: { op: '>', value: 0.3, for: '8h', feature: 'age' } } },
      clear_when: { drift: { psi: { op: '<', value: 0.2, feature: 'a*' } } },
      no_data_after: '1h',
    });
    const plan = drillPlan(rule, 'd', now);
    expect(new Set(plan?.raise.flatMap(({ readings }) => readings.map(({ feature }) => feature)))).toEqual(
      new Set(['age']),
    );
    expect(plan?.raise).toHaveLength(18);
    expect(firing(rule)).toEqual([true, false]);
  });

  it('is nothing for a rule that looks at no drift, or at very many moments', () => {
    expect(drillPlan(alertRule({ when: { incident: 'open' }, clear_when: { incident: 'none' } }), 'd', now)).toBeNull();
    const long = alertRule({
      when: { drift: { psi: { op: '>', value: 0.3, for: '52w' } } },
      no_data_after: '1m',
    });
    expect(drillPlan(long, 'd', now)).toBeNull();
  });

  const span = fc.constantFrom('0m', '5m', '2h', '1d');
  const signal = fc.constantFrom('psi', 'js_divergence', 'ks_pvalue');
  const rules = fc
    .record({
      signal,
      bound: fc.integer({ min: 0, max: 8 }),
      up: fc.boolean(),
      held: span,
      clearHeld: span,
      silent: fc.constantFrom('1h', '1d'),
      glob: fc.constantFrom('**', 'age', 'x*', 'x?'),
    })
    .map(({ signal: name, bound, up, held, clearHeld, silent, glob }) =>
      alertRule({
        when: { drift: { [name]: { op: up ? '>' : '<', value: bound / 8, for: held, feature: glob } } },
        clear_when: {
          drift: {
            [name]: { op: up ? '<' : '>', value: bound / 8 + (up ? -0.05 : 0.05), for: clearHeld, feature: glob },
          },
        },
        no_data_after: silent,
      }),
    );

  it('raises and ends whatever alert on one signal', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(firing(rule)).toEqual([true, false]);
        expect(folded(rule)).toEqual([['fires'], ['fires', 'ended']]);
      }),
      { numRuns: Number(process.env['DRILL_RUNS'] ?? 100) },
    );
  });
});
