import { Refusal } from '#errors.ts';
import { delegationRows } from '#store/delegations.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { accountNamed } from './delegate-form.ts';
import { endDelegationNow } from './end-delegation.ts';

/**
 * Ends the one delegation that the person made or holds, or that with whom they name. Throws a Refusal where there is
 * none, or several.
 */
export async function endDelegationNamed(
  setting: Setting,
  signed: { readonly teamId: string; readonly slackUser: string },
  words: string,
): Promise<void> {
  const { people } = setting.playbooks().set;
  const { person } = listedActor(setting, await actorOf(setting, signed));
  const account = accountNamed(setting, words.trim());
  const other = account === '' ? null : personOf(people, account);
  const mine = (await delegationRows(setting.db, setting.workspaceId)).filter(
    ({ principal, delegate }) =>
      (principal === person && (account === '' || delegate === other)) ||
      (delegate === person && (account === '' || principal === other)),
  );
  const [one, ...more] = mine;
  if (one === undefined) {
    throw new Refusal(
      'no_delegation',
      'There is no such delegation to end. `/mlops delegate list` shows yours; those of people.yaml are changed there.',
    );
  }
  if (more.length > 0) {
    const names = await readNames(setting, setting.db);
    const others = mine.map(({ principal, delegate }) => names.of(principal === person ? delegate : principal));
    throw new Refusal(
      'which_delegation',
      `You have ${mine.length}, with ${[...new Set(others)].join(' and ')}. \`/mlops delegate list\` has a button to end each.`,
    );
  }
  await endDelegationNow(setting, signed, one);
}
