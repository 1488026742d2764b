import type { CostEstimate } from '#domain/cost-estimate.ts';

/** What a run will cost, as five bills tell. */
export function estimated(amount: string, currency = 'EUR'): CostEstimate & { readonly known: true } {
  const basis = 'Median of the billed cost of 5 runs of this version.';
  return { known: true, amount, least: amount, most: amount, currency, from: 'past_runs', basis };
}

/** As of a pipeline that never ran. */
export const unknownCost: CostEstimate = {
  known: false,
  because: 'No run of this pipeline is known. There is no price list for where it runs.',
};
