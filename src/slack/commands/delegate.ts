import { delegateFormOf, typedDelegation } from '#operations/delegations/delegate-form.ts';
import { endDelegationNamed } from '#operations/delegations/end-named.ts';
import { makeDelegation } from '#operations/delegations/make-delegation.ts';
import { delegationsOfReader } from '#operations/delegations/present-delegations.ts';
import { delegateForm } from '#views/delegate-form.ts';
import { delegationList } from '#views/delegation-list.ts';
import { delegationMade } from '#views/delegation-note.ts';
import { refusal } from '#views/refusal.ts';
import { defineCommand } from './command.ts';

export const delegate = defineCommand({
  name: 'delegate',
  usage: '[@person] [from <day>] [until <day>] [for <role>, …] [because …] | list | end [@person]',
  summary: 'let somebody approve for you while you are away, see who does, or end it',
  examples: [
    '/mlops delegate',
    '/mlops delegate @lea until friday because on leave',
    '/mlops delegate list',
    '/mlops delegate end',
  ],
  async run(scene, words) {
    const { setting } = scene.bot;
    const [, verb = '', rest = ''] = /^(list|end)?\b\s*(.*)$/is.exec(words.trim()) ?? [];
    switch (verb.toLowerCase()) {
      case 'list':
        return await scene.tell(delegationList(await delegationsOfReader(setting, scene.signed)));
      case 'end': {
        await endDelegationNamed(setting, scene.signed, rest);
        return await scene.tell(refusal({ sentence: 'Ended. You both have it in a direct message.', links: [] }));
      }
      default: {
        const { filled, whole } = await typedDelegation(setting, scene.signed, words);
        if (whole) return await scene.tell(delegationMade(await makeDelegation(setting, { ...scene.signed, filled })));
        return await scene.show({ title: 'Delegate', what: 'your roles' }, async () =>
          delegateForm(await delegateFormOf(setting, scene.signed, { filled, mistakes: [] })),
        );
      }
    }
  },
});
