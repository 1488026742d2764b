import { Refusal, UpstreamError } from '#errors.ts';
import type { Facts } from '#playbook/facts.ts';
import { judgeObligation, type ObligationVerdict } from '#playbook/obligations.ts';
import type { ObligationRow } from '#store/obligations.ts';
import type { RequestRow } from '#store/requests.ts';
import { loadRequest } from './load-request.ts';
import { championVersionIn, type RegistryFacts } from './registry-facts.ts';
import { registryOf } from './registry-of.ts';
import { candidateFacts } from './request-promotion.ts';
import type { Setting } from './setting.ts';
import { filesRecorded } from './version-weights.ts';

/** How something owed stands now; superseded once another version, or none, holds the target. */
export type ObligationReading =
  | { readonly is: 'judged'; readonly verdict: ObligationVerdict }
  | { readonly is: 'superseded' };

/**
 * Judges what is owed on what the registry says now. A registry that is not connected any more, or that refuses for
 * good, says nothing: the verdict is `missing`. Throws `UpstreamError` where trying again may help.
 */
export async function readObligation(
  setting: Setting,
  row: ObligationRow,
  request: RequestRow,
): Promise<ObligationReading> {
  const model = { modelId: request.model, name: request.modelName };
  let fresh: RegistryFacts;
  try {
    const files = await filesRecorded(setting, request, 'not anew');
    fresh = await candidateFacts(setting, registryOf(setting, row.registry), model, row.version, row.target, files);
  } catch (error) {
    if (error instanceof Refusal && error.code === 'no_such_version') return { is: 'superseded' };
    const final = error instanceof Refusal || (error instanceof UpstreamError && !error.retryable);
    if (!final) throw error;
    return { is: 'judged', verdict: { status: 'missing', because: error.message } };
  }
  if (championVersionIn(fresh) !== row.version) return { is: 'superseded' };
  return { is: 'judged', verdict: await judged(setting, row, request, fresh) };
}

/** What is compared with a champion is compared with the one that this version replaced, as it was recorded then. */
async function judged(
  setting: Setting,
  { what, check }: ObligationRow,
  request: RequestRow,
  fresh: RegistryFacts,
): Promise<ObligationVerdict> {
  const before = await loadRequest(setting, setting.db, request);
  const now = await loadRequest(setting, setting.db, request, fresh);
  const facts: Facts = { ...now.facts, metrics: { ...now.facts.metrics, champion: before.facts.metrics.champion } };
  return judgeObligation({ what, check }, facts, setting.now());
}
