import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { attestations } from './schema/maturity-answers.ts';

export type AttestationRow = typeof attestations.$inferSelect;

export async function addAttestation(tx: Executor, row: typeof attestations.$inferInsert): Promise<void> {
  await tx.insert(attestations).values(row);
}

/**
 * The newest answer of each person to each capability of some models, of all models where none are given; those before
 * `since` are left out. Oldest first.
 */
export async function attestationsOf(
  db: Executor,
  workspaceId: string,
  options: { readonly models?: readonly string[]; readonly since?: Date } = {},
): Promise<readonly AttestationRow[]> {
  const { models, since } = options;
  const newest = db
    .selectDistinctOn([attestations.model, attestations.capability, attestations.person])
    .from(attestations)
    .where(
      and(
        eq(attestations.workspaceId, workspaceId),
        models === undefined ? undefined : inArray(attestations.model, [...models]),
        since === undefined ? undefined : gte(attestations.at, since),
      ),
    )
    .orderBy(attestations.model, attestations.capability, attestations.person, desc(attestations.number))
    .as('newest');
  return await db.select().from(newest).orderBy(asc(newest.number));
}
