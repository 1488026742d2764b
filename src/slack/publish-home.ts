import { freshSetting } from '#operations/fresh-setting.ts';
import { liveRequests } from '#operations/request-lines.ts';
import { statusPage } from '#operations/status/status-page.ts';
import { homeTab } from '#views/home.ts';
import type { Bot } from './bot.ts';
import { slackFailure } from './slack-failure.ts';

/** Draws a person's App Home as things are now, from the `offset`th request that waits for them on. */
export async function publishHome(bot: Bot, slackUser: string, offset: number): Promise<void> {
  try {
    const setting = await freshSetting(bot.setting);
    const asked = { scope: { kind: 'mine' }, needsAction: false, offset: 0 } as const;
    const [{ forYou, yours }, status] = await Promise.all([
      liveRequests(setting, slackUser),
      statusPage(setting, slackUser, asked),
    ]);
    const view = homeTab({ forYou, offset, yours, status, now: setting.now() });
    await bot.client.views.publish({ user_id: slackUser, view });
  } catch (error) {
    bot.note(slackFailure(error), 'app_home_opened');
  }
}
