import type { Digest } from '#domain/digest.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { keepContent } from '#store/contents.ts';
import type { Database } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { addPlaybookVersion, currentPlaybooks } from '#store/playbook-versions.ts';
import { recordRoleMembers } from '#store/role-members.ts';
import type { CurrentPlaybooks } from './setting.ts';

/** Makes a playbook set current, unless it is already; role members start and end their spells at `at`. */
export async function activatePlaybooks(
  db: Database,
  workspaceId: string,
  set: PlaybookSet,
  activation: { by: string; at: string },
): Promise<CurrentPlaybooks> {
  const digest = await db.transaction(async (tx): Promise<Digest> => {
    const kept = await keepContent(tx, workspaceId, set);
    const current = await currentPlaybooks(tx, workspaceId, { lock: true });
    if (current?.digest === kept) return kept;
    const at = new Date(activation.at);
    const number = (current?.number ?? 0) + 1;
    await addPlaybookVersion(tx, { workspaceId, number, digest: kept, activatedBy: activation.by, activatedAt: at });
    await recordRoleMembers(tx, workspaceId, membersOf(set), at);
    await appendLedger(tx, {
      workspaceId,
      event: 'playbooks_activated',
      at,
      entry: { number, digest: kept, previous: current?.digest ?? null, by: activation.by },
    });
    return kept;
  });
  return { set, digest };
}

function membersOf(set: PlaybookSet): Record<string, readonly string[]> {
  return Object.fromEntries(
    Object.entries(set.people.roles).map(([role, { source }]) => [role, 'people' in source ? source.people : []]),
  );
}
