import { confirmLink } from '#operations/links/confirm-link.ts';
import type { Handlers } from '#views/intents.ts';
import { refusal } from '#views/refusal.ts';
import type { Scene } from '../scene.ts';

/** Whether an account still belongs to the person that it did. */
export const linkHandlers = {
  'link-confirm': async ({ press }, scene) => {
    const { teamId, slackUser } = scene.signed;
    const name = await confirmLink(scene.bot.setting, { teamId, slackUser, press });
    await scene.tell(
      refusal({ sentence: `Recorded: ${name} is still the same person. What they approve counts.`, links: [] }),
    );
  },
} satisfies Partial<Handlers<Scene>>;
