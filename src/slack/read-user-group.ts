import type { WebClient } from '@slack/web-api';
import type { GroupReading } from '#domain/chat.ts';
import { platformCode } from './slack-failure.ts';

/** Slack's codes for a group that stays unread until a person mends something. */
const unread = new Map([
  ['missing_scope', 'missing_scope'],
  ['no_permission', 'missing_scope'],
  ['plan_upgrade_required', 'paid_plans_only'],
  ['paid_teams_only', 'paid_plans_only'],
  ['no_such_subteam', 'no_such_group'],
  ['subteam_not_found', 'no_such_group'],
] as const);

/** The active accounts in a user group, as usergroups.users.list tells them; a group that is switched off has none to tell. */
export async function readUserGroup(client: WebClient, groupId: string): Promise<GroupReading> {
  try {
    const { users } = await client.usergroups.users.list({ usergroup: groupId });
    return { slackUsers: users ?? [] };
  } catch (error) {
    const why = [...unread].find(([code]) => code === platformCode(error))?.[1];
    if (why !== undefined) return { unread: why };
    throw error;
  }
}
