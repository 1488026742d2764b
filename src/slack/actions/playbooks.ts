import { actorOf, listedActor } from '#operations/actor.ts';
import { proposalPreview } from '#operations/playbooks/proposal-preview.ts';
import { proposePlaybooks } from '#operations/playbooks/propose-playbooks.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice } from '#views/notice.ts';
import { proposePlaybooks as proposeModal } from '#views/propose-playbooks.ts';
import { openedText } from '../opened-text.ts';
import type { Scene } from '../scene.ts';

/** Proposing what the playbooks folder holds: the modal that asks why, and the request that comes of it. */
export const playbookHandlers = {
  'playbooks-propose': async ({ digest }, scene) => {
    await scene.show({ title: 'Propose this change?', what: 'what would change' }, async () =>
      proposeModal(await proposalPreview(scene.bot.setting, { ...scene.signed, digest })),
    );
  },
  'playbooks-propose-submit': async ({ digest }, scene) => {
    const { setting } = scene.bot;
    const requester = listedActor(setting, await actorOf(setting, scene.signed));
    const reason = scene.modal?.values.get('reason') ?? '';
    const request = await proposePlaybooks(setting, { requester, reason, digest });
    await scene.modal?.replace(messageNotice(`Request ${request.code}`, openedText(request)));
  },
} satisfies Partial<Handlers<Scene>>;
