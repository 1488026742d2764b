import type { Executor } from '#store/database.ts';
import type { DelegationRow } from '#store/delegations.ts';
import type { DelegationReader } from '#views/delegation-state.ts';
import type { Actor } from '../actor.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

export type Listed = Actor & { readonly person: string };

/** Tells both people in direct messages who acts for whom, or shows there how it stands now. */
export async function showDelegation(setting: Setting, tx: Executor, row: DelegationRow): Promise<void> {
  for (const { reader, channel } of readersOf(setting, row)) {
    await showMessage(setting, tx, {
      key: messageKeys.delegation(row.id, reader),
      channel,
      content: { view: 'delegation', delegationId: row.id, reader },
    });
  }
}

/** Tells both people below those messages that it has ended. */
export async function tellEnded(setting: Setting, tx: Executor, row: DelegationRow): Promise<void> {
  for (const { reader, channel } of readersOf(setting, row)) {
    await showMessage(setting, tx, {
      key: messageKeys.delegationEnded(row.id, reader),
      channel,
      threadKey: messageKeys.delegation(row.id, reader),
      content: { view: 'delegation-ended', delegationId: row.id, reader },
    });
  }
}

/** Whoever people.yaml lists no more is told nothing. */
function readersOf(setting: Setting, { principal, delegate }: DelegationRow) {
  const { people } = setting.playbooks().set.people;
  const both: readonly { readonly reader: DelegationReader; readonly person: string }[] = [
    { reader: 'principal', person: principal },
    { reader: 'delegate', person: delegate },
  ];
  return both.flatMap(({ reader, person }) => {
    const channel = people[person]?.slack[0];
    return channel === undefined ? [] : [{ reader, channel }];
  });
}
