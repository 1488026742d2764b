import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Profile } from '#domain/chat.ts';
import type { Executor } from './database.ts';
import { profiles } from './schema/workspace.ts';

export type ProfileRow = typeof profiles.$inferSelect;

export async function recordProfile(db: Executor, workspaceId: string, profile: Profile, seenAt: Date): Promise<void> {
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
        seenAt: sql`excluded.seen_at`,
      },
    });
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
