import { durationMs } from './duration.ts';
import type { Action, Part } from './facts.ts';
import { own } from './own.ts';
import type { Operator } from './reported.ts';

/** How people, roles and evidence are called where a policy is put into words. */
export interface Naming {
  readonly person: (id: string) => string;
  /** A pool of roles, as `Fraud ML or Risk`. */
  readonly roles: (ids: readonly string[]) => string;
  /** An evidence item by its title, in quotation marks. */
  readonly evidence: (id: string) => string;
}

/** Somebody's text on one line, without what cannot be seen or would be read as a mark of ours. */
export function plain(text: string): string {
  return text
    .replaceAll(/[\s\p{Cc}]+/gu, ' ')
    .replaceAll(/\p{Cf}/gu, '')
    .replaceAll('`', "'")
    .trim();
}

/** A machine's name between backticks, which every reader shows as code. */
export function coded(name: string): string {
  return `\`${plain(name)}\``;
}

/** Somebody's text in quotation marks. */
export function quoted(text: string): string {
  return `“${plain(text)}”`;
}

/** `a`, `a or b`, `a, b or c`; nothing for an empty list. */
export function orList(items: readonly string[]): string {
  return joined(items, 'or');
}

/** `a`, `a and b`, `a, b and c`; nothing for an empty list. */
export function andList(items: readonly string[]): string {
  return joined(items, 'and');
}

function joined(items: readonly string[], word: string): string {
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : `${items.slice(0, -1).join(', ')} ${word} ${last}`;
}

/** `1 person`, `2 people`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

const lengths = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
] as const;

/** A length of time in its largest whole unit, as `7 days` or `36 hours`. */
export function lengthWords(ms: number): string {
  for (const [unit, name] of lengths) if (ms >= unit && ms % unit === 0) return counted(ms / unit, name);
  return counted(ms / 60_000, 'minute');
}

/** `lengthWords` of a duration as it is written. */
export function durationWords(text: string): string {
  return lengthWords(durationMs(text) ?? 0);
}

const comparisons = {
  '<': 'below',
  '<=': 'at most',
  '=': 'exactly',
  '!=': 'anything but',
  '>=': 'at least',
  '>': 'above',
} as const;

/** `at least 0.8`, `below 0.2`. */
export function comparison(op: Operator, value: number | string): string {
  return `${comparisons[op]} ${value}`;
}

const ages = { ...comparisons, '<': 'less than', '>': 'more than', '!=': 'not exactly' } as const;

/** `more than 30 days`. */
export function ageWords({ op, value }: { readonly op: Operator; readonly value: string }): string {
  return `${ages[op]} ${durationWords(value)}`;
}

/** What is asked for, as `a promotion`; `many` as `promotions`. */
export const actionNouns: Readonly<Record<Action, { readonly one: string; readonly many: string }>> = {
  promote: { one: 'a promotion', many: 'promotions' },
  rollback: { one: 'a rollback', many: 'rollbacks' },
  retrain: { one: 'a retraining', many: 'retrainings' },
  retire: { one: 'a retirement', many: 'retirements' },
  traffic: { one: 'a change of traffic', many: 'changes of traffic' },
  silence: { one: 'the silencing of an alert', many: 'silencings of alerts' },
  stop: { one: 'the stopping of what is left on', many: 'stoppings of what is left on' },
  change_playbook: { one: 'a change of playbooks', many: 'changes of playbooks' },
};

/** The parts of a version, as people call them. */
export const partWords: Readonly<Record<Part, string>> = {
  weights: 'the weights',
  signature: 'the inputs and outputs (signature)',
  environment: 'the software environment',
  code: 'the code',
  data: 'the training data',
  features: 'the features',
  hyperparameters: 'the hyperparameters',
  config: 'the configuration',
  prompt: 'the prompt',
  vendor: "the vendor's model",
};

const signals: Readonly<Record<string, string>> = {
  psi: 'the population stability index (PSI)',
  ks_pvalue: 'the p-value of the Kolmogorov-Smirnov test (low means drift)',
  js_distance: 'the Jensen-Shannon distance',
  js_divergence: 'the Jensen-Shannon divergence',
  l_infinity: 'the largest difference of a share (L-infinity distance)',
  wasserstein_norm: 'the normalized Wasserstein distance',
  chisquare_pvalue: 'the p-value of the chi-square test (low means drift)',
  hellinger: 'the Hellinger distance',
  kl_divergence: 'the Kullback-Leibler divergence',
  feature_skew: 'the training-serving skew',
  feature_drift: 'the data drift',
  attribution_skew: 'the skew of feature attributions',
  attribution_drift: 'the feature attribution drift',
};

/** A measure of drift, as statisticians call it. */
export function driftWords(signal: string): string {
  return own(signals, signal) ?? coded(signal);
}

/** Where a drift condition looks: `any feature`, or those whose name matches. */
export function featureWords(glob: string, which: 'some' | 'every'): string {
  return glob === '**' ? `${which} feature` : `${which} feature like ${coded(glob)}`;
}

/** For how long a drift condition must have held; nothing for a moment. */
export function heldWords(duration: string): string {
  return durationMs(duration) === 0 ? '' : `, at every sample of the last ${durationWords(duration)}`;
}

/** The days of the week, as they are written out. */
export const weekdayNames = {
  mon: 'Monday',
  tue: 'Tuesday',
  wed: 'Wednesday',
  thu: 'Thursday',
  fri: 'Friday',
  sat: 'Saturday',
  sun: 'Sunday',
} as const;

/** Where else a metric is looked at, as `, overall and in every slice by region with at least 500 rows`. */
export function sliceWords(dimensions: readonly string[], minSupport: number): string {
  if (dimensions.length === 0) return '';
  const rows = minSupport === 1 ? '' : ` with at least ${minSupport} rows`;
  return `, overall and in every slice by ${andList(dimensions.map(coded))}${rows}`;
}

/** A channel as Slack shows it. */
export function channelWords(channel: string): string {
  return coded(/^[#C]/.test(channel) ? channel : `#${channel}`);
}

/** `1 person`, `2 people`. */
export function seatCount(count: number): string {
  return counted(count, 'person', 'people');
}
