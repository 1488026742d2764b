import type { Json } from '#domain/canonical-json.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { portableSet } from '#playbook/portable-set.ts';
import { keepContent } from '#store/contents.ts';
import type { Database, Executor } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { addPlaybookVersion, currentPlaybooks } from '#store/playbook-versions.ts';
import { recordRoleMembers } from '#store/role-members.ts';
import { userGroupsById } from '#store/user-groups.ts';
import { membersOf } from '../roles/members-of.ts';
import type { CurrentPlaybooks } from '../setting.ts';

/** How a set came into force: `by` in words, `at` as an instant, and for a change its request. */
export interface Activation {
  readonly by: string;
  readonly at: string;
  readonly change?: {
    readonly requestId: string;
    readonly author: string | null;
    /** Names of the files that it loosened. */
    readonly loosened: readonly string[];
    /** What the ledger says of the request besides. */
    readonly entry: Readonly<Record<string, Json>>;
  };
}

/**
 * Brings a workspace's first playbook set into force, unless one is already: then nothing changes and the answer is
 * false. Later sets come by request.
 */
export async function activateFirstPlaybooks(
  db: Database,
  workspaceId: string,
  set: PlaybookSet,
  activation: Omit<Activation, 'change'>,
): Promise<boolean> {
  return await db.transaction(async (tx) => {
    if ((await currentPlaybooks(tx, workspaceId, { lock: 'exclusive' })) !== null) return false;
    await activatePlaybooks(tx, workspaceId, set, activation);
    return true;
  });
}

/**
 * Brings a set into force in place of the one that is: role members start and end their spells, and the ledger says
 * who did it. Part of the transaction that decided it.
 */
export async function activatePlaybooks(
  tx: Executor,
  workspaceId: string,
  set: PlaybookSet,
  { by, at: instant, change }: Activation,
): Promise<CurrentPlaybooks> {
  const current = await currentPlaybooks(tx, workspaceId, { lock: 'exclusive' });
  const portable = portableSet(set);
  const digest = await keepContent(tx, workspaceId, portable);
  const number = (current?.number ?? 0) + 1;
  const at = new Date(instant);
  await addPlaybookVersion(tx, {
    workspaceId,
    number,
    digest,
    activatedBy: by,
    activatedAt: at,
    requestId: change?.requestId ?? null,
    author: change?.author ?? null,
    loosened: [...(change?.loosened ?? [])],
  });
  await recordRoleMembers(tx, workspaceId, membersOf(set.people, await userGroupsById(tx, workspaceId)), at);
  await appendLedger(tx, {
    workspaceId,
    event: 'playbooks_activated',
    at,
    ...(change === undefined ? {} : { requestId: change.requestId }),
    entry: { ...change?.entry, number, digest, previous: current?.digest ?? null, by },
  });
  return { set: portable, digest, number };
}
