import { and, asc, eq, isNull } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { digestSubscriptions } from './schema/digests.ts';
import { profiles } from './schema/workspace.ts';

/** Subscribes a person once; false if they are subscribed. */
export async function addSubscription(tx: Executor, row: typeof digestSubscriptions.$inferInsert): Promise<boolean> {
  const added = await tx
    .insert(digestSubscriptions)
    .values(row)
    .onConflictDoNothing()
    .returning({ id: digestSubscriptions.id });
  return added.length > 0;
}

/** Ends a person's subscription; false if there is none. */
export async function endSubscription(
  tx: Executor,
  of: { readonly workspaceId: string; readonly slackUser: string; readonly audience: string },
  endedAt: Date,
): Promise<boolean> {
  const ended = await tx
    .update(digestSubscriptions)
    .set({ endedAt })
    .where(
      and(
        eq(digestSubscriptions.workspaceId, of.workspaceId),
        eq(digestSubscriptions.slackUser, of.slackUser),
        eq(digestSubscriptions.audience, of.audience),
        isNull(digestSubscriptions.endedAt),
      ),
    )
    .returning({ id: digestSubscriptions.id });
  return ended.length > 0;
}

/** Open subscriptions of full, active members, with the zone that Slack last said each is in. */
export async function openSubscriptions(
  db: Executor,
  workspaceId: string,
): Promise<readonly { readonly slackUser: string; readonly audience: string; readonly zone: string }[]> {
  return await db
    .select({
      slackUser: digestSubscriptions.slackUser,
      audience: digestSubscriptions.audience,
      zone: profiles.timeZone,
    })
    .from(digestSubscriptions)
    .innerJoin(
      profiles,
      and(
        eq(profiles.workspaceId, digestSubscriptions.workspaceId),
        eq(profiles.slackUser, digestSubscriptions.slackUser),
      ),
    )
    .where(
      and(
        eq(digestSubscriptions.workspaceId, workspaceId),
        isNull(digestSubscriptions.endedAt),
        eq(profiles.active, true),
        eq(profiles.kind, 'member'),
      ),
    )
    .orderBy(asc(digestSubscriptions.since));
}

/** The audiences of a person's open subscriptions, by key. */
export async function subscriptionsOf(
  db: Executor,
  workspaceId: string,
  slackUser: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ audience: digestSubscriptions.audience })
    .from(digestSubscriptions)
    .where(
      and(
        eq(digestSubscriptions.workspaceId, workspaceId),
        eq(digestSubscriptions.slackUser, slackUser),
        isNull(digestSubscriptions.endedAt),
      ),
    );
  return new Set(rows.map(({ audience }) => audience));
}
