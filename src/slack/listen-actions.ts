import type { App, BlockAction, ButtonAction, RespondFn } from '@slack/bolt';
import { adoptMessage } from '#operations/adopt-message.ts';
import { messageNotice } from '#views/notice.ts';
import { actedIn } from './acted-in.ts';
import { answerTo } from './answers.ts';
import type { Bot } from './bot.ts';
import { firstTime } from './replay.ts';
import { runIntent } from './run-intent.ts';
import { answered, freshScene, type Scene, showing, showModal } from './scene.ts';

/** Buttons and selects, on messages, in modals and in App Home. */
export function listenToActions(app: App, bot: Bot): void {
  app.action<BlockAction>(/.*/, async ({ ack, body, respond }) => {
    await ack();
    const [action] = body.actions;
    if (action === undefined) return;
    const scene = sceneOf(bot, body, respond);
    try {
      if (!(await firstTime(bot, body))) return;
      await adoptPressed(bot, body);
      await runIntent(await freshScene(scene), action.action_id, valueOf(action));
    } catch (error) {
      await scene.tell(answerTo(bot, error, action.action_id));
    }
  });
}

async function adoptPressed(bot: Bot, { container, message }: BlockAction): Promise<void> {
  const effectId = bot.effectOf(message?.metadata);
  const { channel_id: channel, message_ts: ts } = container;
  if (effectId === null || typeof channel !== 'string' || typeof ts !== 'string') return;
  await adoptMessage(bot.setting, { effectId, channel, ts });
}

function sceneOf(bot: Bot, body: BlockAction, respond: RespondFn): Scene {
  const modal = body.view?.type === 'modal' ? actedIn(bot, body.view) : null;
  const triggerId = body.trigger_id;
  const place = { triggerId, push: modal !== null, where: body.actions[0]?.action_id ?? 'action' };
  return {
    bot,
    signed: {
      teamId: body.team?.id ?? '',
      slackUser: body.user.id,
      channel: body.channel?.id ?? null,
      triggerId,
    },
    modal,
    show: (wait, load) => showModal(bot, place, wait, load),
    tell: async (message) => {
      if (body.response_url !== undefined) {
        const how = { response_type: 'ephemeral', replace_original: false } as const;
        await showing(bot, place.where, () => answered(message, (said) => respond({ ...how, ...said })));
      } else if (modal !== null) await modal.replace(messageNotice('Countersign', message));
      else
        await showModal(bot, place, { title: 'Countersign', what: '' }, async () =>
          messageNotice('Countersign', message),
        );
    },
  };
}

function valueOf(action: BlockAction['actions'][number]): string | undefined {
  return isButton(action) ? action.value : undefined;
}

function isButton(action: BlockAction['actions'][number]): action is ButtonAction {
  return action.type === 'button';
}
