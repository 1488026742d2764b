import { and, between, eq, sql } from 'drizzle-orm';
import type { UnclaimedLine, UnclaimedResource } from '#domain/claim.ts';
import type { CostDay } from '#domain/cost.ts';
import type { Executor } from './database.ts';
import { costLines, costResources } from './schema/cost.ts';

/** Which days, both included, and which label nothing is to have. */
interface Without {
  readonly workspaceId: string;
  readonly teamKey: string;
  readonly first: CostDay;
  readonly last: CostDay;
}

/** What of usage has no value of a label, summed by the database over these days, which all count as the last one. */
export async function spendWithoutLabel(
  db: Executor,
  { workspaceId, teamKey, first, last }: Without,
): Promise<{ readonly lines: readonly UnclaimedLine[]; readonly resources: readonly UnclaimedResource[] }> {
  const without = (table: typeof costLines | typeof costResources) =>
    and(
      eq(table.workspaceId, workspaceId),
      between(table.day, first, last),
      sql`not jsonb_exists(${table.labels}, ${teamKey})`,
    );
  const sum = (table: typeof costLines | typeof costResources) => ({
    provider: table.provider,
    project: table.project,
    service: table.service,
    currency: table.currency,
    effective: sql<string>`sum(${table.effective})::text`,
  });
  const lines = await db
    .select(sum(costLines))
    .from(costLines)
    .where(and(without(costLines), eq(costLines.category, 'usage')))
    .groupBy(costLines.provider, costLines.project, costLines.service, costLines.currency);
  const { resource, provider, project, service, currency } = costResources;
  const resources = await db
    .select({ ...sum(costResources), resource })
    .from(costResources)
    .where(without(costResources))
    .groupBy(resource, provider, project, service, currency);
  return {
    lines: lines.map((line) => ({ ...line, day: last, labels: {}, category: 'usage' })),
    resources: resources.map((one) => ({ ...one, day: last, labels: {} })),
  };
}
