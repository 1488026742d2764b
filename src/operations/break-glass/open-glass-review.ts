import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { addReview, type ReviewRow, reviewOfRequest } from '#store/reviews.ts';
import type { Judgement } from '../judge.ts';
import { recordHappening } from '../ledger-entry.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Begins the review that an emergency decision owes, once it is complete; once for each request. */
export async function openGlassReview(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  { verdict, policies }: Judgement,
): Promise<void> {
  if (row.state !== 'overridden' || verdict.reviewDue === null) return;
  const strict = policies.some(({ breakGlass }) => breakGlass?.review.ifMissed === 'rollback');
  const review = await addReview(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: row.id,
    kind: 'break_glass',
    ifMissed: strict ? 'rollback' : 'escalate',
    by: verdict.reviewBy,
    openedAt: new Date(setting.now()),
    dueAt: new Date(verdict.reviewDue),
  });
  if (review === null) return;
  await showGlassTask(setting, tx, row, review);
  await recordHappening(setting, tx, row, {
    event: 'review_opened',
    details: { review: review.id, kind: 'break_glass', by: [...review.by], due: review.dueAt.toISOString() },
  });
}

/** Shows on the message that asks for the review that what it is about was carried out, if one is owed. */
export async function showGlassCarriedOut(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  const review = await reviewOfRequest(tx, setting.workspaceId, row.id, 'break_glass');
  if (review !== null) await showGlassTask(setting, tx, row, review);
}

/** Shows the message that asks for the review as it is now. */
export async function showGlassTask(
  setting: Setting,
  tx: Executor,
  { channel }: RequestRow,
  { id }: ReviewRow,
): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.glassReview(id, 'task'),
    channel,
    content: { view: 'glass-review', reviewId: id },
  });
}
