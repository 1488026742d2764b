import type { CostDay } from '#domain/cost.ts';
import type { AnomalousDay, CostAnomaly } from '#domain/cost-finding.ts';
import { shiftDay, weekdayOf } from './day.ts';
import { minus, rounded, sumOf } from './money.ts';
import { type DailyCost, usualCost } from './usual-cost.ts';

/** When a cost stands out. Money is in the series' currency. */
export interface AnomalyRules {
  /** Usual deviations above what is usual, 5 by default. */
  readonly score: number;
  /** A day must cost at least this much more than usual, a week in all for a ramp; of another currency see `moneyFloor`. */
  readonly moneyFloor: number;
  /** A day must cost at least this many percent more than usual. */
  readonly percentFloor: number;
  /** The last seven days against the four weeks before. */
  readonly rampPercent: number;
  /** What no day may cost, for series too short or too uneven for anything to be usual; null for no such limit. */
  readonly dayLimit: number | null;
  /** Days on which nothing is opened, and from which nothing usual is learned. */
  readonly holidays: ReadonlySet<CostDay>;
}

export const defaultAnomalyRules: AnomalyRules = {
  score: 5,
  moneyFloor: 50,
  percentFloor: 20,
  rampPercent: 25,
  dayLimit: null,
  holidays: new Set(),
};

/** What one series cost and how far it was judged. */
export interface JudgedSeries {
  /** Without gaps, oldest first: usage alone, eight weeks before the first day to judge. Amounts are decimal text. */
  readonly days: readonly { readonly day: CostDay; readonly amount: string | null }[];
  /** The first day to judge; days that have been judged while they were provisional are judged again. */
  readonly from: CostDay;
  /** Days after it have data that may still grow, so they can stand out and cannot be normal. */
  readonly settledThrough: CostDay | null;
  /** What was found before, oldest first; only the last can be open. */
  readonly earlier: readonly CostAnomaly[];
}

const normalDays = 3;

/**
 * The anomalies of a series, oldest first, with those that were found before: one is opened when none is, later days
 * that stand out join it, and three normal days after its last close it. One is the same if its kind and first day are;
 * what is no longer among them was only the bill of a day that was corrected since.
 */
export function anomalies(series: JudgedSeries, rules: AnomalyRules): readonly CostAnomaly[] {
  const found = [...cutBefore(series)];
  const costs = series.days.map(({ day, amount }) => ({ day, cost: amount === null ? null : Number(amount) }));
  for (let i = 0; i < costs.length; i += 1) {
    const { day, amount } = series.days[i] ?? { day: '', amount: null };
    if (day < series.from || amount === null) continue;
    const last = found.at(-1);
    const open = last?.closedOn === null ? last : undefined;
    const before = costs.slice(Math.max(0, i - 56), i);
    const spike = standsOut(day, amount, before, rules);
    const days = spike === null ? ramp(costs.slice(Math.max(0, i - 34), i + 1), last, rules) : [spike];
    if (days.length > 0) {
      if (open === undefined) found.push(opened(spike === null ? 'ramp' : 'spike', days));
      else found.splice(-1, 1, joined(open, days));
    } else if (open !== undefined && isOver(open, day, series, rules)) {
      found.splice(-1, 1, { ...open, closedOn: day });
    }
  }
  return found;
}

/** A day that costs far more than is usual, or more than any day may where nothing is; null if it does not. */
function standsOut(
  day: CostDay,
  amount: string,
  before: readonly DailyCost[],
  rules: AnomalyRules,
): AnomalousDay | null {
  if (rules.holidays.has(day)) return null;
  const cost = Number(amount);
  const usual = usualCost(withoutHolidays(before, rules), day);
  if (usual === null) {
    if (rules.dayLimit === null || cost <= rules.dayLimit) return null;
    const limit = rounded(rules.dayLimit);
    return { day, actual: amount, expected: limit, least: '0', most: limit };
  }
  const floor = Math.max(rules.moneyFloor, (rules.percentFloor / 100) * usual.expected);
  if (cost - usual.expected < floor || usual.score(cost) < rules.score) return null;
  const { expected, least, most } = usual;
  return { day, actual: amount, expected: rounded(expected), least: rounded(least), most: rounded(most) };
}

/**
 * The last of 35 days' weeks, if it costs far more than the four before. A day that stood out would count twice, so
 * there is no ramp until four weeks after the last spike; an open ramp goes on.
 */
function ramp(days: readonly DailyCost[], last: CostAnomaly | undefined, rules: AnomalyRules): readonly AnomalousDay[] {
  const costs = days.flatMap(({ cost }) => (cost === null ? [] : [cost]));
  const [today] = days.slice(-1);
  if (costs.length < 35 || today === undefined || rules.holidays.has(today.day)) return [];
  const lastSpike = last?.kind === 'spike' ? (last.days.at(-1)?.day ?? '') : '';
  if (lastSpike >= shiftDay(today.day, -34)) return [];
  const week = total(costs.slice(-7));
  const usual = total(costs.slice(0, 28)) / 4;
  if (week - usual < rules.moneyFloor || week <= usual * (1 + rules.rampPercent / 100)) return [];
  const four = days.slice(0, 28);
  return days.slice(-7).map(({ day, cost }) => {
    const same = four.flatMap((one) => (weekdayOf(one.day) === weekdayOf(day) ? [one.cost ?? 0] : []));
    const [expected, least, most] = [total(same) / same.length, Math.min(...same), Math.max(...same)];
    return { day, actual: rounded(cost ?? 0), expected: rounded(expected), least: rounded(least), most: rounded(most) };
  });
}

/** Whether enough normal days with a settled bill have gone by; days without data are not normal. */
function isOver(
  open: CostAnomaly,
  day: CostDay,
  { days, settledThrough }: JudgedSeries,
  { holidays }: AnomalyRules,
): boolean {
  if (settledThrough === null || day > settledThrough) return false;
  const last = open.days.at(-1)?.day ?? day;
  const since = days.filter((one) => one.day > last && one.day <= day);
  return since.filter((one) => one.amount !== null && !holidays.has(one.day)).length >= normalDays;
}

/** What was found before the first day to judge, as if no later day had been seen: days are judged anew as they grow. */
function cutBefore({ earlier, from }: JudgedSeries): readonly CostAnomaly[] {
  return earlier.flatMap((one) => {
    const days = one.days.filter(({ day }) => day < from);
    const closedOn = one.closedOn !== null && one.closedOn < from ? one.closedOn : null;
    return days.length === 0 ? [] : [{ ...one, days, closedOn, excess: excessOf(days) }];
  });
}

function opened(kind: CostAnomaly['kind'], days: readonly AnomalousDay[]): CostAnomaly {
  return { kind, days, closedOn: null, excess: excessOf(days) };
}

/** Days that are there already stay beside what was usual when they were found. */
function joined(open: CostAnomaly, more: readonly AnomalousDay[]): CostAnomaly {
  const last = open.days.at(-1)?.day ?? '';
  const days = [...open.days, ...more.filter(({ day }) => day > last)];
  return { ...open, days, excess: excessOf(days) };
}

function excessOf(days: readonly AnomalousDay[]): string {
  return sumOf(days.map(({ actual, expected }) => minus(actual, expected)));
}

function withoutHolidays(days: readonly DailyCost[], { holidays }: AnomalyRules): readonly DailyCost[] {
  return days.map((one) => (holidays.has(one.day) ? { ...one, cost: null } : one));
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
