import type { App } from '@slack/bolt';
import { freshSetting } from '#operations/fresh-setting.ts';
import { noticeProfile } from '#operations/links/take-profile.ts';
import type { Bot } from './bot.ts';
import { profileOf } from './read-profile.ts';

/** Whose profile changed, as it changes; what is missed here is read again before anybody's vote counts. */
export function listenToProfiles(app: App, { setting }: Bot): void {
  app.event('user_change', async ({ event }) => {
    const profile = profileOf(setting.workspaceId, event.user);
    if (profile !== null) await noticeProfile(await freshSetting(setting), profile);
  });
}
