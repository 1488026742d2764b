import { epochMs } from '#domain/instant.ts';
import { type AskRow, addAsk, asksOfRequest, closeAsks, lockReminders, openAsksOf } from '#store/asks.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { type LoadedRequest, verdictOf } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { isForSeat } from './asked-of.ts';

/** A request that waits for a person, with what they were asked about it. */
interface Waiting {
  readonly request: RequestRow;
  readonly asks: readonly AskRow[];
}

/**
 * Reminds those whose time has come, in one message of everything that waits for them and was not said lately. Answers
 * when each of them is due next. However long nobody looked, a person gets one reminder.
 */
export async function remind(
  setting: Setting,
  tx: Executor,
  { row }: LoadedRequest,
  standing: readonly AskRow[],
): Promise<readonly number[]> {
  const now = epochMs(setting.now());
  const dueAt: number[] = [];
  const byPerson = Map.groupBy(standing, ({ asked }) => asked);
  for (const [person, asks] of [...byPerson].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (remindAt(asks) > now) dueAt.push(remindAt(asks));
    else dueAt.push(await remindPerson(setting, tx, row, person));
  }
  return dueAt;
}

/** Other requests are said along once half of their time is over, so that a person hears of all at once from then on. */
async function remindPerson(setting: Setting, tx: Executor, row: RequestRow, person: string): Promise<number> {
  await lockReminders(tx, setting.workspaceId, person);
  const now = epochMs(setting.now());
  const open = Map.groupBy(await openAsksOf(tx, setting.workspaceId, person), ({ request }) => request.id);
  const others = [...open.values()].flatMap((some): Waiting[] => {
    const [first] = some;
    return first === undefined || first.request.id === row.id
      ? []
      : [{ request: first.request, asks: some.map(({ ask }) => ask) }];
  });
  const all = await asksOfRequest(tx, setting.workspaceId, row.id);
  const asks = all.filter((one) => one.asked === person && isForSeat(one) && one.closedAt === null);
  // Reminded of it with another request while this waited.
  if (remindAt(asks) > now) return remindAt(asks);
  const along = others.filter((one) => isWaiting(one.request) && halfOver(one.asks, now));
  const noteId = setting.newId();
  const told: AskRow[] = [];
  for (const one of [{ request: row, asks }, ...along]) {
    told.push(...(await record(setting, tx, one, person, noteId)));
  }
  const slackUser = setting.playbooks().set.people.people[person]?.slack[0];
  if (told.length > 0 && slackUser !== undefined) {
    await showMessage(setting, tx, {
      key: messageKeys.ask(noteId),
      channel: slackUser,
      content: { view: 'ask-note', noteId },
    });
  }
  return now + (asks[0]?.remindEveryMs ?? 0);
}

/** The reminder takes the place of the one before; what asked first stays, and says how it ends. */
async function record(
  setting: Setting,
  tx: Executor,
  { request, asks }: Waiting,
  person: string,
  noteId: string,
): Promise<readonly AskRow[]> {
  const [first] = asks;
  if (first === undefined) return [];
  const all = await asksOfRequest(tx, setting.workspaceId, request.id);
  const before = all.filter(({ asked, step }) => asked === person && step.startsWith('remind:'));
  const askedAt = new Date(setting.now());
  const added = await addAsk(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: request.id,
    generation: request.generation,
    shownGeneration: request.generation,
    asked: person,
    step: `remind:${before.length + 1}`,
    noteId,
    askedAt,
    remindEveryMs: first.remindEveryMs,
  });
  if (added === null) return [];
  const replaced = before.filter(({ closedAt }) => closedAt === null).map(({ id }) => id);
  await closeAsks(tx, replaced, askedAt);
  return [added];
}

function isWaiting(request: RequestRow): boolean {
  return verdictOf(request).status === 'waiting';
}

function lastAskedAt(asks: readonly AskRow[]): number {
  return Math.max(...asks.map(({ askedAt }) => askedAt.getTime()));
}

function remindAt(asks: readonly AskRow[]): number {
  return lastAskedAt(asks) + (asks[0]?.remindEveryMs ?? 0);
}

function halfOver(asks: readonly AskRow[], now: number): boolean {
  return lastAskedAt(asks) + (asks[0]?.remindEveryMs ?? 0) / 2 <= now;
}
