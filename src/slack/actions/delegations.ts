import { Refusal } from '#errors.ts';
import { delegateFormOf } from '#operations/delegations/delegate-form.ts';
import { endDelegationPressed } from '#operations/delegations/end-delegation.ts';
import { makeDelegation } from '#operations/delegations/make-delegation.ts';
import { delegateFilled, delegateForm } from '#views/delegate-form.ts';
import { delegationMade } from '#views/delegation-note.ts';
import type { Handlers } from '#views/intents.ts';
import { messageNotice } from '#views/notice.ts';
import { refusal } from '#views/refusal.ts';
import type { Scene } from '../scene.ts';

/** Who acts for whom. */
export const delegationHandlers = {
  'delegate-open': async (_, scene) => {
    await scene.show({ title: 'Delegate', what: 'your roles' }, async () =>
      delegateForm(await delegateFormOf(scene.bot.setting, scene.signed)),
    );
  },
  'delegate-submit': async (_, scene) => {
    const { setting } = scene.bot;
    const filled = delegateFilled(scene.modal?.values ?? new Map());
    try {
      const shown = await makeDelegation(setting, { ...scene.signed, filled });
      await scene.modal?.replace(messageNotice('Delegated', delegationMade(shown)));
    } catch (error) {
      if (!(error instanceof Refusal) || error.code !== 'bad_delegation') throw error;
      scene.bot.note(error, error.code);
      const form = await delegateFormOf(setting, scene.signed, { filled, mistakes: [error.message] });
      await scene.modal?.replace(delegateForm(form));
    }
  },
  'delegation-end': async ({ press }, scene) => {
    await endDelegationPressed(scene.bot.setting, { ...scene.signed, press });
    await scene.tell(refusal({ sentence: 'Ended. You both have it in a direct message.', links: [] }));
  },
} satisfies Partial<Handlers<Scene>>;
