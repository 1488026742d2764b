import { known as isKnown, knownThroughout } from '#cost/data-span.ts';
import { dayCount, daysIn, shiftSpan } from '#cost/day.ts';
import { difference, minus, sumOf } from '#cost/money.ts';
import { parseCostQuery } from '#cost/query.ts';
import { dimensionWord } from '#cost/query-words.ts';
import type { CostBasis, CostQuery } from '#domain/cost-query.ts';
import type { DataSpan, DaySpan } from '#domain/cost-report.ts';
import { Refusal } from '#errors.ts';
import type { BillPart } from '#store/bill-part.ts';
import { type DaySums, sumsByDay, sumsByValue, type ValueSums } from '#store/cost-sums.ts';
import type { CostAnswer, CostInCurrency } from '#views/cost-answer.ts';
import { likelyTeam } from '../claims/teams.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { costVocabulary } from './cost-vocabulary.ts';
import { type KnownData, knownData } from './known-data.ts';
import { LabelKeys } from './label-keys.ts';
import { Remembered } from './remembered.ts';
import { reportingDay } from './reporting-day.ts';
import { modelAsked, thousandPredictions, usageState } from './thousand-predictions.ts';
import { runsOfModel, trainingCosts } from './training-costs.ts';

/** Values that have a series of their own in the chart. */
const apart = 5;

const answers = new Remembered<CostAnswer>();

/**
 * Answers what follows `/mlops cost`, from the roll-up alone. Throws a Refusal that names the part that is not
 * understood and what to write instead.
 */
export async function askCost(
  setting: Setting,
  asked: { readonly text: string; readonly slackUser: string },
): Promise<CostAnswer> {
  const known = await knownData(setting);
  const query = await readQuery(setting, known, asked);
  const model = modelAsked(query);
  const runs = model === null ? null : await runsOfModel(setting, model, query);
  const state = model === null ? '' : await usageState(setting);
  return await answers.answer(setting, known.revision, JSON.stringify([query, state, runs?.state]), async () => {
    const answer = await answerTo(setting, known, query);
    const { span, data } = answer;
    if (model === null || runs === null || span === null) return answer;
    const over = { span, data, basis: query.basis };
    return {
      ...answer,
      thousand: setting.usage.size === 0 ? null : await thousandPredictions(setting, { model, ...over }),
      training: await trainingCosts(setting, runs, over),
    };
  });
}

/** The question as it is meant. Throws a Refusal as `askCost` does. */
export async function readQuery(
  setting: Setting,
  known: KnownData,
  { text, slackUser }: { readonly text: string; readonly slackUser: string },
): Promise<CostQuery> {
  const vocabulary = await costVocabulary(setting, known);
  const person = personOf(setting.playbooks().set.people, slackUser);
  const team = person === null ? null : await likelyTeam(setting, person);
  const own = team === null ? [] : [{ by: 'label:team', values: [team] } as const];
  const outcome = parseCostQuery(text, vocabulary, { today: reportingDay(setting), own });
  if (!outcome.ok) throw new Refusal('cost_query', outcome.sentence);
  refuseUnlessKept(outcome.query);
  return outcome.query;
}

/** What one resource cost is kept by fewer things than what the bill's lines are. */
function refuseUnlessKept({ by, filters }: CostQuery): void {
  const named = [by, ...filters.map((filter) => filter.by)];
  const foreign = named.find((one) => one === 'region' || one === 'category' || one === 'run');
  if (!named.includes('resource') || foreign === undefined) return;
  const sentence = `What single resources cost is not known by \`${dimensionWord(foreign)}\`: ask for one of them, as \`--by resource\` or \`--by ${dimensionWord(foreign)}\`.`;
  throw new Refusal('cost_query', sentence);
}

async function answerTo(setting: Setting, known: KnownData, query: CostQuery): Promise<CostAnswer> {
  const { org } = setting.playbooks().set;
  const { data } = known;
  const span = knownPart(query, data);
  const before = span === null ? null : shiftSpan(span, -dayCount(span));
  const part = partOf(setting, query);
  const [now, past] = await Promise.all([
    span === null ? [] : sumsByValue(setting.db, part, span),
    before === null || !knownThroughout(before, data) ? null : sumsByValue(setting.db, part, before),
  ]);
  const shown = apartOf(now, query.basis);
  const byDay = span === null ? [] : await sumsByDay(setting.db, part, span, shown);
  return {
    query,
    by: dimensionWord(query.by),
    text: filtersText(query),
    span,
    data,
    zone: org.zone,
    sources: known.sources.map(({ title, readAt, trouble }) => ({ title, read: readAt !== null, trouble })),
    reading: known.reading,
    thousand: null,
    training: [],
    currencies: currenciesOf(now).map((currency) =>
      inCurrency(currency, { now, past, byDay, span, data }, query.basis),
    ),
  };
}

