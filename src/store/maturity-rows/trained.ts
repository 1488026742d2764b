import { and, asc, eq, gte, sql } from 'drizzle-orm';
import type { Executor } from '../database.ts';
import { runs } from '../schema/runs.ts';
import { amongPlaces, type Places } from './places.ts';

/** Runs that were ordered since a moment, the oldest first, with what maturity is told from. */
export async function trainedRows(db: Executor, workspaceId: string, places: Places, since: Date) {
  return await db
    .select({
      number: runs.number,
      registry: runs.registry,
      modelName: runs.modelName,
      connection: runs.connection,
      pipeline: runs.pipeline,
      template: runs.template,
      parameters: runs.parameters,
      cause: runs.cause,
      state: runs.state,
      engineId: runs.engineId,
      orderedAt: runs.orderedAt,
      startedAt: runs.startedAt,
      endedAt: runs.endedAt,
      steps: runs.steps,
      metrics: runs.metrics,
      produced: runs.produced,
      result: runs.result,
    })
    .from(runs)
    .where(and(eq(runs.workspaceId, workspaceId), gte(runs.orderedAt, since), amongPlaces(places, 'runs')))
    .orderBy(asc(runs.orderedAt), sql`${runs.number}`);
}

export type TrainedRow = Awaited<ReturnType<typeof trainedRows>>[number];
