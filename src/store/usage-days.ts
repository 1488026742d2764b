import { and, between, desc, eq, isNotNull, lt, sql } from 'drizzle-orm';
import type { CostDay } from '#domain/cost.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { Executor } from './database.ts';
import { usageDays } from './schema/usage.ts';

export type UsageDayRow = typeof usageDays.$inferSelect;

/** How many rows go into one statement. */
const batch = 1_000;

/** Puts these rows in place of what was known of the days, and forgets days before `keptFrom`. */
export async function replaceUsage(
  tx: Executor,
  { workspaceId, source, first, last }: DaySpan & Pick<UsageDayRow, 'workspaceId' | 'source'>,
  rows: readonly UsageDayRow[],
  keptFrom: CostDay,
): Promise<void> {
  const own = and(eq(usageDays.workspaceId, workspaceId), eq(usageDays.source, source));
  await tx.delete(usageDays).where(and(own, between(usageDays.day, first, last)));
  await tx.delete(usageDays).where(and(own, lt(usageDays.day, keptFrom)));
  for (let at = 0; at < rows.length; at += batch) await tx.insert(usageDays).values(rows.slice(at, at + batch));
}

/** What one connection tells of these days, by resource and day. */
export async function usageOfDays(
  db: Executor,
  { workspaceId, source, first, last }: DaySpan & Pick<UsageDayRow, 'workspaceId' | 'source'>,
): Promise<readonly UsageDayRow[]> {
  return await db
    .select()
    .from(usageDays)
    .where(
      and(eq(usageDays.workspaceId, workspaceId), eq(usageDays.source, source), between(usageDays.day, first, last)),
    )
    .orderBy(usageDays.resource, usageDays.deployed, usageDays.day);
}

type Served = Pick<UsageDayRow, 'resource' | 'deployed' | 'registry' | 'modelName' | 'version'>;

/** What deployed versions are known to be, as the newest day that tells says. */
export async function servedVersions(
  db: Executor,
  { workspaceId, source }: Pick<UsageDayRow, 'workspaceId' | 'source'>,
): Promise<readonly Served[]> {
  const { resource, deployed, registry, modelName, version } = usageDays;
  return await db
    .selectDistinctOn([resource, deployed], { resource, deployed, registry, modelName, version })
    .from(usageDays)
    .where(and(eq(usageDays.workspaceId, workspaceId), eq(usageDays.source, source), isNotNull(modelName)))
    .orderBy(resource, deployed, desc(usageDays.day));
}

/** How much a deployed version was asked over some days. */
export interface ServedTraffic extends Served {
  readonly source: string;
  /** The endpoint's name for people. */
  readonly name: string;
  readonly predictions: number;
  /** The last day on which it was asked anything, and the first and last of which there is data. */
  readonly lastAskedOn: CostDay | null;
  readonly firstDay: CostDay;
  readonly lastDay: CostDay;
  /** In which it had a machine, and those of them in which nobody asked. */
  readonly hours: number;
  readonly idleHours: number;
}

/** The traffic of every deployed version over these days. */
export async function servedTraffic(
  db: Executor,
  { workspaceId, first, last }: DaySpan & Pick<UsageDayRow, 'workspaceId'>,
): Promise<readonly ServedTraffic[]> {
  const { source, resource, deployed, registry, modelName, version, name, day, used, hours, idleHours } = usageDays;
  return await db
    .select({
      source,
      resource,
      deployed,
      registry,
      modelName,
      version,
      name: sql<string>`max(${name})`,
      predictions: sql<number>`sum(${used})`.mapWith(Number),
      lastAskedOn: sql<CostDay | null>`max(${day}) filter (where ${used} > 0)::text`,
      firstDay: sql<CostDay>`min(${day})::text`,
      lastDay: sql<CostDay>`max(${day})::text`,
      hours: sql<number>`sum(${hours})`.mapWith(Number),
      idleHours: sql<number>`sum(${idleHours})`.mapWith(Number),
    })
    .from(usageDays)
    .where(and(eq(usageDays.workspaceId, workspaceId), eq(usageDays.kind, 'endpoint'), between(day, first, last)))
    .groupBy(source, resource, deployed, registry, modelName, version)
    .orderBy(source, resource, deployed);
}
