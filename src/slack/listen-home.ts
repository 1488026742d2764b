import type { App } from '@slack/bolt';
import { freshSetting } from '#operations/fresh-setting.ts';
import { liveRequests } from '#operations/request-lines.ts';
import { homeTab } from '#views/home.ts';
import type { Bot } from './bot.ts';
import { slackFailure } from './slack-failure.ts';

/** App Home, drawn anew each time it is opened. */
export function listenToHome(app: App, bot: Bot): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab !== 'home') return;
    try {
      const { forYou, yours } = await liveRequests(await freshSetting(bot.setting), event.user);
      await bot.client.views.publish({
        user_id: event.user,
        view: homeTab({ forYou, yours, now: bot.setting.now() }),
      });
    } catch (error) {
      bot.note(slackFailure(error), 'app_home_opened');
    }
  });
}
