import { and, desc, eq, gte, isNotNull, lt, sql } from 'drizzle-orm';
import type { Digest } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { requests } from './schema/request.ts';
import { playbookVersions } from './schema/workspace.ts';

export type PlaybookVersionRow = typeof playbookVersions.$inferSelect;

/**
 * The set that decides now, or null before the first activation. Until the transaction ends, `exclusive` holds off
 * other activations and whoever holds it `shared`.
 */
export async function currentPlaybooks(
  db: Executor,
  workspaceId: string,
  options: { lock?: 'exclusive' | 'shared' } = {},
): Promise<PlaybookVersionRow | null> {
  const key = sql`hashtextextended(${`playbooks:${workspaceId}`}, 0)`;
  if (options.lock === 'exclusive') await db.execute(sql`select pg_advisory_xact_lock(${key})`);
  if (options.lock === 'shared') await db.execute(sql`select pg_advisory_xact_lock_shared(${key})`);
  const [row] = await db
    .select()
    .from(playbookVersions)
    .where(eq(playbookVersions.workspaceId, workspaceId))
    .orderBy(desc(playbookVersions.number))
    .limit(1);
  return row ?? null;
}

export async function addPlaybookVersion(
  db: Executor,
  version: typeof playbookVersions.$inferInsert & { readonly digest: Digest },
): Promise<void> {
  await db.insert(playbookVersions).values(version);
}

/** Which requests of a span loosened which files of the playbooks, oldest first. */
export async function loosenedBetween(
  db: Executor,
  workspaceId: string,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<readonly { readonly number: number; readonly files: readonly string[] }[]> {
  return await db
    .select({ number: requests.number, files: playbookVersions.loosened })
    .from(playbookVersions)
    .innerJoin(requests, eq(requests.id, playbookVersions.requestId))
    .where(
      and(
        eq(playbookVersions.workspaceId, workspaceId),
        gte(playbookVersions.activatedAt, since),
        lt(playbookVersions.activatedAt, until),
        sql`${playbookVersions.loosened} <> '[]'::jsonb`,
      ),
    )
    .orderBy(playbookVersions.number);
}

/** Activations that somebody asked for and that loosened something, oldest first. */
export async function looseningChanges(
  db: Executor,
  workspaceId: string,
): Promise<readonly { readonly author: string; readonly loosened: readonly string[]; readonly at: Date }[]> {
  const rows = await db
    .select()
    .from(playbookVersions)
    .where(
      and(
        eq(playbookVersions.workspaceId, workspaceId),
        isNotNull(playbookVersions.author),
        sql`${playbookVersions.loosened} <> '[]'::jsonb`,
      ),
    )
    .orderBy(playbookVersions.number);
  return rows.flatMap(({ author, loosened, activatedAt }) =>
    author === null ? [] : [{ author, loosened, at: activatedAt }],
  );
}
