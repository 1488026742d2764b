import { and, asc, desc, eq, gte, inArray, lt, sql } from 'drizzle-orm';
import type { Capability } from '#domain/maturity.ts';
import type { Executor } from './database.ts';
import { maturityWeeks, type WeekCondition } from './schema/maturity.ts';

export type MaturityWeekRow = typeof maturityWeeks.$inferSelect;
export type NewMaturityWeek = typeof maturityWeeks.$inferInsert;
export type { WeekCondition };

/** What a week is of: models by catalogue id, one team, or all. */
export interface WeeksOf {
  readonly workspaceId: string;
  readonly kind: MaturityWeekRow['kind'];
  /** Null for all of the kind. */
  readonly subjects: readonly string[] | null;
}

/** Takes the places of a week, and tells which were free; what has one already keeps what it says. */
export async function addMaturityWeeks(
  tx: Executor,
  rows: readonly NewMaturityWeek[],
): Promise<readonly MaturityWeekRow[]> {
  if (rows.length === 0) return [];
  return await tx
    .insert(maturityWeeks)
    .values([...rows])
    .onConflictDoNothing()
    .returning();
}

/** The weeks from one on and before another, the oldest first. */
export async function maturityWeekRows(
  db: Executor,
  { workspaceId, kind, subjects }: WeeksOf,
  { from, before }: { readonly from: string; readonly before: string },
): Promise<readonly MaturityWeekRow[]> {
  return await db
    .select()
    .from(maturityWeeks)
    .where(
      and(
        eq(maturityWeeks.workspaceId, workspaceId),
        eq(maturityWeeks.kind, kind),
        subjects === null ? undefined : inArray(maturityWeeks.subject, [...subjects]),
        gte(maturityWeeks.week, from),
        lt(maturityWeeks.week, before),
      ),
    )
    .orderBy(asc(maturityWeeks.week), maturityWeeks.subject);
}

/** Which of some subjects have their place in a week. */
export async function recordedSubjects(
  db: Executor,
  { workspaceId, kind }: Pick<WeeksOf, 'workspaceId' | 'kind'>,
  week: string,
): Promise<ReadonlySet<string>> {
  const rows = await db
    .select({ subject: maturityWeeks.subject })
    .from(maturityWeeks)
    .where(and(eq(maturityWeeks.workspaceId, workspaceId), eq(maturityWeeks.kind, kind), eq(maturityWeeks.week, week)));
  return new Set(rows.map(({ subject }) => subject));
}

/** The last week that was recorded whole; null before the first. */
export async function lastMaturityWeek(db: Executor, workspaceId: string): Promise<string | null> {
  const [row] = await db
    .select({ week: maturityWeeks.week })
    .from(maturityWeeks)
    .where(and(eq(maturityWeeks.workspaceId, workspaceId), eq(maturityWeeks.kind, 'all')))
    .orderBy(desc(maturityWeeks.week))
    .limit(1);
  return row?.week ?? null;
}

/** Which teams held which capabilities verified in a week, in any of their models. */
export async function verifiedHolders(
  db: Executor,
  workspaceId: string,
  week: string,
): Promise<readonly { readonly team: string; readonly capability: Capability }[]> {
  const { rows } = await db.execute<{ team: string; capability: never }>(sql`
    select distinct team, rung.key as capability
    from maturity_weeks, jsonb_each_text(rungs) rung
    where workspace_id = ${workspaceId} and week = ${week} and kind = 'model' and rung.value = 'verified'
      and team is not null
    order by 1`);
  return rows;
}
