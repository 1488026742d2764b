import { subscribeToDigest, unsubscribeFromDigest } from '#operations/digest/subscribe.ts';
import type { Handlers } from '#views/intents.ts';
import type { Scene } from '../scene.ts';

/** Which weekly digests come to somebody, as App Home offers them. */
export const digestHandlers = {
  'digest-get': async ({ scope }, { bot, signed }) => {
    await subscribeToDigest(bot.setting, { ...signed, words: scope });
  },
  'digest-stop': async ({ scope }, { bot, signed }) => {
    await unsubscribeFromDigest(bot.setting, { ...signed, words: scope });
  },
} satisfies Partial<Handlers<Scene>>;
