import type { App } from '@slack/bolt';
import { loading } from '#views/loading.ts';
import { messageNotice } from '#views/notice.ts';
import { actedIn } from './acted-in.ts';
import { answerTo } from './answers.ts';
import type { Bot } from './bot.ts';
import { firstTime } from './replay.ts';
import { runIntent } from './run-intent.ts';
import { freshScene, type Scene, viewOf } from './scene.ts';

/** Modals that are sent: acked with a waiting view at once, which what came of it then replaces. */
export function listenToSubmissions(app: App, bot: Bot): void {
  app.view(/.*/, async ({ ack, body, view }) => {
    const title = view.title.text;
    await ack({ response_action: 'update', view: viewOf(loading({ title, what: 'what comes of it' })) });
    const modal = actedIn(bot, view);
    const triggerId = 'trigger_id' in body && typeof body.trigger_id === 'string' ? body.trigger_id : '';
    const scene: Scene = {
      bot,
      signed: { teamId: body.team?.id ?? '', slackUser: body.user.id, channel: null, triggerId },
      modal,
      tell: (message) => modal.replace(messageNotice(title, message)),
      show: async (wait, load) => {
        await modal.replace(loading(wait));
        await modal.replace(await load());
      },
    };
    try {
      if (await firstTime(bot, { trigger_id: triggerId }))
        await runIntent(await freshScene(scene), view.callback_id, view.private_metadata);
    } catch (error) {
      await scene.tell(answerTo(bot, error, view.callback_id));
    }
  });
}
