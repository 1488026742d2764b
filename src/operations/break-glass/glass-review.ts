import { UpstreamError } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { changeReview, lockReview, openReviews, type ReviewRow } from '#store/reviews.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, verdictOf } from '../load-request.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { showGlassTask } from './open-glass-review.ts';
import { orderWayBack, readWayBack } from './order-way-back.ts';

/** Tells of every review of an emergency that nobody did in time, once, does what the playbook says then, and ends those that nothing came of. */
export async function sweepGlassReviews(setting: Setting): Promise<void> {
  for (const { review, request } of await openReviews(setting.db, setting.workspaceId, ['break_glass'])) {
    const due = review.dueAt.getTime() <= Date.parse(setting.now());
    if (owed(request) === 'no') await setting.db.transaction((tx) => drop(setting, tx, review));
    else if (due && review.missedAt === null && owed(request) === 'yes') {
      await setting.db.transaction((tx) => miss(setting, tx, review));
    } else if (wantsRollback(review, request)) await rollBack(setting, review, request);
  }
}

/** Whether anything came of the emergency that somebody has to look at. */
export function owed(request: RequestRow): 'yes' | 'no' | 'undecided' {
  if (request.state === 'open') return 'no';
  const overridden = verdictOf(request).status === 'overridden';
  if (request.state === 'overridden' || request.state === 'executing') return overridden ? 'yes' : 'undecided';
  return request.state === 'verified' && overridden ? 'yes' : 'no';
}

async function drop(setting: Setting, tx: Executor, seen: ReviewRow): Promise<void> {
  const request = await holdRequest(setting, tx, seen.requestId);
  const review = await lockReview(tx, setting.workspaceId, seen.id);
  if (review === null || review.answeredAt !== null || owed(request) !== 'no') return;
  const changed = await changeReview(tx, review, { answer: 'not_needed', answeredAt: new Date(setting.now()) });
  await showGlassTask(setting, tx, request, changed);
  await rejudgeRequests(setting, tx);
  await recordHappening(setting, tx, request, { event: 'review_dropped', details: { review: review.id } });
}

async function miss(setting: Setting, tx: Executor, seen: ReviewRow): Promise<void> {
  const request = await holdRequest(setting, tx, seen.requestId);
  const review = await lockReview(tx, setting.workspaceId, seen.id);
  if (review === null || review.answeredAt !== null || review.missedAt !== null) return;
  const changed = await changeReview(tx, review, { missedAt: new Date(setting.now()) });
  await showGlassTask(setting, tx, request, changed);
  if (review.ifMissed === 'escalate') await tellMissed(setting, tx, request, review);
  await rejudgeRequests(setting, tx);
  await recordHappening(setting, tx, request, { event: 'review_missed', details: { review: review.id } });
}

function wantsRollback(review: ReviewRow, request: RequestRow): boolean {
  const undone = review.followUp === null && review.hindrance === null;
  return review.missedAt !== null && review.ifMissed === 'rollback' && undone && request.state === 'verified';
}

/** While the registry does not answer it is tried again at the next look. */
async function rollBack(setting: Setting, seen: ReviewRow, request: RequestRow): Promise<void> {
  try {
    const way = await readWayBack(setting, request);
    await setting.db.transaction(async (tx) => {
      const row = await holdRequest(setting, tx, request.id);
      const review = await lockReview(tx, setting.workspaceId, seen.id);
      if (review === null || review.answeredAt !== null || !wantsRollback(review, row)) return;
      const outcome =
        'hindrance' in way
          ? { hindrance: way.hindrance }
          : { followUp: (await orderWayBack(setting, tx, row, review, way.asked)).id };
      await changeReview(tx, review, outcome);
      await tellMissed(setting, tx, row, review);
    });
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
  }
}

async function tellMissed(setting: Setting, tx: Executor, request: RequestRow, review: ReviewRow): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.glassReview(review.id, 'missed'),
    channel: request.channel,
    content: { view: 'glass-missed', reviewId: review.id },
  });
}
