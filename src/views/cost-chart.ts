import type { Chart } from '#charts/chart.ts';
import type { CostDay } from '#domain/cost.ts';
import type { DataSpan } from '#domain/cost-report.ts';
import { costText, dayText } from './wording.ts';

interface Spend {
  readonly currency: string;
  readonly total: string;
  readonly days: readonly CostDay[];
  readonly series: readonly {
    readonly name: string | null;
    readonly other: boolean;
    readonly amounts: readonly (string | null)[];
  }[];
}

/** Slack draws twenty points at most. */
const mostDays = 20;
const mostWeeks = 20;

/** Stacked bars of what was spent: of days, of weeks where those are too many, else of four weeks each. */
export function spendChart(
  { by, data }: { readonly by: string; readonly data: DataSpan },
  { currency, total, days, series }: Spend,
  what: string,
): Chart {
  const size = days.length <= mostDays ? 1 : days.length <= 7 * mostWeeks ? 7 : 28;
  const starts = bucketStarts(days.length, size);
  const unsettled = days.filter((day) => data.settledThrough === null || day > data.settledThrough).length;
  const summed = series.map(({ name, other, amounts }) => ({
    name: other ? 'other' : (name ?? '(none)'),
    values: starts.map((from, at) => sumOf(amounts.slice(from, starts[at + 1] ?? days.length))),
  }));
  const top = series.find(({ other }) => !other);
  const most = top === undefined ? '' : `, most of it ${top.name ?? 'without a value'}`;
  return {
    kind: 'stacked',
    title: `${what} by ${by}${size === 1 ? '' : size === 7 ? ', week by week' : ', four weeks each'}`,
    summary: `${costText({ amount: total, currency })} in ${days.length} days${most}.`,
    categories:
      size === 1 ? { scale: 'days', days } : { scale: 'names', names: starts.map((from) => dayText(days[from] ?? '')) },
    unit: { kind: 'money', currency },
    provisional: Math.ceil(unsettled / size),
    series: summed,
  };
}

/** Buckets of this many days that end with the last one; the first may be shorter. */
function bucketStarts(count: number, size: number): readonly number[] {
  const first = count % size;
  const whole = Array.from({ length: Math.floor(count / size) }, (_, at) => first + at * size);
  return first === 0 ? whole : [0, ...whole];
}

/** For the eye alone. Null where nothing is known of any day. */
function sumOf(amounts: readonly (string | null)[]): number | null {
  const known = amounts.filter((amount) => amount !== null);
  return known.length === 0 ? null : known.reduce((sum, amount) => sum + Number(amount), 0);
}
