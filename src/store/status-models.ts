import { and, asc, count, eq, ilike, or, type SQL, sql } from 'drizzle-orm';
import { type CatalogueIds, hasId, literal } from './catalogue-ids.ts';
import type { Executor } from './database.ts';
import type { ModelKey } from './model-keys.ts';
import type { ModelRow } from './models.ts';
import { models } from './schema/workspace.ts';

/** Which models a status is of. */
export interface ModelScope {
  /** Null for all. */
  readonly ids: CatalogueIds | null;
  /** Models that count whatever their ids are. */
  readonly also: readonly ModelKey[];
  /** Part of a name or id, in any case; null for any. */
  readonly text: string | null;
}

/** Models that wait for the reader, and models that wait for somebody; one may be in both. */
export interface Urgent {
  readonly you: readonly ModelKey[];
  readonly action: readonly ModelKey[];
}

/** How much a model asks for: something of the reader, something of somebody, or nothing. */
export type Urgency = 'you' | 'action' | 'none';

/** A page of models, the urgent ones first and then by catalogue id. */
export async function urgentFirst(
  db: Executor,
  workspaceId: string,
  scope: ModelScope,
  urgent: Urgent,
  page: { readonly needsAction: boolean; readonly offset: number; readonly limit: number },
): Promise<readonly { readonly model: ModelRow; readonly urgency: Urgency }[]> {
  return await db
    .select({ model: models, urgency: urgencyOf })
    .from(models)
    .leftJoin(urgencies(urgent), isSameModel)
    .where(and(inScope(workspaceId, scope), page.needsAction ? sql`urgent.rank is not null` : undefined))
    .orderBy(sql`coalesce(urgent.rank, 3)`, asc(models.modelId), asc(models.registry), asc(models.name))
    .limit(page.limit)
    .offset(page.offset);
}

/** How many models there are, and of how many something is asked. */
export async function countUrgent(
  db: Executor,
  workspaceId: string,
  scope: ModelScope,
  urgent: Urgent,
): Promise<{ readonly total: number; readonly you: number; readonly action: number }> {
  const [row] = await db
    .select({
      total: count(),
      you: sql<number>`(count(*) filter (where urgent.rank = 1))::int`,
      action: sql<number>`(count(*) filter (where urgent.rank = 2))::int`,
    })
    .from(models)
    .leftJoin(urgencies(urgent), isSameModel)
    .where(inScope(workspaceId, scope));
  return row ?? { total: 0, you: 0, action: 0 };
}

const isSameModel = sql`urgent.registry = ${models.registry} and urgent.name = ${models.name}`;
const urgencyOf = sql<Urgency>`case urgent.rank when 1 then 'you' when 2 then 'action' else 'none' end`;

/** One row for each model that something is asked of: 1 where it is of the reader. */
function urgencies({ you, action }: Urgent): SQL {
  const keys = [...you, ...action];
  const ranks = [...you.map(() => 1), ...action.map(() => 2)];
  return sql`(
    select registry, name, min(rank) as rank from unnest(
      ${sql.param(keys.map(({ registry }) => registry))}::text[], ${sql.param(keys.map(({ name }) => name))}::text[],
      ${sql.param(ranks)}::int[]
    ) as asked (registry, name, rank) group by 1, 2
  ) as urgent`;
}

function inScope(workspaceId: string, { ids, also, text }: ModelScope): SQL | undefined {
  const pattern = text === null ? null : `%${literal(text)}%`;
  return and(
    eq(models.workspaceId, workspaceId),
    eq(models.gone, false),
    ids === null ? undefined : or(hasId(ids), also.length === 0 ? undefined : isAmong(also)),
    pattern === null ? undefined : or(ilike(models.modelId, pattern), ilike(models.name, pattern)),
  );
}

function isAmong(keys: readonly ModelKey[]): SQL {
  const pairs = keys.map(({ registry, name }) => sql`(${registry}, ${name})`);
  return sql`(${models.registry}, ${models.name}) in (${sql.join(pairs, sql`, `)})`;
}
