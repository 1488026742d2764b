import type { Setting } from './setting.ts';

/**
 * The setting with the playbook set that is in force now and stays so for whoever holds it: one act is judged by one
 * set from its beginning to its end. Only accounts that are linked meanwhile join it.
 */
export async function freshSetting(setting: Setting): Promise<Setting> {
  const current = await setting.refreshPlaybooks();
  return { ...setting, playbooks: () => setting.withAccounts(current) };
}
