import { sql } from 'drizzle-orm';
import type { Executor } from './database.ts';

/**
 * Has everybody else who tells of this workspace's cost wait until the transaction ends, so that what is told stands in
 * the channel in the order in which it was found. Call it first.
 */
export async function holdCostNews(tx: Executor, workspaceId: string): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`cost-news:${workspaceId}`}, 0))`);
}
