import { roleName } from '#domain/role-name.ts';
import type { Executor } from '#store/database.ts';
import type { ShownRole } from '#views/drift-state.ts';
import { readNames } from '../names.ts';
import { peopleInRole } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';

/** A role with the people who have it now. */
export async function roleNow(setting: Setting, db: Executor, role: string): Promise<ShownRole> {
  const names = await readNames(setting, db);
  const people = await peopleInRole(setting, db, role, setting.now());
  return { role: roleName([role]), people: people.map((person) => names.person(person)) };
}
