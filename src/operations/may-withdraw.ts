import { epochMs } from '#domain/instant.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { LoadedRequest } from './load-request.ts';

/** Whether somebody may take a request back: whoever asked for it; where no person did, whoever owns its playbook. */
export function mayWithdraw(
  { row, policy, facts }: LoadedRequest,
  by: { readonly slackUser: string; readonly person: string | null },
  now: string,
): boolean {
  if (row.requesterSlack === by.slackUser) return true;
  const { person } = by;
  return (
    row.requesterPerson === null && person !== null && inRoles(facts, person, [policy.owner], epochMs(now)) === true
  );
}
