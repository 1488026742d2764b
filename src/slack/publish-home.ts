import { freshSetting } from '#operations/fresh-setting.ts';
import type { HomePages } from '#operations/home/home-requests.ts';
import { openHome } from '#operations/home/publish-home.ts';
import { homeTab } from '#views/home.ts';
import type { Bot } from './bot.ts';
import { slackFailure } from './slack-failure.ts';

/** Draws a person's App Home as things are now. */
export async function publishHome(bot: Bot, slackUser: string, pages: HomePages): Promise<void> {
  try {
    await openHome(await freshSetting(bot.setting), slackUser, pages, async (home) => {
      await bot.client.views.publish({ user_id: slackUser, view: homeTab(home) });
    });
  } catch (error) {
    bot.note(slackFailure(error), 'app_home_opened');
  }
}
