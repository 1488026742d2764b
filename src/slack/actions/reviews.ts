import { requestOfPress } from '#operations/load-request.ts';
import { reviewToConfirm } from '#operations/present-review.ts';
import { answerReview } from '#operations/sampled-review.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import { confirmWrong } from '#views/sampled-review.ts';
import type { Scene } from '../scene.ts';

/** The answers of whoever looks at what was approved without people. */
export const reviewHandlers = {
  'review-right': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await answerReview(setting, { ...scene.signed, requestId: row.id, answer: 'right', reason: '' });
    await scene.tell(
      refusal({ sentence: `Thank you: it is recorded that R-${row.number} looks right to you.`, links: [] }),
    );
  },
  'review-wrong': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    await scene.show({ title: `Wrong: ${row.code}?`, what: `R-${row.number}` }, async () =>
      confirmWrong(await reviewToConfirm(setting, { ...scene.signed, requestId: row.id })),
    );
  },
  'review-wrong-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
    const reason = scene.modal?.values.get('reason') ?? '';
    await answerReview(setting, { ...scene.signed, requestId: row.id, answer: 'wrong', reason });
    const done = `What you found about R-${row.number} is recorded, and whoever owns its playbook is told.`;
    await scene.modal?.replace(notice({ title: `Request ${row.code}`, lines: [done] }));
  },
} satisfies Partial<Handlers<Scene>>;
