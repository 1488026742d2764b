import type { Json } from '#domain/canonical-json.ts';
import { type AlertGroup, newAlertGroup } from '#playbook/alerts/alert-group.ts';
import { alertFeatures, observeAlert } from '#playbook/alerts/observe-alert.ts';
import { type AlertStep, stepAlert } from '#playbook/alerts/step-alert.ts';
import type { Criticality, Facts } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import { alert } from '#playbook/schema/outcome.ts';
import { head, scene } from './company.ts';

export const at = (minutes: number) => new Date(Date.parse('2026-03-02T00:00:00Z') + minutes * 60_000).toISOString();

/** An alert as a playbook writes it: drift of the scores, with a gap between beginning and end. */
export function alertRule(keys: Readonly<Record<string, Json>> = {}): AlertRule {
  return alert.parse({
    id: 'score-drift',
    when: { drift: { psi: { op: '>', value: 0.3 } } },
    clear_when: { drift: { psi: { op: '<', value: 0.2 } } },
    ...keys,
  });
}

const { facts } = scene(`${head}rules: [{name: R, needs: {people: {from: ml}}}]\n`);

/** Samples of psi by feature: minutes to value, null for what is no number. */
export type Samples = Readonly<Record<string, readonly (readonly [number, number | null])[]>>;

/** Facts in which these are the samples of psi. */
export function factsOf(samples: Samples): Facts {
  const series = Object.entries(samples).map(([feature, all]) => ({
    feature,
    producer: null,
    samples: all.map(([minutes, value]) => ({ at: at(minutes), value })),
  }));
  return { ...facts, drift: { psi: series } };
}

/** Follows one group through moments, each with everything sampled until then. */
export function follow(
  rule: AlertRule,
  samples: Samples,
  moments: readonly number[],
  options: {
    readonly model?: Criticality | null;
    readonly feature?: string;
    readonly between?: (group: AlertGroup, minutes: number) => AlertGroup;
  } = {},
): readonly AlertStep[] {
  const { model = 'low', feature = null, between = (group) => group } = options;
  let group = newAlertGroup(at(moments[0] ?? 0));
  return moments.map((minutes) => {
    const seen = observeAlert(rule, factsOf(samples), feature, at(minutes));
    const step = stepAlert(rule, between(group, minutes), seen, model, at(minutes));
    group = step.group;
    return step;
  });
}

export const kinds = (steps: readonly AlertStep[]) => steps.map(({ posts }) => posts.map(({ kind }) => kind).join(' '));

export const featuresOf = (rule: AlertRule, samples: Samples) => alertFeatures(rule, factsOf(samples));
