import type { Rendered } from '#domain/chat.ts';
import { glassReviewOf } from '#operations/break-glass/present-glass-review.ts';
import type { Setting } from '#operations/setting.ts';
import type { MessageContent } from '#operations/show-message.ts';
import { glassNotice, glassReview } from '#views/glass-review.ts';

type GlassContent = Extract<MessageContent, { view: 'glass-review' | 'glass-missed' | 'glass-wrong' }>;

/** The review that an emergency owes, and what is told of it. */
export async function renderGlassReview(setting: Setting, { view, reviewId }: GlassContent): Promise<Rendered> {
  const state = await glassReviewOf(setting, reviewId);
  if (view === 'glass-review') return glassReview(state);
  return glassNotice(state, view === 'glass-missed' ? 'missed' : 'wrong');
}
