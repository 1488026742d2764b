import { epochMs } from '#domain/instant.ts';
import type { Verdict } from '#playbook/verdict.ts';
import {
  type AskRow,
  addAsk,
  asksOfRequest,
  closeAsks,
  generationSince,
  requestsToAskAbout,
  setNextAsk,
  showGeneration,
} from '#store/asks.ts';
import type { Executor } from '#store/database.ts';
import { lockEndOfLedger } from '#store/ledger.ts';
import type { RequestRow } from '#store/requests.ts';
import { holdRequest, type LoadedRequest, loadRequest, verdictOf } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { isForSeat, newlyAsked, seatsToFill } from './asked-of.ts';
import { escalate } from './escalate.ts';
import { remind } from './remind.ts';

/** Sends every request about which somebody is to be asked, reminded or told by now. */
export async function sweepAsks(setting: Setting): Promise<void> {
  for (const row of await requestsToAskAbout(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.sendJob(setting.db, 'ask-people', { requestId: row.id });
  }
}

/**
 * Asks, reminds and tells everybody that a request waits for, as its playbook says, each once; and brings the messages
 * that asked before to where it stands. One transaction that holds the request's row: whoever looks meanwhile waits.
 */
export async function askPeople(setting: Setting, requestId: string): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, requestId);
    // What is told stands in its channel in the order of the ledger: others tell holding its end.
    await lockEndOfLedger(tx, setting.workspaceId);
    const asks = await asksOfRequest(tx, setting.workspaceId, row.id);
    if (row.state !== 'open') {
      await close(setting, tx, asks.filter(isOpen));
      await setNextAsk(tx, row, null);
      return;
    }
    const loaded = await loadRequest(setting, tx, row);
    await setNextAsk(tx, row, isHeld(loaded) ? null : await ask(setting, tx, loaded, asks));
  });
}

/** Answers when somebody is to be asked next. */
async function ask(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  before: readonly AskRow[],
): Promise<Date | null> {
  const since = await generationSince(tx, loaded.row);
  const verdict = verdictOf(loaded.row);
  const reminded = verdict.status === 'waiting' ? await askForSeats(setting, tx, loaded, verdict, before, since) : null;
  const escalated = await escalate(setting, tx, loaded, before, since);
  const next = [reminded, escalated].filter((ms) => ms !== null);
  return next.length === 0 ? null : new Date(Math.min(...next));
}

async function askForSeats(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  verdict: Verdict,
  before: readonly AskRow[],
  since: Date,
): Promise<number | null> {
  const { row, policy } = loaded;
  const able = new Set(
    seatsToFill(verdict).flatMap(({ could, standIns }) => [...could, ...standIns.map(({ person }) => person)]),
  );
  const open = before.filter((one) => isOpen(one) && isForSeat(one));
  const answered = open.filter(({ asked }) => !able.has(asked));
  await close(setting, tx, answered);
  const standing = open.filter(({ asked }) => able.has(asked));
  await refresh(setting, tx, row, standing);
  const now = epochMs(setting.now());
  const lateAt = since.getTime() + policy.ask.remindEveryMs;
  const left = before.filter((one) => !answered.includes(one));
  const people = await newlyAsked(setting, tx, loaded, verdict, left, now >= lateAt);
  const added: AskRow[] = [];
  for (const person of people) added.push(...(await askFor(setting, tx, loaded, person, before)));
  const dueAt = await remind(setting, tx, loaded, [...standing, ...added]);
  const unnamed = policy.ask.first.length > 0 && now < lateAt ? [lateAt] : [];
  const next = [...dueAt, ...unnamed];
  return next.length === 0 ? null : Math.min(...next);
}

async function askFor(
  setting: Setting,
  tx: Executor,
  { row, policy }: LoadedRequest,
  person: string,
  before: readonly AskRow[],
): Promise<readonly AskRow[]> {
  const slackUser = setting.playbooks().set.people.people[person]?.slack[0];
  if (slackUser === undefined) return [];
  const times = before.filter((one) => one.asked === person && isForSeat(one)).length;
  const added = await addAsk(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: row.id,
    generation: row.generation,
    shownGeneration: row.generation,
    asked: person,
    step: times === 0 ? 'first' : `again:${times}`,
    noteId: setting.newId(),
    askedAt: new Date(setting.now()),
    remindEveryMs: policy.ask.remindEveryMs,
  });
  if (added === null) return [];
  await showNote(setting, tx, added.noteId, slackUser);
  return [added];
}

/** Shows on the messages that asked what there is to sign now. */
async function refresh(setting: Setting, tx: Executor, row: RequestRow, standing: readonly AskRow[]): Promise<void> {
  const stale = standing.filter(({ shownGeneration }) => shownGeneration !== row.generation);
  await showGeneration(
    tx,
    stale.map(({ id }) => id),
    row.generation,
  );
  await showAgain(setting, tx, stale);
}

/** Ends asks that need no answer any more, and says so on their messages. */
async function close(setting: Setting, tx: Executor, ended: readonly AskRow[]): Promise<void> {
  await closeAsks(
    tx,
    ended.map(({ id }) => id),
    new Date(setting.now()),
  );
  await showAgain(setting, tx, ended);
}

async function showAgain(setting: Setting, tx: Executor, asks: readonly AskRow[]): Promise<void> {
  const { people } = setting.playbooks().set.people;
  for (const { noteId, asked } of asks) {
    const slackUser = people[asked]?.slack[0];
    if (slackUser !== undefined) await showNote(setting, tx, noteId, slackUser);
  }
}

async function showNote(setting: Setting, tx: Executor, noteId: string, slackUser: string): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.ask(noteId),
    channel: slackUser,
    content: { view: 'ask-note', noteId },
  });
}

function isOpen({ closedAt }: AskRow): boolean {
  return closedAt === null;
}

/** A hold stops asking as it stops carrying out. */
function isHeld({ votes }: LoadedRequest): boolean {
  return votes.findLast(({ decision }) => decision === 'hold' || decision === 'release')?.decision === 'hold';
}
