import { and, asc, eq, gte, inArray } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { idleFindings } from '../schema/claims.ts';

/** What was found unused since a moment, of some teams or of all, the oldest first. */
export async function idleFindingRows(db: Executor, workspaceId: string, teams: readonly string[] | null, since: Date) {
  return await db
    .select({
      id: idleFindings.id,
      name: idleFindings.name,
      team: idleFindings.team,
      askedAt: idleFindings.askedAt,
      decidedAt: idleFindings.decidedAt,
    })
    .from(idleFindings)
    .where(
      and(
        eq(idleFindings.workspaceId, workspaceId),
        gte(idleFindings.askedAt, since),
        teams === null ? undefined : inArray(idleFindings.team, [...teams]),
      ),
    )
    .orderBy(asc(idleFindings.askedAt), idleFindings.id);
}
