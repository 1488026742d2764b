import { and, asc, desc, eq, lt, lte, ne, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { driftReports } from './schema/drift.ts';

export type DriftReportRow = typeof driftReports.$inferSelect;

/** Stores reports, each once; answers the ids of those that were not known. All of them are one parameter. */
export async function addDriftReports(tx: Executor, rows: readonly DriftReportRow[]): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set();
  const { rows: added } = await tx.execute<{ report_id: string }>(sql`
    insert into ${driftReports} (workspace_id, connection, report_id, event_id, state, because, registry, model_name,
      version, environment, at, status, detector, report_url, drill, received_at, tried_under, tried_at, body)
    select "workspaceId", connection, "reportId", "eventId", state, because, registry, "modelName", version, environment,
      at, status, detector, "reportUrl", drill, "receivedAt", "triedUnder", "triedAt", body
    from jsonb_to_recordset(${wellFormed(rows)}::jsonb) as told (
      "workspaceId" text, connection text, "reportId" text, "eventId" text, state text, because text, registry text,
      "modelName" text, version text, environment text, at timestamptz, status text, detector text, "reportUrl" text,
      drill boolean, "receivedAt" timestamptz, "triedUnder" integer, "triedAt" timestamptz, body jsonb
    )
    on conflict do nothing
    returning report_id`);
  return new Set(added.map((row) => row.report_id));
}

/** As JSON that PostgreSQL takes: half of a surrogate pair becomes U+FFFD, and the character 0 a space. */
export function wellFormed(rows: readonly object[]): string {
  return JSON.stringify(rows, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\u0000', ' ') : value,
  );
}

/** The reports that a hook brought. */
export async function reportsOfEvent(
  db: Executor,
  workspaceId: string,
  connection: string,
  eventId: string,
): Promise<readonly DriftReportRow[]> {
  return await db
    .select()
    .from(driftReports)
    .where(
      and(
        eq(driftReports.workspaceId, workspaceId),
        eq(driftReports.connection, connection),
        eq(driftReports.eventId, eventId),
      ),
    )
    .orderBy(asc(driftReports.reportId));
}

/**
 * Reports that may be taken now: those ahead of their time until `until`, and those of a model that was not known
 * when they were last tried, under other playbooks or before `triedBefore`. The longest untried first.
 */
export async function waitingReports(
  db: Executor,
  workspaceId: string,
  due: { readonly until: Date; readonly playbooks: number; readonly triedBefore: Date; readonly limit: number },
): Promise<readonly DriftReportRow[]> {
  return await db
    .select()
    .from(driftReports)
    .where(
      and(
        eq(driftReports.workspaceId, workspaceId),
        ne(driftReports.state, 'accepted'),
        or(
          and(eq(driftReports.state, 'future'), lte(driftReports.at, due.until)),
          and(
            eq(driftReports.state, 'unknown_model'),
            or(ne(driftReports.triedUnder, due.playbooks), lt(driftReports.triedAt, due.triedBefore)),
          ),
        ),
      ),
    )
    .orderBy(asc(driftReports.triedAt))
    .limit(due.limit);
}

/** Writes a report that waits as it is now; false if it does not wait any more. */
export async function changeWaitingReport(tx: Executor, row: DriftReportRow): Promise<boolean> {
  const changed = await tx
    .update(driftReports)
    .set(row)
    .where(
      and(
        eq(driftReports.workspaceId, row.workspaceId),
        eq(driftReports.connection, row.connection),
        eq(driftReports.reportId, row.reportId),
        ne(driftReports.state, 'accepted'),
      ),
    )
    .returning({ id: driftReports.reportId });
  return changed.length > 0;
}

/** The newest accepted reports of a model, of one version if it is given, newest first. */
export async function newestReportsOf(
  db: Executor,
  model: { readonly workspaceId: string; readonly registry: string; readonly modelName: string },
  { version, drill, limit }: { readonly version?: string; readonly drill: boolean; readonly limit: number },
): Promise<readonly DriftReportRow[]> {
  return await db
    .select()
    .from(driftReports)
    .where(
      and(
        eq(driftReports.workspaceId, model.workspaceId),
        eq(driftReports.registry, model.registry),
        eq(driftReports.modelName, model.modelName),
        eq(driftReports.drill, drill),
        eq(driftReports.state, 'accepted'),
        version === undefined ? undefined : eq(driftReports.version, version),
      ),
    )
    .orderBy(desc(driftReports.at))
    .limit(limit);
}

/** Forgets what was reported as of earlier. */
export async function dropDriftReportsBefore(db: Executor, workspaceId: string, before: Date): Promise<void> {
  await db
    .delete(driftReports)
    .where(and(eq(driftReports.workspaceId, workspaceId), lt(driftReports.receivedAt, before)));
}
