import { and, desc, eq } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { RequestRow } from './requests.ts';
import { requestGenerations, requests } from './schema/request.ts';

/** A request, and the generation of it that a code stood for. */
export interface CodedGeneration {
  readonly row: RequestRow;
  readonly generation: typeof requestGenerations.$inferSelect;
}

/** Every generation that showed a code, the newest request first and of each its newest generation. */
export async function generationsOfCode(
  db: Executor,
  workspaceId: string,
  code: string,
  limit: number,
): Promise<readonly CodedGeneration[]> {
  return await db
    .select({ row: requests, generation: requestGenerations })
    .from(requestGenerations)
    .innerJoin(requests, eq(requests.id, requestGenerations.requestId))
    .where(and(eq(requestGenerations.workspaceId, workspaceId), eq(requestGenerations.code, code)))
    .orderBy(desc(requests.number), desc(requestGenerations.generation))
    .limit(limit);
}
