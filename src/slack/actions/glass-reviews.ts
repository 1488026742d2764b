import { answerGlassReview } from '#operations/break-glass/answer-glass-review.ts';
import { glassReviewToConfirm } from '#operations/break-glass/present-glass-review.ts';
import { requestOfPress } from '#operations/load-request.ts';
import { confirmGlassReview } from '#views/glass-review.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import type { Scene } from '../scene.ts';

/** The answers of whoever reviews an emergency decision. */
export const glassReviewHandlers = {
  'glass-right': ({ press }, scene) => confirm(scene, press, 'right'),
  'glass-wrong': ({ press }, scene) => confirm(scene, press, 'wrong'),
  'glass-right-submit': ({ press }, scene) => answer(scene, press, 'right'),
  'glass-wrong-submit': ({ press }, scene) => answer(scene, press, 'wrong'),
} satisfies Partial<Handlers<Scene>>;

async function confirm(scene: Scene, press: string, answer: 'right' | 'wrong'): Promise<void> {
  const { setting } = scene.bot;
  const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
  await scene.show({ title: `Was it ${answer}?`, what: `R-${row.number}` }, async () =>
    confirmGlassReview(await glassReviewToConfirm(setting, { ...scene.signed, requestId: row.id }), answer),
  );
}

async function answer(scene: Scene, press: string, answered: 'right' | 'wrong'): Promise<void> {
  const { setting } = scene.bot;
  const { row } = await requestOfPress(setting, press, scene.signed.slackUser);
  const reason = scene.modal?.values.get('reason') ?? '';
  await answerGlassReview(setting, { ...scene.signed, requestId: row.id, answer: answered, reason });
  const done = `The review of R-${row.number} is recorded: it was ${answered}.`;
  await scene.modal?.replace(notice({ title: `Request ${row.code}`, lines: [done] }));
}
