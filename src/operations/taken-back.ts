import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import type { ShownWayBack } from '#views/vote-line.ts';
import { showCard } from './apply-judgement.ts';
import { asksToKeep } from './kept-champion.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/** What the row remembers of approvals that were taken back when they were carried out already. */
export interface TakenBack {
  /** Whoever did so first asks for the way back. */
  readonly slackUser: string;
  readonly reason: string;
  /** Their votes, whose lines tell what came of it. */
  readonly votes: readonly number[];
  /** The number of the request for the way back, or why there is none; both null while it is not asked for yet. */
  readonly request: number | null;
  readonly because: string | null;
}

/** Whether a promotion has begun or is done, so that an approval of it can only be taken back by asking for the way back. */
export function isCarriedOut(row: RequestRow): boolean {
  return row.action === 'promote' && !asksToKeep(row) && (row.state === 'executing' || row.state === 'verified');
}

/** The version that the promotion replaced. Throws a Refusal where there was none. */
export function versionBefore({ championVersion, number, modelName, target }: RequestRow): string {
  if (championVersion !== null) return championVersion;
  throw new Refusal(
    'nothing_to_roll_back',
    `R-${number} set the first version that \`${target}\` of ${modelName} ever had, so there is nothing to go back to. To take it out of use, move the alias in the registry and explain it here.`,
  );
}

/** What a promotion changed, as a rollback of it is asked for. */
export function placeOf({ registry, modelName, model, target }: RequestRow) {
  return { model: { registry, name: modelName, modelId: model }, target };
}

/** Has the way back asked for, if the promotion is done and an approval of it was taken back. */
export async function askWhenVerified(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  const waits = takenBackOf(row);
  if (row.state !== 'verified' || waits === null || isAnswered(waits)) return;
  await setting.sendJob(tx, 'ask-way-back', { requestId: row.id });
}

/**
 * Records which request asks for the way back, or why none does, and tells it in the thread of the promotion. Part of
 * the transaction that holds its row.
 */
export async function answered(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  answer: Pick<TakenBack, 'request' | 'because'>,
): Promise<void> {
  const takenBack = takenBackOf(row);
  if (takenBack === null || isAnswered(takenBack)) return;
  const changed = await changeRequest(tx, row, { outcome: { ...row.outcome, takenBack: { ...takenBack, ...answer } } });
  if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
  await tellTakenBack(setting, tx, changed);
  await showCard(setting, tx, changed);
}

/** What the outcome of a promotion that failed keeps of it: there is nothing to go back from. */
export function withoutWayBack(row: RequestRow): { readonly takenBack?: TakenBack } {
  const takenBack = takenBackOf(row);
  if (takenBack === null || isAnswered(takenBack)) return {};
  return { takenBack: { ...takenBack, because: 'the promotion failed, so there is nothing to go back from' } };
}

/** Tells what came of it, in the lines of those who took their approvals back. */
export async function tellTakenBack(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  for (const voteId of takenBackOf(row)?.votes ?? []) {
    await showMessage(setting, tx, {
      key: messageKeys.vote(row.id, voteId),
      channel: row.channel,
      threadKey: messageKeys.card(row.id),
      content: { view: 'vote-line', requestId: row.id, voteId },
    });
  }
}

/** What came of an approval that was taken back too late, as its line in the thread says; null for any other vote. */
export function shownWayBack(row: RequestRow, voteId: number): ShownWayBack | null {
  const takenBack = takenBackOf(row);
  if (takenBack === null || !takenBack.votes.includes(voteId)) return null;
  const { request, because } = takenBack;
  return { version: row.championVersion ?? '', request: request === null ? null : `R-${request}`, because };
}

/** Whether it is known what came of it. */
export function isAnswered({ request, because }: TakenBack): boolean {
  return request !== null || because !== null;
}

/** What a row remembers of it; null where nobody took an approval back. */
export function takenBackOf({ outcome: { takenBack } }: RequestRow): TakenBack | null {
  return isTakenBack(takenBack) ? takenBack : null;
}

function isTakenBack(value: unknown): value is TakenBack {
  return typeof value === 'object' && value !== null && 'votes' in value && 'slackUser' in value;
}
