import type { CostEstimate } from '#domain/retraining.ts';
import type { Fact } from '#playbook/facts.ts';

/** An estimate as playbooks judge it: their amounts are in the currency of `org.yaml`, and currencies are never mixed. */
export function trainingCost(estimate: CostEstimate | null, currency: string): Fact<number> {
  if (estimate === null) return { unknown: 'Nobody can tell yet what a run of this pipeline costs.' };
  if (estimate.currency === currency) return Number(estimate.amount);
  return { unknown: `What it costs is known in ${estimate.currency}, and limits are in ${currency}.` };
}
