import { driftListOf, driftPageOf } from '#operations/drift-answers/drift-overview.ts';
import { readEffectPress } from '#operations/effect-press.ts';
import { modelOfKey } from '#operations/find-model.ts';
import { statusPage } from '#operations/status-of.ts';
import { answerUnresolvedPost } from '#operations/unresolved-post.ts';
import { driftList } from '#views/drift-list.ts';
import { driftPage } from '#views/drift-page.ts';
import type { Handlers } from '#views/intents.ts';
import { statusList } from '#views/status.ts';
import { pageSize } from '../commands/status.ts';
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
    if (list === 'drift') {
      if (only === null) return await scene.tell(driftList(await driftListOf(setting, offset)));
      return await scene.tell(driftPage(await driftPageOf(setting, await modelOfKey(setting, only), offset)));
    }
    const page = await statusPage(setting, { only, offset, limit: pageSize });
    await scene.tell(statusList({ ...page, offset, only, now: setting.now() }));
  },
  'post-found': ({ press }, scene) => answered(scene, press, 'there'),
  'post-again': ({ press }, scene) => answered(scene, press, 'again'),
} satisfies Partial<Handlers<Scene>>;

async function answered({ bot, signed }: Scene, press: string, answer: 'there' | 'again'): Promise<void> {
  await answerUnresolvedPost(bot.setting, readEffectPress(bot.setting, press), answer, signed);
}
