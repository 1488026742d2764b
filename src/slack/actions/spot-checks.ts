import { answerCheck, spotCheckFormOf } from '#operations/spot-checks/answer-spot-check.ts';
import type { Handlers } from '#views/intents.ts';
import { notice } from '#views/notice.ts';
import { spotCheckFields, spotCheckForm } from '#views/spot-check.ts';
import type { Scene } from '../scene.ts';
import { orAgain, valueOf } from './form-again.ts';

/** What owners show when a claim of theirs was drawn. */
export const spotCheckHandlers = {
  'spot-check-open': async ({ press }, scene) => {
    await scene.show({ title: 'Spot check', what: 'what was drawn' }, async () =>
      spotCheckForm(await spotCheckFormOf(scene.bot.setting, { ...scene.signed, press })),
    );
  },
  'spot-check-submit': async ({ press }, scene) => {
    const { setting } = scene.bot;
    const act = { ...scene.signed, press };
    const filled = { shown: valueOf(scene, spotCheckFields.shown), note: valueOf(scene, spotCheckFields.note) };
    await orAgain(
      scene,
      'bad_spot_check',
      async () => {
        await answerCheck(setting, { ...act, filled });
        return notice({
          title: 'Answered',
          lines: ['Recorded with your name. The message and the next digest say so.'],
        });
      },
      async (mistakes) => spotCheckForm(await spotCheckFormOf(setting, act, { filled, mistakes })),
    );
  },
} satisfies Partial<Handlers<Scene>>;
