import { and, desc, eq, inArray, isNotNull, isNull, max, min, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import type { AlertInGroup } from './drift-answers.ts';
import type { ModelKey } from './model-keys.ts';
import { driftAlerts, driftGroups, driftReports } from './schema/drift.ts';
import { requests } from './schema/request.ts';

interface Page {
  readonly offset: number;
  readonly limit: number;
}

interface OfModel {
  readonly workspaceId: string;
  readonly registry: string;
  readonly modelName: string;
}

/** Nobody decided, or what was asked for came to nothing. */
export const undecided = or(
  isNull(driftAlerts.decision),
  inArray(requests.state, ['failed', 'rejected', 'withdrawn', 'expired', 'superseded']),
);
const lasting = and(isNull(driftAlerts.clearedAt), isNull(driftAlerts.retractedAt));
/** What was never posted was held back, and is nobody's to decide. */
const told = isNotNull(driftAlerts.toldAt);
/** Open: it lasts, or it ended and nobody said what it was. Drills are over once they ended. */
export const open = and(
  isNull(driftAlerts.retractedAt),
  or(lasting, and(undecided, told, eq(driftAlerts.drill, false))),
);
const worstFirst = sql`case ${driftAlerts.criticality} when 'critical' then 0 when 'high' then 1 when 'medium' then 2 when 'low' then 3 else 1 end`;

/** Open alerts: undecided ones first, then by criticality, then the oldest. */
export async function openAlerts(
  db: Executor,
  workspaceId: string,
  { offset, limit }: Page,
): Promise<readonly AlertInGroup[]> {
  return await db
    .select({ alert: driftAlerts, group: driftGroups })
    .from(driftAlerts)
    .innerJoin(driftGroups, eq(driftGroups.id, driftAlerts.groupId))
    .leftJoin(requests, eq(requests.id, driftAlerts.requestId))
    .where(and(eq(driftAlerts.workspaceId, workspaceId), open))
    .orderBy(
      sql`(${undecided} and not ${driftAlerts.drill}) desc`,
      worstFirst,
      driftAlerts.openedAt,
      driftAlerts.number,
    )
    .offset(offset)
    .limit(limit);
}

/** How many alerts are open, and of how many nobody decided; of one model where one is named. */
export async function countOpenAlerts(
  db: Executor,
  workspaceId: string,
  model: { readonly registry: string; readonly name: string } | null = null,
): Promise<{ readonly total: number; readonly undecided: number }> {
  const [row] = await db
    .select({
      total: sql<number>`count(*)::int`,
      undecided: sql<number>`(count(*) filter (where ${undecided} and not ${driftAlerts.drill}))::int`,
    })
    .from(driftAlerts)
    .leftJoin(requests, eq(requests.id, driftAlerts.requestId))
    .where(
      and(
        eq(driftAlerts.workspaceId, workspaceId),
        open,
        ...(model === null ? [] : [eq(driftAlerts.registry, model.registry), eq(driftAlerts.modelName, model.name)]),
      ),
    );
  return row ?? { total: 0, undecided: 0 };
}

/** How many alerts of each model are open, of how many nobody decided, and since when the oldest is. */
export async function openAlertsByModel(
  db: Executor,
  workspaceId: string,
): Promise<
  readonly (ModelKey & { readonly total: number; readonly undecided: number; readonly since: Date | null })[]
> {
  return await db
    .select({
      registry: driftAlerts.registry,
      name: driftAlerts.modelName,
      total: sql<number>`count(*)::int`,
      undecided: sql<number>`(count(*) filter (where ${undecided} and not ${driftAlerts.drill}))::int`,
      since: min(driftAlerts.openedAt),
    })
    .from(driftAlerts)
    .leftJoin(requests, eq(requests.id, driftAlerts.requestId))
    .where(and(eq(driftAlerts.workspaceId, workspaceId), open))
    .groupBy(driftAlerts.registry, driftAlerts.modelName);
}

/** The alerts of one model that were ever posted or still last, the newest first. */
export async function alertsOfModel(
  db: Executor,
  of: OfModel,
  { offset, limit }: Page,
): Promise<{ readonly rows: readonly AlertInGroup[]; readonly total: number }> {
  const where = and(ofModel(of), or(told, lasting));
  const [rows, [count]] = await Promise.all([
    db
      .select({ alert: driftAlerts, group: driftGroups })
      .from(driftAlerts)
      .innerJoin(driftGroups, eq(driftGroups.id, driftAlerts.groupId))
      .where(where)
      .orderBy(desc(driftAlerts.openedAt), desc(driftAlerts.number))
      .offset(offset)
      .limit(limit),
    db.select({ total: sql<number>`count(*)::int` }).from(driftAlerts).where(where),
  ]);
  return { rows, total: count?.total ?? 0 };
}

/** Of a model's alerts that people answered, and that were no drills, how many were no false alarm. */
export async function precisionOfModel(
  db: Executor,
  of: OfModel,
): Promise<{ readonly right: number; readonly answered: number }> {
  const [row] = await db
    .select({
      answered: sql<number>`count(*)::int`,
      right: sql<number>`(count(*) filter (where ${driftAlerts.decision} <> 'false_alarm'))::int`,
    })
    .from(driftAlerts)
    .where(
      and(
        ofModel(of),
        eq(driftAlerts.drill, false),
        eq(driftAlerts.kind, 'drift'),
        inArray(driftAlerts.decision, ['acknowledged', 'false_alarm', 'retrain', 'rollback']),
      ),
    );
  return row ?? { right: 0, answered: 0 };
}

/** When each connection first and last reported real values of a model. */
export async function reportTimes(
  db: Executor,
  of: OfModel,
): Promise<readonly { readonly connection: string; readonly first: Date; readonly last: Date }[]> {
  const rows = await db
    .select({
      connection: driftReports.connection,
      first: min(driftReports.receivedAt),
      last: max(driftReports.receivedAt),
    })
    .from(driftReports)
    .where(
      and(
        eq(driftReports.workspaceId, of.workspaceId),
        eq(driftReports.registry, of.registry),
        eq(driftReports.modelName, of.modelName),
        eq(driftReports.state, 'accepted'),
        eq(driftReports.drill, false),
      ),
    )
    .groupBy(driftReports.connection);
  return rows.flatMap(({ connection, first, last }) =>
    first === null || last === null ? [] : [{ connection, first, last }],
  );
}

/** When an alert of real values of a model was last posted that nobody called false; null if none was. */
export async function lastToldAlert(db: Executor, of: OfModel): Promise<Date | null> {
  const [row] = await db
    .select({ last: max(driftAlerts.toldAt) })
    .from(driftAlerts)
    .where(
      and(
        ofModel(of),
        eq(driftAlerts.kind, 'drift'),
        eq(driftAlerts.drill, false),
        isNull(driftAlerts.retractedAt),
        sql`${driftAlerts.decision} is distinct from 'false_alarm'`,
      ),
    );
  return row?.last ?? null;
}

function ofModel({ workspaceId, registry, modelName }: OfModel) {
  return and(
    eq(driftAlerts.workspaceId, workspaceId),
    eq(driftAlerts.registry, registry),
    eq(driftAlerts.modelName, modelName),
  );
}
