import { UpstreamError } from '#errors.ts';
import { billedCost, type Reckoning } from './billed-cost.ts';
import { add, type Decimal, decimal, decimalText, divide, multiply } from './decimal.ts';
import type { Instant } from './instant.ts';
import { runWork, type StepWork } from './machine-hours.ts';
import { dayText, described, type PastRun } from './past-runs.ts';
import type { PipelineTemplate } from './pipeline.ts';
import type { PriceList, UnitPrices } from './price-list.ts';

/**
 * What a run will probably cost. Amounts are decimal text, not rounded for people: `amount` is the middle, `least` and
 * `most` what past runs spanned, all three the same where only one is known.
 */
export type CostEstimate =
  | {
      readonly known: true;
      readonly amount: string;
      readonly least: string;
      readonly most: string;
      readonly currency: string;
      readonly from: 'past_runs' | 'price_list';
      /** Sentences on where the amounts come from. */
      readonly basis: string;
    }
  | {
      readonly known: false;
      /** Sentences on what is missing. */
      readonly because: string;
    };

/** What an estimate is made from. */
export interface CostFacts {
  readonly template: PipelineTemplate;
  /** Runs of the same pipeline, in any order. */
  readonly pastRuns: readonly PastRun[];
  /** As ISO 4217 writes it. */
  readonly currency: string;
  /** Or the sentence that says why there are none. */
  readonly prices: UnitPrices | string;
  readonly now: Instant;
}

/**
 * From what past runs were billed; otherwise from prices, the declared machines and the hours of past runs; otherwise
 * unknown. Nothing is assumed where something is missing.
 */
export function estimateCost({ template, pastRuns, currency, prices, now }: CostFacts): CostEstimate {
  const billed = billedCost(pastRuns, template.version, currency, now);
  if (billed.ok) return known(billed, currency, 'past_runs');
  const priced = pricedCost(template, pastRuns, currency, prices);
  if (priced.ok) return known(priced, currency, 'price_list');
  return { known: false, because: `${billed.because} ${priced.because}` };
}

/**
 * The same, with prices from a price list, which is asked only where it can help. One that fails makes the estimate
 * unknown and says so; it never throws an UpstreamError. `region` is where the run's machines stand, null if unknown.
 */
export async function estimateRun(
  priceList: PriceList | null,
  template: PipelineTemplate,
  pastRuns: readonly PastRun[],
  region: string | null,
  currency: string,
  now: Instant,
): Promise<CostEstimate> {
  const estimate = (prices: UnitPrices | string) => estimateCost({ template, pastRuns, currency, prices, now });
  const billed = billedCost(pastRuns, template.version, currency, now);
  if (billed.ok) return estimate('');
  if (priceList === null) return estimate('There is no price list for where it runs.');
  if (region === null) return estimate('The region it runs in is not known.');
  const work = runWork(template, pastRuns, priceList.billedAs);
  if (!work.ok) return estimate(work.because);
  const shapes = work.steps.map(({ shape }) => shape);
  const families = unique(shapes.map(({ family }) => family));
  const accelerators = unique(shapes.flatMap(({ accelerator }) => accelerator?.model ?? []));
  try {
    return estimate(await priceList.pricesFor(region, { currency, families, accelerators }));
  } catch (error) {
    if (error instanceof UpstreamError) return estimate(error.message);
    throw error;
  }
}

function pricedCost(
  template: PipelineTemplate,
  pastRuns: readonly PastRun[],
  currency: string,
  prices: UnitPrices | string,
): Reckoning {
  if (typeof prices === 'string') return { ok: false, because: prices };
  if (prices.currency !== currency) {
    return { ok: false, because: `Prices are in ${prices.currency}, and amounts are not converted to ${currency}.` };
  }
  const work = runWork(template, pastRuns, prices.billedAs);
  if (!work.ok) return work;
  const lines: { readonly step: StepWork; readonly price: Decimal }[] = [];
  for (const step of work.steps) {
    const hour = hourPrice(step, prices);
    if ('lacks' in hour) {
      return { ok: false, because: `The price list has no price of ${hour.lacks} in ${prices.region}.` };
    }
    lines.push({ step, price: hour.price });
  }
  const total = (time: 'median' | 'least' | 'most') =>
    divide(
      lines.reduce((sum, { step, price }) => add(sum, multiply(price, step[time])), decimal(0)),
      hourMs,
      decimals,
    );
  const basis = [
    `List prices of ${prices.region}, read on ${dayText(prices.readAt)}, of the machines that the pipeline declares, for as long as ${described(work.runs)}, used them.`,
    ...chosenMachines(work.steps),
    'Disks, storage, network, fees and discounts are not in it.',
  ];
  return { ok: true, amount: total('median'), least: total('least'), most: total('most'), basis: basis.join(' ') };
}

const hourMs = 3_600_000n;
/** Far below what is ever billed. */
const decimals = 12;

function hourPrice({ shape }: StepWork, prices: UnitPrices): { readonly price: Decimal } | { readonly lacks: string } {
  const family = prices.families[shape.family] ?? null;
  if (family === null) return { lacks: `${shape.family.toUpperCase()} machines` };
  const bare = add(
    multiply(decimal(family.cpuHour), decimal(shape.cpus)),
    multiply(decimal(family.gibHour), decimal(shape.memory)),
  );
  if (shape.accelerator === null) return { price: bare };
  const { model, count } = shape.accelerator;
  const each = prices.accelerators[model] ?? null;
  if (each === null) return { lacks: `NVIDIA ${model.toUpperCase().replaceAll('-', ' ')}` };
  return { price: add(bare, multiply(decimal(each), decimal(count))) };
}

/** Says which machines were taken for steps that ask for bare amounts. */
function chosenMachines(steps: readonly StepWork[]): readonly string[] {
  const taken = steps.filter(({ named }) => !named).map(({ step, shape }) => `${shape.name} for ${step}`);
  return taken.length === 0
    ? []
    : [`Where it declares amounts, the cloud chooses the machine; taken is ${taken.join(', ')}.`];
}

function known(
  reckoning: Reckoning & { readonly ok: true },
  currency: string,
  from: 'past_runs' | 'price_list',
): CostEstimate {
  const { amount, least, most, basis } = reckoning;
  return {
    known: true,
    amount: decimalText(amount),
    least: decimalText(least),
    most: decimalText(most),
    currency,
    from,
    basis,
  };
}

function unique(values: readonly string[]): readonly string[] {
  return [...new Set(values)].sort();
}
