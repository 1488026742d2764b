import { noReviewer } from '#playbook/reviewers.ts';
import { type ReviewRow, reviewById, reviewOfRequest } from '#store/reviews.ts';
import type { SampledReview } from '#views/sampled-review.ts';
import { verdictOf } from './load-request.ts';
import { reviewLine } from './present-afterwards.ts';
import { ownerOf, promiseOf } from './present-duty.ts';
import { prepareReview, type ReviewAct } from './sampled-review.ts';
import type { Setting } from './setting.ts';

/** A look that is owed, as its message shows it now. */
export async function sampledReviewOf(setting: Setting, id: string): Promise<SampledReview> {
  const review = await reviewById(setting.db, setting.workspaceId, id);
  if (review === null) throw new Error(`there is no review ${id}`);
  return await shown(setting, review);
}

/** What the modal says before somebody says that it was wrong. Throws a Refusal if they may not. */
export async function reviewToConfirm(setting: Setting, act: ReviewAct): Promise<SampledReview> {
  await prepareReview(setting, act);
  const review = await reviewOfRequest(setting.db, setting.workspaceId, act.requestId);
  if (review === null) throw new Error(`request ${act.requestId} has no review`);
  return await shown(setting, review);
}

async function shown(setting: Setting, review: ReviewRow): Promise<SampledReview> {
  const { row, loaded, facts, press, names } = await promiseOf(setting, setting.db, review.requestId);
  const { people } = setting.playbooks().set.people;
  const mayLook = Object.keys(people).filter(
    (person) => noReviewer(loaded.policy, loaded.facts, review.by, person, setting.now()) === null,
  );
  return {
    ...facts,
    ...reviewLine(row, review, names),
    press,
    carriedOut: row.state === 'verified',
    because: loaded.policy.autoApprove?.because ?? verdictOf(row).because,
    people: mayLook.map((person) => names.person(person)),
    owner: await ownerOf(setting, names, loaded.policy.owner),
  };
}
