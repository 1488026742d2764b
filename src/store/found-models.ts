import { and, asc, count, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import { type CatalogueIds, hasId, literal } from './catalogue-ids.ts';
import type { Executor } from './database.ts';
import type { ModelRow } from './models.ts';
import { models } from './schema/workspace.ts';

/** One thing that is looked for. A model has it where any of these says so. */
export interface Sought {
  /** Part of the name, a tag or the description, in any case; null where that does not count. */
  readonly text: string | null;
  /** A tag with exactly this value in any case; null for none. */
  readonly tag: { readonly key: string; readonly value: string } | null;
  /** What the catalogue has under these ids. */
  readonly ids: CatalogueIds;
}

/** A model, and how many of the things that were looked for it has. */
export interface FoundModel {
  readonly model: ModelRow;
  readonly matched: number;
}

/** Models that have any of it: those with most of it first, then those whose name says it rather than a description. */
export async function foundModels(
  db: Executor,
  workspaceId: string,
  sought: readonly Sought[],
  page: { readonly offset: number; readonly limit: number; readonly all: boolean },
): Promise<readonly FoundModel[]> {
  const scores = sought.map(scoreOf);
  return await db
    .select({ model: models, matched: matchedOf(scores) })
    .from(models)
    .where(found(workspaceId, scores, page.all))
    .orderBy(
      desc(matchedOf(scores)),
      desc(sql`${sql.join(scores, sql` + `)}`),
      asc(models.modelId),
      asc(models.registry),
      asc(models.name),
    )
    .limit(page.limit)
    .offset(page.offset);
}

/** How many models have all of it, or any. */
export async function countFound(
  db: Executor,
  workspaceId: string,
  sought: readonly Sought[],
  all: boolean,
): Promise<number> {
  const [row] = await db
    .select({ total: count() })
    .from(models)
    .where(found(workspaceId, sought.map(scoreOf), all));
  return row?.total ?? 0;
}

function found(workspaceId: string, scores: readonly SQL[], all: boolean): SQL | undefined {
  const hits = scores.map((score) => sql`${score} > 0`);
  return and(eq(models.workspaceId, workspaceId), eq(models.gone, false), all ? and(...hits) : or(...hits));
}

function matchedOf(scores: readonly SQL[]): SQL<number> {
  const hits = scores.map((score) => sql`(${score} > 0)::int`);
  return sql<number>`(${sql.join(hits, sql` + `)})`;
}

/** 8 for the name itself, 5 for a part of it, 4 for the catalogue, 3 for a tag, 2 for the description, 0 for none. */
function scoreOf({ text, tag, ids }: Sought): SQL {
  const cases = [
    ...(text === null ? [] : [sql`when lower(${models.name}) = lower(${text}) then 8`]),
    ...(text === null
      ? []
      : [sql`when ${models.name} ilike ${part(text)} or ${models.modelId} ilike ${part(text)} then 5`]),
    sql`when ${hasId(ids)} then 4`,
    ...(tag === null ? [] : [sql`when lower(${models.tags} ->> ${tag.key}) = lower(${tag.value}) then 3`]),
    ...(text === null ? [] : [sql`when ${inTags(text)} then 3`]),
    ...(text === null ? [] : [sql`when ${models.description} ilike ${part(text)} then 2`]),
  ];
  return sql`(case ${sql.join(cases, sql` `)} else 0 end)`;
}

/** Tags that registries and Countersign write for themselves say nothing of what a model does. */
function inTags(text: string): SQL {
  return sql`exists (
    select from jsonb_each_text(${models.tags}) as tag
    where tag.value ilike ${part(text)} and tag.key not like 'mlflow.%' and tag.key not like 'countersign.%')`;
}

function part(text: string): string {
  return `%${literal(text)}%`;
}
