import { freshSetting } from '#operations/fresh-setting.ts';
import { type HomePages, homeRequests } from '#operations/home-requests.ts';
import { statusPage } from '#operations/status/status-page.ts';
import { homeTab } from '#views/home.ts';
import type { Bot } from './bot.ts';
import { slackFailure } from './slack-failure.ts';

/** Draws a person's App Home as things are now. */
export async function publishHome(bot: Bot, slackUser: string, from: HomePages): Promise<void> {
  try {
    const setting = await freshSetting(bot.setting);
    const asked = { scope: { kind: 'mine' }, needsAction: false, offset: 0 } as const;
    const [requests, status] = await Promise.all([
      homeRequests(setting, slackUser, from),
      statusPage(setting, slackUser, asked),
    ]);
    const view = homeTab({ ...requests, status, now: setting.now() });
    await bot.client.views.publish({ user_id: slackUser, view });
  } catch (error) {
    bot.note(slackFailure(error), 'app_home_opened');
  }
}
