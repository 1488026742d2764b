import { finite } from '../condition.ts';
import { type Fact, type Facts, isUnknown, type Metric, type Metrics } from '../facts.ts';
import { own } from '../own.ts';

/** Names filled from billing estimates, whatever a run logged under them. */
const reserved = ['monthly_cost_delta', 'monthly_cost_delta_pct', 'training_cost'];

export type MetricReading = { readonly metric: Metric; readonly value: number } | { readonly absent: string };

/** The candidate's metric with a usable value, or the sentence why there is none. */
export function candidateMetric(name: string, facts: Facts): MetricReading {
  if (!reserved.includes(name)) return metricOf('The candidate', name, facts.metrics.candidate);
  const estimate = own(facts.sizeOfChange, name);
  if (estimate === undefined) return { absent: `There is no estimate of ${name} yet.` };
  if (isUnknown(estimate)) return { absent: estimate.unknown };
  const value = finite(estimate);
  if (value === null) return { absent: `The estimate of ${name} is not a number.` };
  return { metric: { value, asOf: null, producer: 'billing' }, value };
}

export function metricOf(whose: string, name: string, metrics: Fact<Metrics>): MetricReading {
  if (isUnknown(metrics)) return { absent: metrics.unknown };
  const metric = own(metrics, name);
  if (metric === undefined) return { absent: `${whose} has no ${name}.` };
  const value = finite(metric.value);
  if (value === null) return { absent: `${whose}'s ${name} is not a number.` };
  return { metric, value };
}
