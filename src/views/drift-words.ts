import { amountText } from '#charts/number-text.ts';
import type { Comparator } from '#domain/drift.ts';
import { label } from './clean.ts';
import type { MovedFeature, ShownAlert } from './drift-state.ts';
import { versionName } from './request-facts.ts';

const plain = { kind: 'number', name: null } as const;

/** A value as a monitor computed it, as `0.412` or `8.1e-7`; `not a number` where there is none. */
export function driftValue(value: number | null): string {
  if (value === null) return 'not a number';
  const small = value !== 0 && Math.abs(value) < 0.001;
  return small ? value.toExponential(1).replace('.0e', 'e') : amountText(value, plain);
}

const within = {
  '>': 'at most',
  '>=': 'below',
  '<': 'at least',
  '<=': 'above',
} as const satisfies Record<Comparator, string>;

/** What a value should stay within, as `at most 0.3`; for a p-value `at least 0.05`. */
export function limitText({ limit, comparator }: Pick<MovedFeature, 'limit' | 'comparator'>): string {
  if (limit === null) return 'not said';
  return comparator === null ? driftValue(limit) : `${within[comparator]} ${driftValue(limit)}`;
}

/** `js_divergence` as `js divergence`. */
export function signalName(signal: string): string {
  return label(signal.replaceAll('_', ' '), 40);
}

/** The feature's name, or `all data` where it is about all of them together. */
export function featureName(feature: string | null, max = 60): string {
  return feature === null ? 'all data' : label(feature, max);
}

/** `fraud-scorer v7`. */
export function watchedName({ model, version }: Pick<ShownAlert, 'model' | 'version'>): string {
  return version === null ? label(model, 60) : `${label(model, 60)} ${versionName(version)}`;
}

/** `2 of 38 features past their limit`, or `past its limit` where it is about all of the data. */
export function movedText(alert: Pick<ShownAlert, 'moved' | 'movedCount' | 'featureCount'>): string {
  const { moved, movedCount, featureCount } = alert;
  const whole = movedCount <= 1 && (moved[0]?.feature ?? null) === null;
  if (whole) return 'past its limit';
  const of = Math.max(movedCount, featureCount);
  const limit = movedCount === 1 ? 'its limit' : 'their limit';
  return `${count(movedCount)} of ${count(of)} ${of === 1 ? 'feature' : 'features'} past ${limit}`;
}

/** `4,990`. */
export function count(value: number): string {
  return value.toLocaleString('en');
}
