import type { Chart } from '#charts/chart.ts';
import { instantAt } from '#domain/instant.ts';

/** Numbers that look by chance and are the same each time; from 0 to 1. */
function noise(seed: number): number {
  const x = Math.sin(seed * 127.1 + 11.7) * 43_758.5453;
  return x - Math.floor(x);
}

/** `count` days that end on Tuesday 24 November 2026. */
function daysTo24Nov(count: number): readonly string[] {
  return Array.from({ length: count }, (_, at) =>
    new Date(Date.UTC(2026, 10, 24 - (count - 1 - at))).toISOString().slice(0, 10),
  );
}

const days = daysTo24Nov(30);
const eur = { kind: 'money', currency: 'EUR' } as const;

/** A stacked bar of daily cost with seven models, the last three days provisional. */
export const dailyCost: Chart = {
  kind: 'stacked',
  title: 'Team fraud: cost by model',
  summary: '€4,120 last week, 18 % more than the week before; training of fraud-scorer moved most.',
  categories: { scale: 'days', days },
  unit: eur,
  provisional: 3,
  series: ['fraud-scorer', 'churn', 'risk-embedding', 'chargeback', 'velocity', 'merchant-graph', 'sandbox'].map(
    (name, index) => ({
      name,
      values: days.map(
        (_, at) => (400 / (index + 1)) * (0.6 + noise(at * 7 + index)) * (at > 22 && index === 0 ? 2 : 1),
      ),
    }),
  ),
};

/** Cost of one service against what is usual, with a gap of two days. */
export const anomaly: Chart = {
  kind: 'line',
  title: 'Vertex AI of team fraud',
  summary: 'Wednesday usually costs €1,210 (€1,050–€1,390); yesterday cost €2,480.',
  categories: { scale: 'days', days },
  unit: eur,
  provisional: 2,
  band: {
    label: 'usual',
    lower: days.map((_, at) => 1000 + 60 * noise(at)),
    upper: days.map((_, at) => 1350 + 60 * noise(at)),
  },
  series: [
    {
      name: 'cost',
      values: days.map((_, at) =>
        at === 11 || at === 12 ? null : at > 27 ? 2480 - 200 * (29 - at) : 1120 + 180 * noise(at + 3),
      ),
    },
  ],
};

const hours = Array.from({ length: 36 }, (_, at) =>
  instantAt(Date.UTC(2026, 10, 23, 4) + at * 3_600_000 + noise(at) * 2_400_000),
);

/** Drift of five features in time, with the limit that one of them crosses. */
export const driftHistory: Chart = {
  kind: 'line',
  title: 'fraud-scorer v7: js divergence',
  summary: '2 of 38 features are past their limit; transaction_amount since 6 h.',
  categories: { scale: 'moments', moments: hours },
  unit: { kind: 'number', name: null },
  limit: { value: 0.3, label: 'limit' },
  series: ['transaction_amount', 'country_code', 'merchant_category', 'hour_of_day', 'device'].map((name, index) => ({
    name,
    values: hours.map((_, at) =>
      index === 3 && at % 7 === 0
        ? null
        : 0.12 + 0.02 * index + (index < 2 ? (at / 36) ** (3 + index) * 0.25 : 0) + 0.02 * noise(at + index * 50),
    ),
  })),
};

/** Features by how far they moved. */
export const movedFeatures: Chart = {
  kind: 'ranked',
  title: 'fraud-scorer v7: what moved',
  summary: '2 of 38 features are past their limit.',
  categories: {
    scale: 'names',
    names: [
      'transaction_amount',
      'country_code',
      'a_very_long_feature_name_that_ends_in_30d',
      'a_very_long_feature_name_that_ends_in_60d',
      'hour_of_day',
      '欺诈分数 & <b>',
      'device_type',
    ],
  },
  unit: { kind: 'number', name: null },
  limit: { value: 0.3, label: 'limit' },
  series: [{ name: 'js divergence', values: [0.412, 0.331, 0.21, 0.18, 0.04, 0.031, null] }],
};

/** Weeks side by side, with a budget. */
export const weeks: Chart = {
  kind: 'bars',
  title: 'Team fraud: weeks against budget 💸',
  summary: '€16.3 k of €20 k, on course for €19.1 k.',
  categories: { scale: 'names', names: ['5 Oct', '12 Oct', '19 Oct', '26 Oct', '2 Nov', '9 Nov', '16 Nov', '23 Nov'] },
  unit: eur,
  provisional: 1,
  limit: { value: 4600, label: 'budget of a week' },
  series: [
    { name: 'billed', values: [3100, 3300, 3250, 3600, 3490, 4120, 4870, 1200] },
    { name: 'credits', values: [-200, -210, -190, -300, -250, -240, -280, null] },
  ],
};
