import type { WebClient } from '@slack/web-api';
import type { Profile } from '#domain/chat.ts';
import { platformCode } from './slack-failure.ts';

/** What users.info says of a user: bots, guests and people of other workspaces are told apart from members. */
export async function readProfile(client: WebClient, teamId: string, slackUser: string): Promise<Profile | null> {
  try {
    const { user } = await client.users.info({ user: slackUser });
    if (user?.id === undefined) return null;
    const foreign = user.is_stranger === true || (user.team_id !== undefined && user.team_id !== teamId);
    const guest = user.is_restricted === true || user.is_ultra_restricted === true;
    return {
      slackUser,
      kind: user.is_bot === true || user.id === 'USLACKBOT' ? 'bot' : foreign ? 'external' : guest ? 'guest' : 'member',
      active: user.deleted !== true,
      name: user.profile?.real_name || user.real_name || user.profile?.display_name || user.name || slackUser,
      timeZone: user.tz ?? 'UTC',
    };
  } catch (error) {
    if (platformCode(error) === 'user_not_found') return null;
    throw error;
  }
}
