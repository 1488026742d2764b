import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DrillStep, drillEnd, drillPlan } from '#playbook/alerts/drill-plan.ts';
import { foldAlert } from '#playbook/alerts/fold-alert.ts';
import { observeAlert } from '#playbook/alerts/observe-alert.ts';
import type { Facts } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { DriftSeries } from '#playbook/reported.ts';
import { alertRule, at, factsOf } from './alert-rules.ts';

const now = at(60 * 24 * 30);

/** Facts with everything that was reported. */
function factsFrom(steps: readonly DrillStep[]): Facts {
  const drift: Record<string, DriftSeries[]> = {};
  for (const step of steps) {
    for (const { signal, feature, value } of step.readings) {
      const all = drift[signal] ?? [];
      const before = all.find((one) => one.feature === feature)?.samples ?? [];
      const series = { feature, producer: null, samples: [...before, { at: step.at, value }] };
      drift[signal] = [...all.filter((one) => one.feature !== feature), series];
    }
  }
  return { ...factsOf({}), drift };
}

/** What an alert makes of a drill, told it all at once; and whether it can tell anything after the end. */
function drilled(rule: AlertRule) {
  const steps = drillPlan(rule, 'drill-1', now) ?? [];
  const from = new Date(Date.parse(steps[0]?.at ?? now) - 1).toISOString();
  const { firings } = foldAlert(rule, factsFrom(steps), null, { from, before: null }, now);
  const later = at(60 * 24 * 30 + 1);
  const after = observeAlert(rule, factsFrom([...steps, drillEnd(steps, later)]), null, later);
  return { fires: firings.map(({ since, until }) => ({ since, until })), after: after.when };
}

describe('what a drill reports', () => {
  it('raises an alert, as long as the rule wants it held, until nothing can be told any more', () => {
    const rule = alertRule({
      when: { drift: { psi: { op: '>', value: 0.25, for: '2h' } } },
      clear_when: { drift: { psi: { op: '<', value: 0.1, for: '6h' } } },
    });
    const readings = [{ signal: 'psi', feature: 'drill-1', value: 0.375 }];
    expect(drillPlan(rule, 'drill-1', now)).toEqual([
      { at: at(60 * 24 * 30 - 121 - 1 / 60), readings },
      { at: at(60 * 24 * 30 - 1 / 60), readings },
    ]);
    expect(drilled(rule)).toEqual({ fires: [{ since: at(60 * 24 * 30 - 1 - 1 / 60), until: null }], after: null });
  });

  it('is low where a low value is drift', () => {
    const rule = alertRule({
      when: { drift: { ks_pvalue: { op: '<', value: 0.05 } } },
      clear_when: { drift: { ks_pvalue: { op: '>', value: 0.2 } } },
    });
    expect(drillPlan(rule, 'd', now)?.[0]?.readings).toEqual([{ signal: 'ks_pvalue', feature: 'd', value: 0.025 }]);
    expect(drilled(rule)).toMatchObject({ fires: [{ until: null }], after: null });
  });

  it('is about a feature that the rule names, and more often than the rule calls silence', () => {
    const rule = alertRule({
      when: { drift: { psi: { op: '>', value: 0.3, for: '8h', feature: 'age' } } },
      clear_when: { drift: { psi: { op: '<', value: 0.2, feature: 'a*' } } },
      no_data_after: '1h',
    });
    const plan = drillPlan(rule, 'd', now);
    expect(plan?.flatMap(({ readings }) => readings.map(({ feature }) => feature))).toEqual(
      Array.from({ length: 18 }, () => 'age'),
    );
    expect(drilled(rule)).toMatchObject({ fires: [{ until: null }], after: null });
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
  const condition = fc.record({
    bound: fc.integer({ min: 0, max: 8 }),
    up: fc.boolean(),
    held: span,
    feature: fc.constantFrom('**', 'age', 'x*', 'x?'),
  });
  const rules = fc
    .record({ first: condition, second: fc.option(condition), silent: fc.constantFrom('1h', '1d') })
    .map(({ first, second, silent }) => {
      const drift = ({ bound, up, held, feature }: typeof first, begins: boolean) => ({
        op: up === begins ? '>' : '<',
        value: bound / 8 + (begins ? 0 : up ? -0.05 : 0.05),
        for: held,
        feature,
      });
      const both = (begins: boolean) => ({
        psi: drift(first, begins),
        ...(second !== null && { ks_pvalue: drift(second, begins) }),
      });
      return alertRule({ when: { drift: both(true) }, clear_when: { drift: both(false) }, no_data_after: silent });
    });

  it('raises whatever alert on two signals, and lets it end', () => {
    fc.assert(
      fc.property(rules, (rule) => {
        expect(drilled(rule)).toMatchObject({ fires: [{ until: null }], after: null });
      }),
      { numRuns: Number(process.env['DRILL_RUNS'] ?? 100) },
    );
  });
});
