import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { appendLedger } from '#store/ledger.ts';
import { confirmAccount, suspensionById } from '#store/link-suspensions.ts';
import type { SuspendedLink } from '#views/suspended-link.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readRowPress, rowPress } from '../effect-press.ts';
import { readNames } from '../names.ts';
import { ownerOf } from '../present-duty.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import { peopleInRole } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { showSuspension } from './take-profile.ts';

/** A suspended link as its message shows it now. */
export async function suspendedLinkOf(setting: Setting, id: string): Promise<SuspendedLink> {
  const row = await suspensionById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no suspended link ${id}`);
  const names = await readNames(setting, setting.db);
  const { person, was, became, since, confirmedAt, confirmedBy } = row;
  return {
    name: names.of(person),
    was,
    became,
    since: since.toISOString(),
    owner: await ownerOf(setting, names, setting.playbooks().set.people.owner),
    confirmed: confirmedAt === null ? null : { by: names.of(confirmedBy ?? ''), at: confirmedAt.toISOString() },
    press: rowPress(setting, 'link', id),
  };
}

/**
 * Takes somebody of the owner role's word that an account still belongs to the same person: what they approved counts
 * again. Answers their name. Throws a Refusal.
 */
export async function confirmLink(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly press: string },
): Promise<string> {
  const { workspaceId } = setting;
  const row = await suspensionById(setting.db, workspaceId, readRowPress(setting, 'link', act.press));
  if (row === null) throw new Refusal('no_such_link', 'This account is not known here. Ask whoever keeps people.yaml.');
  const actor = listedActor(setting, await actorOf(setting, act));
  const { owner } = setting.playbooks().set.people;
  const entitled = await peopleInRole(setting, setting.db, owner, setting.now());
  if (!entitled.includes(actor.person) || actor.person === row.person) {
    throw new Refusal('not_in_role', `Only ${roleName([owner])} can say that. Ask one of them.`);
  }
  const at = new Date(setting.now());
  await setting.db.transaction(async (tx) => {
    if (!(await confirmAccount(tx, row, { confirmedAt: at, confirmedBy: actor.person }))) {
      throw new Refusal('settled', 'Somebody has said so already. There is nothing left to do.');
    }
    await showSuspension(setting, tx, row.id);
    await rejudgeRequests(setting, tx);
    const entry = {
      person: row.person,
      slack_user: row.slackUser,
      actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
    };
    await appendLedger(tx, { workspaceId, event: 'link_confirmed', at, entry });
  });
  return (await readNames(setting, setting.db)).of(row.person);
}
