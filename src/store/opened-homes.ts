import { and, asc, eq, gte, sql } from 'drizzle-orm';
import type { Digest } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { openedHomes } from './schema/homes.ts';

export type OpenedHome = typeof openedHomes.$inferSelect;

/** Notes that a person looks at these pages from now on. */
export async function recordOpenedHome(
  db: Executor,
  home: Pick<OpenedHome, 'workspaceId' | 'slackUser' | 'openedAt' | 'forYou' | 'yours'>,
): Promise<OpenedHome> {
  const { openedAt, forYou, yours } = home;
  const [row] = await db
    .insert(openedHomes)
    .values(home)
    .onConflictDoUpdate({
      target: [openedHomes.workspaceId, openedHomes.slackUser],
      set: { openedAt, forYou, yours, revision: sql`${openedHomes.revision} + 1`, shown: null },
    })
    .returning();
  if (row === undefined) throw new Error('the opened home was not returned');
  return row;
}

export async function openedHome(db: Executor, workspaceId: string, slackUser: string): Promise<OpenedHome | null> {
  const [row] = await db.select().from(openedHomes).where(isHome({ workspaceId, slackUser }));
  return row ?? null;
}

/** Who opened theirs at or after an instant. */
export async function homesOpenedSince(db: Executor, workspaceId: string, since: Date): Promise<readonly string[]> {
  const rows = await db
    .select({ slackUser: openedHomes.slackUser })
    .from(openedHomes)
    .where(and(eq(openedHomes.workspaceId, workspaceId), gte(openedHomes.openedAt, since)))
    .orderBy(asc(openedHomes.slackUser));
  return rows.map(({ slackUser }) => slackUser);
}

/** Notes that a home is wanted anew; with `unsure`, that Slack may hold something else than was noted. */
export async function wantHome(
  db: Executor,
  workspaceId: string,
  slackUser: string,
  options: { readonly unsure: boolean },
): Promise<void> {
  await db
    .update(openedHomes)
    .set({ revision: sql`${openedHomes.revision} + 1`, ...(options.unsure ? { shown: null } : {}) })
    .where(isHome({ workspaceId, slackUser }));
}

/** Notes what Slack holds now, null if that is unsure; false if the home was wanted anew since it was read. */
export async function noteShownHome(db: Executor, read: OpenedHome, shown: Digest | null): Promise<boolean> {
  const rows = await db
    .update(openedHomes)
    .set({ shown })
    .where(and(isHome(read), eq(openedHomes.revision, read.revision)))
    .returning({ revision: openedHomes.revision });
  return rows.length > 0;
}

export async function forgetHome(db: Executor, workspaceId: string, slackUser: string): Promise<void> {
  await db.delete(openedHomes).where(isHome({ workspaceId, slackUser }));
}

function isHome({ workspaceId, slackUser }: Pick<OpenedHome, 'workspaceId' | 'slackUser'>) {
  return and(eq(openedHomes.workspaceId, workspaceId), eq(openedHomes.slackUser, slackUser));
}
