import { roleName } from '#domain/role-name.ts';
import { requestById } from '#store/requests.ts';
import { reviewById, reviewOfRequest } from '#store/reviews.ts';
import type { GlassReview } from '#views/glass-review.ts';
import { reviewLine } from '../present-afterwards.ts';
import { ownerOf, promiseOf } from '../present-duty.ts';
import type { Setting } from '../setting.ts';
import { type GlassReviewAct, mayReview, prepareGlassReview } from './answer-glass-review.ts';

/** The review that an emergency owes, as its message shows it now. */
export async function glassReviewOf(setting: Setting, id: string): Promise<GlassReview> {
  const review = await reviewById(setting.db, setting.workspaceId, id);
  if (review === null) throw new Error(`there is no review ${id}`);
  const { row, loaded, facts, press, names } = await promiseOf(setting, setting.db, review.requestId);
  const followUp =
    review.followUp === null ? null : await requestById(setting.db, setting.workspaceId, review.followUp);
  const presses = loaded.votes.filter(({ decision }) => decision === 'break_glass');
  const people = Object.keys(setting.playbooks().set.people.people);
  return {
    ...facts,
    ...reviewLine(row, review, names),
    press,
    carriedOut: row.state === 'verified',
    brokenBy: [...new Set(presses.map(({ person }) => names.of(person)))],
    because: presses.at(-1)?.reason ?? '',
    by: roleName(review.by),
    people: people
      .filter((person) => mayReview(loaded, review.by, person, setting.now()))
      .map((person) => names.person(person)),
    owner: await ownerOf(setting, names, loaded.policy.owner),
    followUp: followUp?.number ?? null,
    hindrance: review.hindrance,
  };
}

/** What the modal says before somebody answers. Throws a Refusal if they may not. */
export async function glassReviewToConfirm(setting: Setting, act: GlassReviewAct): Promise<GlassReview> {
  await prepareGlassReview(setting, act);
  const review = await reviewOfRequest(setting.db, setting.workspaceId, act.requestId, 'break_glass');
  if (review === null) throw new Error(`request ${act.requestId} has no review`);
  return await glassReviewOf(setting, review.id);
}
