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

/** Whom requests wait for: a person of people.yaml, nobody where null, and the Slack user who asks for some. */
export interface Reader {
  readonly person: string | null;
  readonly slackUser: string;
}

/** Requests that the reader could decide now, or others that they made. */
export type ReaderList = 'forYou' | 'yours';

/** How many requests that can still change are on each list of the reader; none is on both. */
export async function countOfReader(
  db: Executor,
  workspaceId: string,
  reader: Reader,
): Promise<Readonly<Record<ReaderList, number>>> {
  const [counts] = await db
    .select({
      forYou: sql<number>`count(*) filter (where ${isOnList('forYou', reader)})`.mapWith(Number),
      yours: sql<number>`count(*) filter (where ${isOnList('yours', reader)})`.mapWith(Number),
    })
    .from(requests)
    .where(and(eq(requests.workspaceId, workspaceId), inArray(requests.state, [...unsettled])));
  return counts ?? { forYou: 0, yours: 0 };
}

/** A page of one list of the reader, oldest first. */
export async function requestsOfReader(
  db: Executor,
  workspaceId: string,
  reader: Reader,
  page: { readonly list: ReaderList; readonly offset: number; readonly limit: number },
): Promise<readonly RequestRow[]> {
  return await db
    .select()
    .from(requests)
    .where(
      and(eq(requests.workspaceId, workspaceId), inArray(requests.state, [...unsettled]), isOnList(page.list, reader)),
    )
    .orderBy(asc(requests.number))
    .limit(page.limit)
    .offset(page.offset);
}

function isOnList(list: ReaderList, { person, slackUser }: Reader) {
  const waits = person === null ? sql<boolean>`false` : couldDecide(person);
  return list === 'forYou' ? waits : sql<boolean>`(${requests.requesterSlack} = ${slackUser} and ${waits} is not true)`;
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
