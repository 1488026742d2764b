import { and, eq } from 'drizzle-orm';
import { canonicalJson } from '#domain/canonical-json.ts';
import { type Digest, digestOf } from '#domain/digest.ts';
import type { Executor } from './database.ts';
import { contents } from './schema/workspace.ts';

/** Stores a JSON value once and answers its digest. */
export async function keepContent(db: Executor, workspaceId: string, value: unknown): Promise<Digest> {
  const digest = digestOf(value);
  await db
    .insert(contents)
    .values({ workspaceId, digest, body: canonicalJson(value) })
    .onConflictDoNothing();
  return digest;
}

/**
 * The value that was stored under the digest, which is computed again: the type is the one it was kept as. Throws an
 * Error if nothing is stored under it, or something else is.
 */
export async function readContent<T>(db: Executor, workspaceId: string, digest: Digest): Promise<T> {
  const [row] = await db
    .select({ body: contents.body })
    .from(contents)
    .where(and(eq(contents.workspaceId, workspaceId), eq(contents.digest, digest)));
  if (row === undefined) throw new Error(`no content is stored under ${digest}`);
  const value: T = JSON.parse(row.body);
  if (digestOf(value) !== digest) throw new Error(`the content stored under ${digest} was altered`);
  return value;
}
