import { and, asc, eq, gte, isNull } from 'drizzle-orm';
import type { MappingRule } from '#domain/claim.ts';
import type { Executor } from './database.ts';
import { costClaims, costMappings } from './schema/claims.ts';

export type ClaimRow = typeof costClaims.$inferSelect;

/** Adds a question of whose something is; null if it was asked before. */
export async function addClaim(tx: Executor, claim: typeof costClaims.$inferInsert): Promise<ClaimRow | null> {
  const [row] = await tx.insert(costClaims).values(claim).onConflictDoNothing().returning();
  return row ?? null;
}

/** How many things people were asked about since a moment. */
export async function claimsSince(db: Executor, workspaceId: string, since: Date): Promise<number> {
  return await db.$count(costClaims, and(eq(costClaims.workspaceId, workspaceId), gte(costClaims.askedAt, since)));
}

export async function claimById(db: Executor, workspaceId: string, id: string): Promise<ClaimRow | null> {
  const [row] = await db
    .select()
    .from(costClaims)
    .where(and(eq(costClaims.workspaceId, workspaceId), eq(costClaims.id, id)));
  return row ?? null;
}

/** Held until the transaction ends, so that it is answered once; null if there is none. */
export async function lockClaim(tx: Executor, workspaceId: string, id: string): Promise<ClaimRow | null> {
  const [row] = await tx
    .select()
    .from(costClaims)
    .where(and(eq(costClaims.workspaceId, workspaceId), eq(costClaims.id, id)))
    .for('update');
  return row ?? null;
}

export async function changeClaim(
  tx: Executor,
  { workspaceId, id }: ClaimRow,
  change: Partial<typeof costClaims.$inferInsert>,
): Promise<void> {
  await tx
    .update(costClaims)
    .set(change)
    .where(and(eq(costClaims.workspaceId, workspaceId), eq(costClaims.id, id)));
}

export async function addMapping(tx: Executor, mapping: typeof costMappings.$inferInsert): Promise<void> {
  await tx.insert(costMappings).values(mapping);
}

/** Ends the rule that an answer made, after `day`. A rule that never held for a day is removed. */
export async function endMapping(tx: Executor, workspaceId: string, claimId: string, day: string): Promise<void> {
  const inForce = and(
    eq(costMappings.workspaceId, workspaceId),
    eq(costMappings.claimId, claimId),
    isNull(costMappings.untilDay),
  );
  const [rule] = await tx.select().from(costMappings).where(inForce);
  if (rule === undefined) return;
  if (rule.fromDay > day) await tx.delete(costMappings).where(eq(costMappings.id, rule.id));
  else await tx.update(costMappings).set({ untilDay: day }).where(eq(costMappings.id, rule.id));
}

/** The rule that an answer made and that holds; null if there is none. */
export async function mappingOfClaim(
  db: Executor,
  workspaceId: string,
  claimId: string,
): Promise<typeof costMappings.$inferSelect | null> {
  const [row] = await db
    .select()
    .from(costMappings)
    .where(
      and(eq(costMappings.workspaceId, workspaceId), eq(costMappings.claimId, claimId), isNull(costMappings.untilDay)),
    );
  return row ?? null;
}

/** Every rule there ever was, in the order they were made: past days are read again with those that held then. */
export async function mappingRules(db: Executor, workspaceId: string): Promise<readonly MappingRule[]> {
  return await db
    .select({
      kind: costMappings.kind,
      provider: costMappings.provider,
      name: costMappings.name,
      labels: costMappings.labels,
      fromDay: costMappings.fromDay,
      untilDay: costMappings.untilDay,
    })
    .from(costMappings)
    .where(eq(costMappings.workspaceId, workspaceId))
    .orderBy(asc(costMappings.createdAt));
}
