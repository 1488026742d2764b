import { add, compare, decimal, decimalText, multiply } from '#domain/decimal.ts';
import type { CostEstimate, EstimateCost, PastRun } from '#domain/retraining.ts';
import type { Fact } from '#playbook/facts.ts';

/** The median of what earlier runs were billed, in the currency of the newest of them; null while none was billed. */
export const medianOfBilledRuns: EstimateCost = (_, pastRuns) => {
  const billed = pastRuns.flatMap(({ billed: one }: PastRun) => (one === null ? [] : [one]));
  const currency = billed[0]?.currency;
  if (currency === undefined) return null;
  const amounts = billed
    .filter((one) => one.currency === currency)
    .map(({ amount }) => decimal(amount))
    .sort(compare);
  const [low, high] = [amounts[Math.floor((amounts.length - 1) / 2)], amounts[Math.floor(amounts.length / 2)]];
  if (low === undefined || high === undefined) return null;
  const amount = decimalText(multiply(add(low, high), decimal('0.5')));
  const from = amounts.length === 1 ? 'what the last run was billed' : `the median of ${amounts.length} billed runs`;
  return { amount, currency, from };
};

/** An estimate as playbooks judge it: their amounts are in the currency of `org.yaml`, and currencies are never mixed. */
export function trainingCost(estimate: CostEstimate | null, currency: string): Fact<number> {
  if (estimate === null) return { unknown: 'Nobody can tell yet what a run of this pipeline costs.' };
  if (estimate.currency === currency) return Number(estimate.amount);
  return { unknown: `What it costs is known in ${estimate.currency}, and limits are in ${currency}.` };
}
