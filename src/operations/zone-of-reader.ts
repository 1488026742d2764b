import { isZone } from '#playbook/zone.ts';
import { profileRows } from '#store/profiles.ts';
import type { Setting } from './setting.ts';

/** The zone that Slack last said a person is in; null where it is not known. */
export async function zoneOfReader(setting: Setting, slackUser: string): Promise<string | null> {
  const [profile] = await profileRows(setting.db, setting.workspaceId, [slackUser]);
  return profile !== undefined && isZone(profile.timeZone) ? profile.timeZone : null;
}
