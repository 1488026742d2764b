import { roleName } from '#domain/role-name.ts';
import type { Executor } from '#store/database.ts';
import { roleMemberRows } from '#store/role-members.ts';
import type { ShownRole } from '#views/drift-state.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

/** A role with the people who have it now. */
export async function roleNow(setting: Setting, db: Executor, role: string): Promise<ShownRole> {
  const rows = await roleMemberRows(db, setting.workspaceId);
  const names = await readNames(setting, db);
  const now = new Date(setting.now());
  const members = rows.filter(
    (row) => row.role === role && row.since <= now && (row.until === null || row.until > now),
  );
  return { role: roleName([role]), people: members.map(({ person }) => names.person(person)) };
}
