import { and, asc, eq, gte, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { open, undecided } from './drift-pages.ts';
import { type RequestRow, unsettled } from './requests.ts';
import { driftAlerts } from './schema/drift.ts';
import { driftSilences } from './schema/drift-silences.ts';
import { obligations, reviews } from './schema/duties.ts';
import { outsideChanges } from './schema/outside.ts';
import { requests } from './schema/request.ts';

/** More of one kind than this are not told one by one. */
const most = 5_000;

/** Requests that nobody has decided or carried out, without what they were judged by; oldest first. */
export async function waitingRequests(db: Executor, workspaceId: string) {
  return await db
    .select({
      id: requests.id,
      number: requests.number,
      action: requests.action,
      registry: requests.registry,
      modelName: requests.modelName,
      version: requests.version,
      target: requests.target,
      obligationId: requests.obligationId,
      openedAt: requests.openedAt,
    })
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), inArray(requests.state, [...unsettled])))
    .orderBy(asc(requests.openedAt))
    .limit(most);
}

/** Whole requests by their numbers. */
export async function requestsNumbered(
  db: Executor,
  workspaceId: string,
  numbers: readonly number[],
): Promise<readonly RequestRow[]> {
  if (numbers.length === 0) return [];
  return await db
    .select()
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), inArray(requests.number, [...numbers])));
}

/** Open alerts that are no drills, with whether somebody decided and until when they are silent; oldest first. */
export async function openAlertsWithSilence(db: Executor, workspaceId: string, now: Date) {
  const silent = db
    .select({ groupId: driftSilences.groupId, until: sql<string>`max(${driftSilences.until})`.as('silent_until') })
    .from(driftSilences)
    .where(
      and(
        eq(driftSilences.workspaceId, workspaceId),
        isNull(driftSilences.endedAt),
        sql`${driftSilences.until} > ${now.toISOString()}::timestamptz`,
      ),
    )
    .groupBy(driftSilences.groupId)
    .as('silent');
  return await db
    .select({
      number: driftAlerts.number,
      registry: driftAlerts.registry,
      modelName: driftAlerts.modelName,
      openedAt: driftAlerts.openedAt,
      because: driftAlerts.because,
      undecided: sql<boolean>`(${undecided})`,
      silentUntil: silent.until,
    })
    .from(driftAlerts)
    .leftJoin(requests, eq(requests.id, driftAlerts.requestId))
    .leftJoin(silent, eq(silent.groupId, driftAlerts.groupId))
    .where(and(eq(driftAlerts.workspaceId, workspaceId), eq(driftAlerts.drill, false), open))
    .orderBy(asc(driftAlerts.openedAt))
    .limit(most);
}

/** Changes by others that were noticed in a span, or are still open from before it; oldest first. */
export async function outsideChangesToTell(
  db: Executor,
  workspaceId: string,
  { since, until }: { readonly since: Date; readonly until: Date },
) {
  return await db
    .select()
    .from(outsideChanges)
    .where(
      and(
        eq(outsideChanges.workspaceId, workspaceId),
        lt(outsideChanges.noticedAt, until),
        or(isNull(outsideChanges.settledAt), gte(outsideChanges.noticedAt, since)),
      ),
    )
    .orderBy(asc(outsideChanges.number))
    .limit(most);
}

/** Looks at what was approved without people that nobody has had yet; due first comes first. */
export async function owedLooks(db: Executor, workspaceId: string) {
  return await db
    .select({
      number: requests.number,
      registry: requests.registry,
      modelName: requests.modelName,
      dueAt: reviews.dueAt,
      kind: reviews.kind,
    })
    .from(reviews)
    .innerJoin(requests, eq(requests.id, reviews.requestId))
    .where(and(eq(reviews.workspaceId, workspaceId), isNull(reviews.answeredAt)))
    .orderBy(asc(reviews.dueAt))
    .limit(most);
}

/** What was promised of changes and is not kept now. */
export async function brokenPromises(db: Executor, workspaceId: string) {
  return await db
    .select({
      what: obligations.what,
      number: requests.number,
      registry: obligations.registry,
      modelName: obligations.modelName,
    })
    .from(obligations)
    .innerJoin(requests, eq(requests.id, obligations.requestId))
    .where(
      and(
        eq(obligations.workspaceId, workspaceId),
        isNull(obligations.endedAt),
        inArray(obligations.lastStatus, ['failed', 'stale']),
      ),
    )
    .orderBy(asc(obligations.openedAt))
    .limit(most);
}
