import fc from 'fast-check';
import { shiftDay } from '#cost/day.ts';
import type { CostLine, ResourceCost } from '#domain/cost.ts';
import { decimalText } from '#domain/decimal.ts';

/** How many times a property is tried; more where it is asked for. */
export const runs = Number(process.env['COST_RUNS'] ?? 60);

type Labels = Readonly<Record<string, string>>;

/** A line of usage; `effective`, `billed` and `gross` are the same unless they are given. */
export function line(
  day: string,
  amount: string,
  more: Partial<Omit<CostLine, 'labels'>> & { labels?: Labels } = {},
): CostLine {
  const { labels = {}, ...rest } = more;
  return {
    day,
    billingPeriod: day.slice(0, 7),
    provider: 'gcp',
    account: 'A',
    project: 'ml-prod',
    service: 'Vertex AI',
    sku: 'N1',
    region: 'europe-west1',
    category: 'usage',
    labels: Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, { value, from: 'resource' }])),
    runBillingId: null,
    currency: 'EUR',
    gross: amount,
    credits: '0',
    billed: amount,
    effective: amount,
    lines: 1,
    ...rest,
  };
}

/** What a resource cost on a day. */
export function resource(
  day: string,
  name: string,
  amount: string,
  labels: Labels = {},
  service = 'Vertex AI',
): ResourceCost {
  const {
    billingPeriod: _,
    category: __,
    runBillingId: ___,
    region: ____,
    ...rest
  } = line(day, amount, { labels, service });
  return { ...rest, resource: name };
}

/** One line a day with the amounts in turn, from a first day on. */
export function daily(first: string, amounts: readonly (number | string)[], labels: Labels = {}): readonly CostLine[] {
  return amounts.map((amount, i) => line(shiftDay(first, i), String(amount), { labels }));
}

/** Amounts down to a billionth, negative ones too. */
const amountText = fc
  .tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 13n }), fc.integer({ min: 0, max: 9 }))
  .map(([units, scale]) => decimalText({ units, scale }));

/** Lines of a fortnight from 2 November 2026, of few values so that they meet. */
export const anyLine = fc
  .record({
    day: fc.integer({ min: 0, max: 13 }).map((n) => shiftDay('2026-11-02', n)),
    gross: amountText,
    billed: amountText,
    effective: amountText,
    currency: fc.constantFrom('EUR', 'USD'),
    team: fc.constantFrom('fraud', 'recs', ''),
    model: fc.constantFrom('scorer', ''),
    service: fc.constantFrom('Vertex AI', 'BigQuery'),
  })
  .map(({ day, team, model, ...rest }) =>
    line(day, '0', {
      ...rest,
      labels: { ...(team === '' ? {} : { team }), ...(model === '' ? {} : { model }) },
    }),
  );
