import { and, asc, desc, eq, gte, inArray } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { handTests } from './schema/maturity-answers.ts';

type HandTestRow = typeof handTests.$inferSelect;

export async function addHandTest(tx: Executor, row: typeof handTests.$inferInsert): Promise<void> {
  await tx.insert(handTests).values(row);
}

/**
 * What each person said last of each test of some models, of all models where none are given; what is before `since` is
 * left out. Oldest first.
 */
export async function handTestsOf(
  db: Executor,
  workspaceId: string,
  options: { readonly models?: readonly string[]; readonly since?: Date } = {},
): Promise<readonly HandTestRow[]> {
  const { models, since } = options;
  const newest = db
    .selectDistinctOn([handTests.model, handTests.test, handTests.person])
    .from(handTests)
    .where(
      and(
        eq(handTests.workspaceId, workspaceId),
        models === undefined ? undefined : inArray(handTests.model, [...models]),
        since === undefined ? undefined : gte(handTests.at, since),
      ),
    )
    .orderBy(handTests.model, handTests.test, handTests.person, desc(handTests.number))
    .as('newest');
  return await db.select().from(newest).orderBy(asc(newest.number));
}
