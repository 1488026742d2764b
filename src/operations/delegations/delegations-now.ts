import { delegationFacts } from '#playbook/delegation-facts.ts';
import type { DelegationFact } from '#playbook/facts.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import { type DelegationRow, delegationRows } from '#store/delegations.ts';

/**
 * The delegations of people.yaml and those people made in Slack. Of the latter also those that ended since a moment:
 * whom somebody excluded delegated to while a request was open fills no seat of it.
 */
export async function delegationsNow(
  db: Executor,
  workspaceId: string,
  set: PlaybookSet,
  since: Date | null,
): Promise<readonly DelegationFact[]> {
  const rows = await delegationRows(db, workspaceId, since);
  return [...delegationFacts(set), ...rows.filter(everHeld).map(factOf)];
}

/** One that was ended before it began never held. */
function everHeld({ startsAt, endedAt }: DelegationRow): boolean {
  return endedAt === null || startsAt < endedAt;
}

function factOf({ principal, delegate, roles, startsAt, endsAt, endedAt }: DelegationRow): DelegationFact {
  return {
    from: principal,
    to: delegate,
    roles,
    start: startsAt.toISOString(),
    end: (endedAt ?? endsAt).toISOString(),
    given: true,
  };
}
