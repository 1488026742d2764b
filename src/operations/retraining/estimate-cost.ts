import type { CostEstimate } from '#domain/cost-estimate.ts';
import type { Fact } from '#playbook/facts.ts';

/** An estimate as playbooks judge it: their amounts are in the currency of `org.yaml`, and currencies are never mixed. */
export function trainingCost(estimate: CostEstimate, currency: string): Fact<number> {
  if (!estimate.known) return { unknown: estimate.because };
  if (estimate.currency === currency) return Number(estimate.amount);
  return { unknown: `What it costs is known in ${estimate.currency}, and limits are in ${currency}.` };
}
