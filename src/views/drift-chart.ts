import type { Chart } from '#charts/chart.ts';
import { epochMs, type Instant } from '#domain/instant.ts';
import type { MovedFeature } from './drift-state.ts';
import { driftValue, featureName, limitText, signalName } from './drift-words.ts';

/** Beside the limit, which takes a line of its own. */
const mostLines = 5;
const mostCharts = 2;
const mostMoments = 60;
/** No scale can be read that holds larger values beside the rest. */
const largest = 1e12;

/** How the worst features moved, one chart for each signal that has a history; at most two. */
export function driftCharts(moved: readonly MovedFeature[]): readonly Chart[] {
  const withHistory = moved.filter(({ history }) => history.filter(({ value }) => drawn(value) !== null).length > 1);
  const bySignal = [...Map.groupBy(withHistory, ({ signal }) => signal).values()];
  return bySignal.slice(0, mostCharts).map((features) => chartOf(features.slice(0, mostLines)));
}

function chartOf(features: readonly MovedFeature[]): Chart {
  const moments = momentsOf(features);
  const [worst] = features;
  const limit = sharedLimit(features);
  return {
    kind: 'line',
    title: `${worst === undefined ? '' : signalName(worst.signal)} over time`,
    summary: features.map(changeText).join('. ').concat('.'),
    categories: { scale: 'moments', moments },
    series: features.map(({ feature, history }) => {
      const values = new Map(history.map(({ at, value }) => [at, drawn(value)]));
      return { name: featureName(feature), values: moments.map((at) => values.get(at) ?? null) };
    }),
    unit: { kind: 'number', name: null },
    ...(limit === null ? {} : { limit }),
  };
}

function drawn(value: number | null): number | null {
  return value === null || Math.abs(value) > largest ? null : value;
}

function momentsOf(features: readonly MovedFeature[]): readonly Instant[] {
  const all = new Set(features.flatMap(({ history }) => history.map(({ at }) => at)));
  return [...all].sort((a, b) => epochMs(a) - epochMs(b)).slice(-mostMoments);
}

/** The limit as a line, where all of them have the same. */
function sharedLimit(features: readonly MovedFeature[]): { value: number; label: string } | null {
  const [first] = features;
  if (first === undefined || drawn(first.limit) === null || first.limit === null) return null;
  const same = features.every(({ limit, comparator }) => limit === first.limit && comparator === first.comparator);
  return same ? { value: first.limit, label: limitText(first) } : null;
}

/** `transaction_amount went from 0.12 to 0.41`. */
function changeText({ feature, history }: MovedFeature): string {
  const known = history.flatMap(({ value }) => (value === null ? [] : [value]));
  const name = featureName(feature, 40);
  return `${name} went from ${driftValue(known.at(0) ?? null)} to ${driftValue(known.at(-1) ?? null)}`;
}
