import type { App } from '@slack/bolt';
import { firstPages } from '#operations/home/home-requests.ts';
import type { Bot } from './bot.ts';
import { publishHome } from './publish-home.ts';

/** App Home, drawn anew each time it is opened; jobs keep it up afterwards. */
export function listenToHome(app: App, bot: Bot): void {
  app.event('app_home_opened', async ({ event }) => {
    if (event.tab === 'home') await publishHome(bot, event.user, firstPages);
  });
}
