import { digestOf } from '#domain/digest.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { noReviewer } from '#playbook/reviewers.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { changeReview, lockReview, type ReviewRow, reviewOfRequest } from '#store/reviews.ts';
import { actorOf, listedActor } from '../actor.ts';
import { recordHappening } from '../ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from '../load-request.ts';
import { readNames } from '../names.ts';
import { refusalsRecorded } from '../refusals-recorded.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { owed } from './glass-review.ts';
import { showGlassTask } from './open-glass-review.ts';

/** Who answers the review of which emergency, as the signed request said. */
export interface GlassReviewAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
}

/** Whether a person may review an emergency decision: in the role, without a part in it or in the version. */
export function mayReview({ policy, facts, votes }: LoadedRequest, by: readonly string[], person: string, now: string) {
  const broke = votes.some((vote) => vote.decision === 'break_glass' && vote.person === person);
  return !broke && noReviewer(policy, facts, by, person, now) === null;
}

/** Checks whether a person may answer, before they are asked for words. Throws a Refusal that says why not. */
export async function prepareGlassReview(setting: Setting, act: GlassReviewAct): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'review' }, async () => {
    const { person } = listedActor(setting, await actorOf(setting, act));
    await setting.db.transaction((tx) => answerable(setting, tx, act.requestId, person));
  });
}

/**
 * Records what a person found of an emergency decision, once: from then on the team may promote again. If it was wrong,
 * the owner of the playbook is told. Throws a Refusal.
 */
export async function answerGlassReview(
  setting: Setting,
  act: GlassReviewAct & { readonly answer: 'right' | 'wrong'; readonly reason: string },
): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'review' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    const reason = act.reason.trim();
    if (Array.from(reason).length < 10) {
      throw new Refusal(
        'no_reason',
        'Say in at least 10 characters what you looked at and found; it is what was owed.',
      );
    }
    await setting.db.transaction(async (tx) => {
      const { request, review } = await answerable(setting, tx, act.requestId, actor.person);
      const changed = await changeReview(tx, review, {
        answer: act.answer,
        answeredAt: new Date(setting.now()),
        answeredBy: actor.person,
        answeredSlack: actor.slackUser,
        reason,
      });
      await recordHappening(setting, tx, request, {
        event: 'review_answered',
        actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
        details: { review: review.id, kind: 'break_glass', answer: act.answer, reason_digest: digestOf(reason) },
      });
      await showGlassTask(setting, tx, request, changed);
      if (act.answer === 'wrong') {
        await showMessage(setting, tx, {
          key: messageKeys.glassReview(review.id, 'wrong'),
          channel: request.channel,
          content: { view: 'glass-wrong', reviewId: review.id },
        });
      }
      await rejudgeRequests(setting, tx);
    });
  });
}

async function answerable(
  setting: Setting,
  tx: Executor,
  requestId: string,
  person: string,
): Promise<{ readonly request: RequestRow; readonly review: ReviewRow }> {
  const request = await holdRequest(setting, tx, requestId);
  const name = `R-${request.number}`;
  const found = await reviewOfRequest(tx, setting.workspaceId, requestId, 'break_glass');
  const review = found === null ? null : await lockReview(tx, setting.workspaceId, found.id);
  if (review === null) {
    throw new Refusal('no_review', `Nobody broke the glass for ${name}. Its card shows how it stands.`);
  }
  if (review.answeredBy !== null) {
    const who = (await readNames(setting, tx)).of(review.answeredBy);
    throw new Refusal(
      'answered',
      `${who} has reviewed ${name} already and found it ${review.answer === 'wrong' ? 'wrong' : 'right'}. Tell them if you see it otherwise.`,
    );
  }
  if (review.answeredAt !== null || owed(request) === 'no') {
    throw new Refusal('not_needed', `Nothing came of the emergency of ${name}, so nobody has to review it.`);
  }
  const loaded = await loadRequest(setting, tx, request);
  if (!mayReview(loaded, review.by, person, setting.now())) {
    throw new Refusal(
      'no_reviewer',
      `${roleName(review.by)} reviews ${name}: somebody who neither broke the glass, asked for it, nor made the version. Ask one of them.`,
    );
  }
  return { request, review };
}
