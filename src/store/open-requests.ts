import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Executor } from './database.ts';
import { isOneOf, type ModelKey } from './model-keys.ts';
import { type RequestRow, unsettled } from './requests.ts';
import { requests } from './schema/request.ts';

/** A request that can still change, without its verdict. */
export interface LiveRequest {
  readonly number: number;
  readonly registry: string;
  readonly name: string;
  /** Whether the person could fill a seat of it now. */
  readonly yours: boolean;
}

/** Every request that can still change, oldest first. `person` is nobody where null. */
export async function openRequests(
  db: Executor,
  workspaceId: string,
  person: string | null,
): Promise<readonly LiveRequest[]> {
  return await db
    .select({
      number: requests.number,
      registry: requests.registry,
      name: requests.modelName,
      yours: person === null ? sql<boolean>`false` : couldDecide(person),
    })
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), inArray(requests.state, [...unsettled])))
    .orderBy(asc(requests.number));
}

/** Requests about these models that can still change, oldest first; at most `limit`. */
export async function openRequestsOf(
  db: Executor,
  workspaceId: string,
  keys: readonly ModelKey[],
  limit: number,
): Promise<readonly RequestRow[]> {
  if (keys.length === 0) return [];
  return await db
    .select()
    .from(requests)
    .where(
      and(
        eq(requests.workspaceId, workspaceId),
        inArray(requests.state, [...unsettled]),
        isOneOf(requests.registry, requests.modelName, keys),
      ),
    )
    .orderBy(asc(requests.number))
    .limit(limit);
}

/** The same question that a verdict answers in memory: is the person among those whose approval would help? */
function couldDecide(person: string) {
  const seat = '$.rules[*] ? (@.onRoute == true).seats[*].couldBeFilledBy[*] ? (@.person == $person)';
  return sql<boolean>`(${requests.state} = 'open' and ${requests.verdict} ->> 'status' <> 'blocked'
    and jsonb_path_exists(${requests.verdict}, ${seat}::jsonpath, jsonb_build_object('person', ${person}::text)))`;
}
