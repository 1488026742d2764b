import { and, count, desc, eq, gte, isNull, max, sql } from 'drizzle-orm';
import type { AliasPlace } from './alias-watches.ts';
import type { Executor } from './database.ts';
import { outsideChanges } from './schema/outside.ts';

export type OutsideChange = typeof outsideChanges.$inferSelect;

type NewOutsideChange = Omit<OutsideChange, 'number' | 'settledAt' | 'settled' | 'settledBy' | 'reason' | 'requestId'>;

/** Adds it under the next number of the workspace. The caller holds the alias's watch; numbers are locked here. */
export async function addOutsideChange(tx: Executor, row: NewOutsideChange): Promise<OutsideChange> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('outside_changes'), hashtext(${row.workspaceId}))`);
  const [last] = await tx
    .select({ number: max(outsideChanges.number) })
    .from(outsideChanges)
    .where(eq(outsideChanges.workspaceId, row.workspaceId));
  const [added] = await tx
    .insert(outsideChanges)
    .values({ ...row, number: (last?.number ?? 0) + 1 })
    .returning();
  if (added === undefined) throw new Error(`outside change ${row.id} was not written`);
  return added;
}

export async function outsideChangeById(db: Executor, workspaceId: string, id: string): Promise<OutsideChange | null> {
  const [row] = await db
    .select()
    .from(outsideChanges)
    .where(and(eq(outsideChanges.workspaceId, workspaceId), eq(outsideChanges.id, id)));
  return row ?? null;
}

/** Settles one that is open; null if somebody did before. */
export async function settleOutsideChange(
  tx: Executor,
  { workspaceId, id }: Pick<OutsideChange, 'workspaceId' | 'id'>,
  how: Pick<OutsideChange, 'settledAt' | 'settled'> &
    Partial<Pick<OutsideChange, 'settledBy' | 'reason' | 'requestId'>>,
): Promise<OutsideChange | null> {
  const [row] = await tx
    .update(outsideChanges)
    .set(how)
    .where(
      and(eq(outsideChanges.workspaceId, workspaceId), eq(outsideChanges.id, id), isNull(outsideChanges.settledAt)),
    )
    .returning();
  return row ?? null;
}

/** What of an alias is open, oldest first. */
export async function openOutsideChanges(
  db: Executor,
  { workspaceId, registry, modelName, target }: AliasPlace,
): Promise<readonly OutsideChange[]> {
  return await db
    .select()
    .from(outsideChanges)
    .where(
      and(
        eq(outsideChanges.workspaceId, workspaceId),
        eq(outsideChanges.registry, registry),
        eq(outsideChanges.modelName, modelName),
        eq(outsideChanges.target, target),
        isNull(outsideChanges.settledAt),
      ),
    )
    .orderBy(outsideChanges.number);
}

/** Everything that is open, newest first. */
export async function allOpenOutsideChanges(db: Executor, workspaceId: string): Promise<readonly OutsideChange[]> {
  return await db
    .select()
    .from(outsideChanges)
    .where(and(eq(outsideChanges.workspaceId, workspaceId), isNull(outsideChanges.settledAt)))
    .orderBy(desc(outsideChanges.number));
}

/** How many were noticed of a team since a moment, up to and with this one. */
export async function countOutsideChanges(db: Executor, upTo: OutsideChange, since: Date): Promise<number> {
  const [row] = await db
    .select({ n: count() })
    .from(outsideChanges)
    .where(
      and(
        eq(outsideChanges.workspaceId, upTo.workspaceId),
        upTo.team === null ? isNull(outsideChanges.team) : eq(outsideChanges.team, upTo.team),
        gte(outsideChanges.noticedAt, since),
        sql`${outsideChanges.number} <= ${upTo.number}`,
      ),
    );
  return row?.n ?? 0;
}
