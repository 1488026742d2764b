import { and, asc, eq, gte, lt, lte, sql } from 'drizzle-orm';
import type { CostHour } from '#domain/cost.ts';
import type { Executor } from './database.ts';
import { costHourReads, costHours } from './schema/cost-hours.ts';

export type CostHourRead = typeof costHourReads.$inferSelect;
type Source = Pick<CostHourRead, 'workspaceId' | 'source'>;

/** How many rows go into one statement. */
const batch = 2_000;

/** Sees that there is a row for a bill; one that is there keeps its time. */
export async function seeCostHours(db: Executor, row: Source & Pick<CostHourRead, 'nextAt'>): Promise<void> {
  await db.insert(costHourReads).values(row).onConflictDoNothing();
}

/** The bills whose hours are due. */
export async function dueCostHours(db: Executor, workspaceId: string, now: Date): Promise<readonly string[]> {
  const rows = await db
    .select({ source: costHourReads.source })
    .from(costHourReads)
    .where(and(eq(costHourReads.workspaceId, workspaceId), lte(costHourReads.nextAt, now)));
  return rows.map(({ source }) => source);
}

/** Takes the turn to read a bill's hours, so that of several workers one does; null if it is not due. */
export async function takeCostHours(
  db: Executor,
  source: Source,
  turn: { readonly now: Date; readonly until: Date },
): Promise<CostHourRead | null> {
  const [row] = await db
    .update(costHourReads)
    .set({ nextAt: turn.until })
    .where(and(of(source), lte(costHourReads.nextAt, turn.now)))
    .returning();
  return row ?? null;
}

export async function changeCostHours(
  tx: Executor,
  row: Source,
  change: Partial<typeof costHourReads.$inferInsert>,
): Promise<void> {
  await tx.update(costHourReads).set(change).where(of(row));
}

/** Puts what was read in place of the hours from `from` on, and forgets those before `keptFrom`. */
export async function replaceHours(
  tx: Executor,
  source: Source,
  hours: readonly CostHour[],
  { from, keptFrom }: { readonly from: Date; readonly keptFrom: Date },
): Promise<void> {
  const own = and(eq(costHours.workspaceId, source.workspaceId), eq(costHours.source, source.source));
  await tx.delete(costHours).where(and(own, gte(costHours.hour, from)));
  await tx.delete(costHours).where(and(own, lt(costHours.hour, keptFrom)));
  const { workspaceId, source: name } = source;
  const rows = hours.map(({ hour, ...rest }) => ({ ...rest, workspaceId, source: name, hour: new Date(hour) }));
  for (let at = 0; at < rows.length; at += batch) await tx.insert(costHours).values(rows.slice(at, at + batch));
}

/** What all bills tell of the hours, by team, service and currency; oldest first. */
export async function hourlySpend(db: Executor, workspaceId: string): Promise<readonly CostHour[]> {
  const rows = await db
    .select({
      hour: costHours.hour,
      team: costHours.team,
      service: costHours.service,
      currency: costHours.currency,
      effective: sql<string>`trim_scale(sum(${costHours.effective}))::text`,
    })
    .from(costHours)
    .where(eq(costHours.workspaceId, workspaceId))
    .groupBy(costHours.hour, costHours.team, costHours.service, costHours.currency)
    .orderBy(asc(costHours.hour));
  return rows.map((row) => ({ ...row, hour: row.hour.toISOString() }));
}

function of({ workspaceId, source }: Source) {
  return and(eq(costHourReads.workspaceId, workspaceId), eq(costHourReads.source, source));
}
