import { previewDigest } from '#operations/digest/preview-digest.ts';
import { subscribeToDigest, unsubscribeFromDigest } from '#operations/digest/subscribe.ts';
import { digestPreview, digestSubscribed, digestUnsubscribed } from '#views/digest-answers.ts';
import { defineCommand } from './command.ts';

export const digest = defineCommand({
  name: 'digest',
  usage: '[preview|subscribe|unsubscribe] [team|org]',
  summary:
    'the weekly digest of your team, another one or the organization as it would be now, or in your direct messages each week',
  examples: [
    '/mlops digest',
    '/mlops digest preview org',
    '/mlops digest preview fraud',
    '/mlops digest subscribe fraud',
  ],
  async run(scene, words) {
    const { setting } = scene.bot;
    const { teamId, slackUser } = scene.signed;
    const [, verb = '', rest = ''] = /^(preview|subscribe|unsubscribe)?\b\s*(.*)$/i.exec(words.trim()) ?? [];
    const asked = { teamId, slackUser, words: rest };
    switch (verb.toLowerCase()) {
      case 'subscribe': {
        const { audience, next } = await subscribeToDigest(setting, asked);
        return await scene.tell(digestSubscribed({ scope: audience.scope, next }));
      }
      case 'unsubscribe':
        return await scene.tell(digestUnsubscribed((await unsubscribeFromDigest(setting, asked)).scope));
      default: {
        const { audience, shown, next } = await previewDigest(setting, asked);
        return await scene.tell(digestPreview({ shown, scope: audience.scope, next, channel: audience.channel }));
      }
    }
  },
});
