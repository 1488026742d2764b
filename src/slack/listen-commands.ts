import type { App } from '@slack/bolt';
import { answerTo } from './answers.ts';
import type { Bot } from './bot.ts';
import { runCommand } from './commands/run-command.ts';
import { firstTime } from './replay.ts';
import { answered, freshScene, type Scene, showing, showModal } from './scene.ts';

/** `/mlops …`: queries and refusals answer only to whoever asked. */
export function listenToCommands(app: App, bot: Bot): void {
  app.command('/mlops', async ({ command, ack, respond }) => {
    await ack();
    const signed = {
      teamId: command.team_id,
      slackUser: command.user_id,
      channel: command.channel_id,
      triggerId: command.trigger_id,
    };
    const where = `/mlops ${command.text.split(/\s/, 1)[0] ?? ''}`;
    const tell: Scene['tell'] = (message) =>
      showing(bot, where, () => answered(message, (said) => respond({ response_type: 'ephemeral', ...said })));
    const show: Scene['show'] = (wait, load) =>
      showModal(bot, { triggerId: command.trigger_id, push: false, where }, wait, load);
    try {
      if (!(await firstTime(bot, command))) return;
      await runCommand(await freshScene({ bot, signed, tell, show, modal: null }), command.text);
    } catch (error) {
      await tell(answerTo(bot, error, where));
    }
  });
}