/** What of the roll-up a question means. */
export function partOf(setting: Setting, { by, filters }: Pick<CostQuery, 'by' | 'filters'>): BillPart {
  const keys = new LabelKeys(setting);
  return { workspaceId: setting.workspaceId, filters: keys.filters(filters), by: keys.stored(by) };
}

/** The days of a question of which there is data; null for none. */
export function knownPart({ first, last }: DaySpan, { firstDay, through }: DataSpan): DaySpan | null {
  if (firstDay === null || through === null) return null;
  const span = { first: first < firstDay ? firstDay : first, last: last > through ? through : last };
  return span.first > span.last ? null : span;
}

interface Found {
  readonly now: readonly ValueSums[];
  readonly past: readonly ValueSums[] | null;
  readonly byDay: readonly DaySums[];
  readonly span: DaySpan | null;
  readonly data: DataSpan;
}

function inCurrency(currency: string, { now, past, byDay, span, data }: Found, basis: CostBasis): CostInCurrency {
  const here = now.filter((one) => one.currency === currency).sort((a, b) => Number(b[basis]) - Number(a[basis]));
  const earlier = past?.filter((one) => one.currency === currency) ?? null;
  const of = (some: readonly ValueSums[], by: CostBasis) => sumOf(some.map((one) => one[by]));
  const total = of(here, basis);
  return {
    currency,
    total,
    before: earlier === null ? null : difference(total, of(earlier, basis)),
    gross: of(here, 'gross'),
    billed: of(here, 'billed'),
    rows: here.map((one) => ({
      name: one.value,
      amount: one[basis],
      before:
        earlier === null
          ? null
          : difference(one[basis], earlier.find(({ value }) => value === one.value)?.[basis] ?? '0'),
    })),
    days: span === null ? [] : daysIn(span),
    series: seriesOf(currency, here, { byDay, span, data }, basis),
  };
}

/** The dearest values one by one, then the rest; a day without a line cost nothing. */
function seriesOf(
  currency: string,
  here: readonly ValueSums[],
  { byDay, span, data }: Pick<Found, 'byDay' | 'span' | 'data'>,
  basis: CostBasis,
): CostInCurrency['series'] {
  if (span === null) return [];
  const own = byDay.filter((one) => one.currency === currency);
  const series = (name: string | null, other: boolean) => {
    const found = new Map(
      own
        .filter((one) => one.other === other && one.value === (other ? null : name))
        .map((one) => [one.day, one[basis]]),
    );
    return { name, other, amounts: daysIn(span).map((day) => (isKnown(day, data) ? (found.get(day) ?? '0') : null)) };
  };
  const named = here.filter(({ value }) => own.some((one) => !one.other && one.value === value)).slice(0, apart);
  const rest = own.some(({ other }) => other) ? [series(null, true)] : [];
  return [...named.map(({ value }) => series(value, false)), ...rest];
}

/** The values that are shown one by one: the dearest of each currency. */
function apartOf(sums: readonly ValueSums[], basis: CostBasis): readonly (string | null)[] {
  const sorted = [...sums].sort((a, b) => (minus(a[basis], b[basis]).startsWith('-') ? 1 : -1));
  const of = (currency: string) => sorted.filter((one) => one.currency === currency).slice(0, apart);
  return [...new Set(currenciesOf(sums).flatMap((currency) => of(currency).map(({ value }) => value)))];
}

/** The currency with most lines first. */
function currenciesOf(sums: readonly ValueSums[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const { currency, lines } of sums) counts.set(currency, (counts.get(currency) ?? 0) + lines);
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1)).map(([currency]) => currency);
}

/** The filters of a question as they are typed again. */
export function filtersText({ filters }: Pick<CostQuery, 'filters'>): string {
  return filters.map(({ by, values }) => filterText(dimensionWord(by), values)).join(' ');
}

/** As it is typed again: `team=fraud`, `service="Vertex AI"`, `team=none`. */
function filterText(word: string, values: readonly (string | null)[]): string {
  const text = values.map((value) => value ?? 'none').join(',');
  return /[\s"]/.test(text) ? `${word}="${text.replaceAll('"', '')}"` : `${word}=${text}`;
}
