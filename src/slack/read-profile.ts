import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Profile } from '#domain/chat.ts';
import { platformCode } from './slack-failure.ts';

const text = z.string().optional();
const flag = z.boolean().optional();

/** A user as users.info and the event user_change tell. */
const user = z.object({
  id: z.string(),
  team_id: text,
  name: text,
  real_name: text,
  deleted: flag,
  is_bot: flag,
  is_restricted: flag,
  is_ultra_restricted: flag,
  is_stranger: flag,
  tz: z.string().nullish(),
  profile: z.object({ real_name: text, display_name: text, email: z.string().nullish() }).optional(),
});

/** Whom Slack describes; bots, guests and people of other workspaces are told apart from members. Null for no user. */
export function profileOf(teamId: string, described: unknown): Profile | null {
  const read = user.safeParse(described);
  if (!read.success) return null;
  const { id, profile, ...told } = read.data;
  const foreign = told.is_stranger === true || (told.team_id !== undefined && told.team_id !== teamId);
  const guest = told.is_restricted === true || told.is_ultra_restricted === true;
  return {
    slackUser: id,
    kind: told.is_bot === true || id === 'USLACKBOT' ? 'bot' : foreign ? 'external' : guest ? 'guest' : 'member',
    active: told.deleted !== true,
    name: profile?.real_name || told.real_name || profile?.display_name || told.name || id,
    timeZone: told.tz ?? 'UTC',
    email: profile?.email || null,
  };
}

/** What users.info says of a user; null for nobody it knows. */
export async function readProfile(client: WebClient, teamId: string, slackUser: string): Promise<Profile | null> {
  try {
    return profileOf(teamId, (await client.users.info({ user: slackUser })).user);
  } catch (error) {
    if (platformCode(error) === 'user_not_found') return null;
    throw error;
  }
}

/** What users.lookupByEmail says of an address; null where nobody has it, or where the app may not ask. */
export async function readProfileByEmail(client: WebClient, teamId: string, email: string): Promise<Profile | null> {
  try {
    return profileOf(teamId, (await client.users.lookupByEmail({ email })).user);
  } catch (error) {
    const code = platformCode(error);
    if (code === 'users_not_found' || code === 'missing_scope') return null;
    throw error;
  }
}
