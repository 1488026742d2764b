import { readEffectPress } from '#operations/effect-press.ts';
import { modelOfKey } from '#operations/find-model.ts';
import { answerUnresolvedPost } from '#operations/unresolved-post.ts';
import type { Handlers } from '#views/intents.ts';
import { driftPages } from '../drift-pages.ts';
import { requestsPage } from '../requests-page.ts';
import { runsPage } from '../runs-page.ts';
import type { Scene } from '../scene.ts';

/** Longer lists, and the question whether a message arrived. */
export const listHandlers = {
  'show-more': async ({ list, offset, only }, scene) => {
    if (list === 'requests') return await scene.tell(await requestsPage(scene, offset));
    const { setting } = scene.bot;
    if (list === 'runs') {
      const model = only === null ? null : await modelOfKey(setting, only);
      return await scene.tell(await runsPage(scene, model, offset));
    }
    const model = only === null ? null : await modelOfKey(setting, only);
    await scene.tell(await driftPages(scene, model, offset));
  },
  'post-found': ({ press }, scene) => answered(scene, press, 'there'),
  'post-again': ({ press }, scene) => answered(scene, press, 'again'),
} satisfies Partial<Handlers<Scene>>;

async function answered({ bot, signed }: Scene, press: string, answer: 'there' | 'again'): Promise<void> {
  await answerUnresolvedPost(bot.setting, readEffectPress(bot.setting, press), answer, signed);
}
