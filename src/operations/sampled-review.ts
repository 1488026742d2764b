import { digestOf } from '#domain/digest.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { type NoReviewer, noReviewer } from '#playbook/reviewers.ts';
import type { Verdict } from '#playbook/verdict.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { addReview, changeReview, lockReview, openReviews, type ReviewRow, reviewOfRequest } from '#store/reviews.ts';
import { type Actor, actorOf, listedActor } from './actor.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest, loadRequest, verdictOf } from './load-request.ts';
import { readNames } from './names.ts';
import { refusalsRecorded } from './refusals-recorded.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';

/** Asks somebody to look at what was just approved without people, if the lot drew it. Once for each request. */
export async function openReview(setting: Setting, tx: Executor, row: RequestRow, verdict: Verdict): Promise<void> {
  if (row.state !== 'approved' || !isSampled(verdict) || verdict.reviewDue === null) return;
  const review = await addReview(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: row.id,
    by: verdict.reviewBy,
    openedAt: new Date(setting.now()),
    dueAt: new Date(verdict.reviewDue),
  });
  if (review === null) return;
  await recordHappening(setting, tx, row, {
    event: 'review_opened',
    details: { review: review.id, by: [...review.by], due: review.dueAt.toISOString() },
  });
  await showTask(setting, tx, row, review);
}

/** Shows on the message that asks for a look that what it is about was carried out. */
export async function showCarriedOut(setting: Setting, tx: Executor, row: RequestRow): Promise<void> {
  const review = await reviewOfRequest(tx, setting.workspaceId, row.id);
  if (review !== null) await showTask(setting, tx, row, review);
}

/** Tells of every review that nobody did in time, once, and ends those that nobody needs any more. */
export async function sweepReviews(setting: Setting): Promise<void> {
  for (const { review, request } of await openReviews(setting.db, setting.workspaceId, ['sample'])) {
    const due = review.dueAt.getTime() <= Date.parse(setting.now());
    if (need(request) === 'no' || (need(request) === 'yes' && due && review.missedAt === null)) {
      await setting.db.transaction(async (tx) => await settleReview(setting, tx, review));
    }
  }
}

async function settleReview(setting: Setting, tx: Executor, seen: ReviewRow): Promise<void> {
  const request = await holdRequest(setting, tx, seen.requestId);
  const review = await lockReview(tx, setting.workspaceId, seen.id);
  if (review === null || review.answeredAt !== null) return;
  const now = new Date(setting.now());
  if (need(request) === 'no') {
    await changeReview(tx, review, { answer: 'not_needed', answeredAt: now });
    await recordHappening(setting, tx, request, { event: 'review_dropped', details: { review: review.id } });
  } else {
    if (review.missedAt !== null || review.dueAt.getTime() > now.getTime()) return;
    await changeReview(tx, review, { missedAt: now });
    await recordHappening(setting, tx, request, { event: 'review_missed', details: { review: review.id } });
    await showNotice(setting, tx, request, review, 'missed');
  }
  await showTask(setting, tx, request, review);
}

/** Whether a look is still called for: people may decide after all, or nothing may come of it. */
function need(request: RequestRow): 'yes' | 'no' | 'undecided' {
  if (request.state === 'open') return 'undecided';
  const carriedOut = request.state === 'approved' || request.state === 'executing' || request.state === 'verified';
  return carriedOut && isSampled(verdictOf(request)) ? 'yes' : 'no';
}

function isSampled({ autoApproved, sampled }: Verdict): boolean {
  return autoApproved && sampled;
}

/** Who answers about which request, as the signed request said. */
export interface ReviewAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
}

/** Checks whether a person may answer a review that is open. Throws a Refusal that says why not. */
export async function prepareReview(setting: Setting, act: ReviewAct): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'review' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    await setting.db.transaction(async (tx) => await answerable(setting, tx, act.requestId, actor));
  });
}

/** Records what a person found, once; if it was wrong, the owner of the playbook is told. Throws a Refusal. */
export async function answerReview(
  setting: Setting,
  act: ReviewAct & { readonly answer: 'right' | 'wrong'; readonly reason: string },
): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'review' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    const reason = act.reason.trim();
    if (act.answer === 'wrong' && reason.length < 10) {
      throw new Refusal('no_reason', 'Say in at least 10 characters what is wrong, so that others can act on it.');
    }
    await setting.db.transaction(async (tx) => {
      const { request, review } = await answerable(setting, tx, act.requestId, actor);
      await changeReview(tx, review, {
        answer: act.answer,
        answeredAt: new Date(setting.now()),
        answeredBy: actor.person,
        answeredSlack: actor.slackUser,
        reason,
      });
      await recordHappening(setting, tx, request, {
        event: 'review_answered',
        actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
        details: { review: review.id, answer: act.answer, reason_digest: digestOf(reason) },
      });
      await showTask(setting, tx, request, review);
      if (act.answer === 'wrong') await showNotice(setting, tx, request, review, 'wrong');
    });
  });
}

async function answerable(
  setting: Setting,
  tx: Executor,
  requestId: string,
  { person }: Actor & { readonly person: string },
): Promise<{ readonly request: RequestRow; readonly review: ReviewRow }> {
  const request = await holdRequest(setting, tx, requestId);
  const name = `R-${request.number}`;
  const found = await reviewOfRequest(tx, setting.workspaceId, requestId);
  const review = found === null ? null : await lockReview(tx, setting.workspaceId, found.id);
  if (review === null)
    throw new Refusal('no_review', `Nobody was asked to look at ${name}. Its card shows how it stands.`);
  if (review.answeredBy !== null) {
    const who = (await readNames(setting, tx)).of(review.answeredBy);
    const found = review.answer === 'wrong' ? 'found it wrong' : 'found it right';
    throw new Refusal(
      'answered',
      `${who} has looked at ${name} already and ${found}. Tell them if you see it otherwise.`,
    );
  }
  if (review.answeredAt !== null || need(request) === 'no') {
    throw new Refusal(
      'not_needed',
      `${name} was not carried out, or people decided about it, so nobody has to look at it.`,
    );
  }
  const { policy, facts } = await loadRequest(setting, tx, request);
  const why = noReviewer(policy, facts, review.by, person, setting.now());
  if (why !== null)
    throw new Refusal(why, `${whyNot[why](request)} Somebody else of ${roleName(review.by)} has to look.`);
  return { request, review };
}

const whyNot: Readonly<Record<NoReviewer, (request: RequestRow) => string>> = {
  not_in_role: () => 'You are not in the role that was asked.',
  role_excluded: () => 'You are also in a role that must not review this.',
  requester: ({ number }) => `You asked for R-${number} yourself.`,
  run_owner: ({ version }) => `You started the training run of v${version}.`,
  contributor: ({ version }) => `You contributed to v${version}.`,
};

async function showTask(setting: Setting, tx: Executor, { channel }: RequestRow, { id }: ReviewRow): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.review(id, 'task'),
    channel,
    content: { view: 'sampled-review', reviewId: id },
  });
}

async function showNotice(
  setting: Setting,
  tx: Executor,
  { channel }: RequestRow,
  { id }: ReviewRow,
  about: 'missed' | 'wrong',
): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.review(id, about),
    channel,
    content: { view: 'review-notice', reviewId: id, about },
  });
}
