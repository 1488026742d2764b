import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Profile } from '#domain/chat.ts';
import type { Executor } from './database.ts';
import { profiles } from './schema/workspace.ts';

export type ProfileRow = typeof profiles.$inferSelect;

/** Keeps what was told; an address stays known where none was. Answers the address that was known before. */
export async function recordProfile(
  db: Executor,
  workspaceId: string,
  profile: Profile,
  seenAt: Date,
): Promise<string | null> {
  const [before] = await db
    .select({ email: profiles.email })
    .from(profiles)
    .where(and(eq(profiles.workspaceId, workspaceId), eq(profiles.slackUser, profile.slackUser)))
    .for('update');
  await db
    .insert(profiles)
    .values({ workspaceId, ...profile, seenAt })
    .onConflictDoUpdate({
      target: [profiles.workspaceId, profiles.slackUser],
      set: {
        kind: sql`excluded.kind`,
        active: sql`excluded.active`,
        name: sql`excluded.name`,
        timeZone: sql`excluded.time_zone`,
        email: sql`coalesce(excluded.email, ${profiles.email})`,
        seenAt: sql`excluded.seen_at`,
      },
    });
  return before?.email ?? null;
}

export async function profileRows(
  db: Executor,
  workspaceId: string,
  slackUsers: readonly string[],
): Promise<readonly ProfileRow[]> {
  if (slackUsers.length === 0) return [];
  return await db
    .select()
    .from(profiles)
    .where(and(eq(profiles.workspaceId, workspaceId), inArray(profiles.slackUser, [...slackUsers])));
}

/** Whoever Slack last told to have one of these addresses, which are in lower case. */
export async function profilesWithEmails(
  db: Executor,
  workspaceId: string,
  emails: readonly string[],
): Promise<readonly ProfileRow[]> {
  if (emails.length === 0) return [];
  return await db
    .select()
    .from(profiles)
    .where(and(eq(profiles.workspaceId, workspaceId), inArray(sql`lower(${profiles.email})`, [...emails])))
    .orderBy(profiles.slackUser);
}
