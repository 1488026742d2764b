import { sameParts } from '#playbook/fingerprint.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { loadRequest } from './load-request.ts';
import type { RegistryFacts } from './registry-facts.ts';
import type { Setting } from './setting.ts';

/**
 * Whether the version that a request's change replaced is made of what it was then, as far as the playbook of that
 * change asks. False where another version, or none, was recorded.
 */
export async function isWhatItWas(
  setting: Setting,
  db: Executor,
  change: RequestRow,
  { subject }: RegistryFacts,
): Promise<boolean> {
  const { policy, facts } = await loadRequest(setting, db, change);
  const { champion } = facts;
  if (champion === null || !('version' in champion) || champion.version !== subject.version) return false;
  return sameParts(champion.parts, subject.parts, policy.candidate.digestOf);
}
