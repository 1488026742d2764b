import { and, eq, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { messages } from './schema/delivery.ts';

export type MessageRow = typeof messages.$inferSelect;

/**
 * Asks for a message to be there, or, if it is known already, to be shown anew. Answers the row, whose
 * `wantedRevision` the next edit brings about.
 */
export async function wantMessage(
  tx: Executor,
  message: Pick<MessageRow, 'workspaceId' | 'key' | 'channel' | 'threadKey' | 'view'>,
): Promise<MessageRow> {
  const [row] = await tx
    .insert(messages)
    .values(message)
    .onConflictDoUpdate({
      target: [messages.workspaceId, messages.key],
      set: { wantedRevision: sql`${messages.wantedRevision} + 1`, view: sql`excluded.view` },
    })
    .returning();
  if (row === undefined) throw new Error('the wanted message was not returned');
  return row;
}

export async function messageByKey(db: Executor, workspaceId: string, key: string): Promise<MessageRow | null> {
  const [row] = await db
    .select()
    .from(messages)
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.key, key)));
  return row ?? null;
}

/** Records where Slack put the message and which revision it shows; never an older one than it shows already. */
export async function recordShown(
  tx: Executor,
  workspaceId: string,
  key: string,
  shown: { postedChannel: string; ts: string; revision: number; renderedHash: string },
): Promise<void> {
  await tx
    .update(messages)
    .set({
      postedChannel: shown.postedChannel,
      ts: shown.ts,
      shownRevision: sql`greatest(${messages.shownRevision}, ${shown.revision})`,
      renderedHash: shown.renderedHash,
    })
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.key, key)));
}

/** Forgets where a message was, so that the next delivery posts it anew: it was deleted in Slack. */
export async function forgetPosted(tx: Executor, workspaceId: string, key: string): Promise<MessageRow | null> {
  const [row] = await tx
    .update(messages)
    .set({ postedChannel: null, ts: null, shownRevision: 0 })
    .where(and(eq(messages.workspaceId, workspaceId), eq(messages.key, key)))
    .returning();
  return row ?? null;
}
