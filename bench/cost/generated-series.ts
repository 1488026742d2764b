import { dayOf } from '#cost/day.ts';
import type { DailyCost } from '#cost/usual-cost.ts';
import { chance } from '../distribution.ts';

export type Event = 'spike' | 'shift' | 'ramp';

/** A series of daily costs, and what was put into it. */
export interface GeneratedSeries {
  readonly costs: readonly DailyCost[];
  /** `from` and `to` are indexes of days, both included; the days after `from` on which it counts as found in time. */
  readonly events: readonly {
    readonly kind: Event;
    readonly from: number;
    readonly to: number;
    readonly within: number;
  }[];
}

const length = 300;
/** Each event is far enough from the one before that eight weeks are ordinary again. */
const starts = [70, 150, 230];
const monday = 20_500;

/**
 * Series of the shape of the taxi rides in New York that the Numenta benchmark has: half hours by the time of the day,
 * summed to days, low at the weekend, with noise that lasts for days, a slow trend, two public holidays, and a spike, a
 * shift and a ramp each. The same seed gives the same ones.
 */
export function generatedSeries(count: number, seed: number): readonly GeneratedSeries[] {
  const next = chance(seed);
  return Array.from({ length: count }, () => oneSeries(next));
}

function oneSeries(next: () => number): GeneratedSeries {
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  const base = Math.exp(4.5 + 1.5 * next());
  const weekday = [0, 1, 2, 3, 4, 5, 6].map((day) => (day < 5 ? 1 + 0.04 * normal() : 0.55 + 0.4 * next()));
  const spread = 0.02 + 0.07 * next();
  const trend = 0.0015 * (next() - 0.4);
  const kinds = shuffled<Event>(['spike', 'shift', 'ramp'], next);
  const events = kinds.map((kind, i) => {
    const from = (starts[i] ?? 0) + Math.floor(next() * 14);
    const [long, within] = kind === 'spike' ? [1, 1] : kind === 'shift' ? [30, 7] : [30, 28];
    return { kind, from, to: from + long - 1, within, size: sizeOf(kind, next) };
  });
  const holidays = [100 + Math.floor(next() * 20), 180 + Math.floor(next() * 20)];
  let drift = 0;
  const costs = Array.from({ length }, (_, i) => {
    drift = 0.5 * drift + spread * normal();
    const day = monday + i;
    const holiday = holidays.includes(i) ? 0.6 : 1;
    const added = events.reduce((all, event) => all * effect(event, i), 1);
    const level = base * (weekday[(((day + 3) % 7) + 7) % 7] ?? 1) * Math.exp(drift + trend * i) * holiday * added;
    return { day: dayOf(day), cost: halfHours(level, normal) };
  });
  return { costs, events: events.map(({ kind, from, to, within }) => ({ kind, from, to, within })) };
}

/** The sum of 48 half hours that follow the time of the day. */
function halfHours(level: number, normal: () => number): number {
  let sum = 0;
  for (let half = 0; half < 48; half += 1) {
    sum += (level / 48) * (1 - 0.6 * Math.cos((Math.PI * (half - 9)) / 24)) * Math.exp(0.1 * normal());
  }
  return sum;
}

function sizeOf(kind: Event, next: () => number): number {
  if (kind === 'spike') return 1.25 + 1.25 * next();
  return kind === 'shift' ? 1.2 + 0.6 * next() : 0.3 + 0.5 * next();
}

function effect(event: { kind: Event; from: number; to: number; size: number }, i: number): number {
  if (i < event.from || i > event.to) return 1;
  if (event.kind !== 'ramp') return event.size;
  return 1 + (event.size * (i - event.from + 1)) / (event.to - event.from + 1);
}

function shuffled<T>(items: readonly T[], next: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}
