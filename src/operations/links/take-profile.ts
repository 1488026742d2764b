import type { Profile } from '#domain/chat.ts';
import { personByEmail } from '#playbook/email-match.ts';
import { own } from '#playbook/own.ts';
import type { Executor } from '#store/database.ts';
import { appendLedger } from '#store/ledger.ts';
import { suspendAccount } from '#store/link-suspensions.ts';
import { recordProfile } from '#store/profiles.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { personOf } from '../who.ts';

/**
 * Keeps what Slack says of a user. An e-mail address that is another than before, and none that people.yaml has for the
 * same person, suspends the account's link until somebody of the owner role says that it is still the same person. Where
 * addresses link accounts, one that becomes somebody's address is not believed either; one that is first seen with it is.
 */
export async function takeProfile(setting: Setting, profile: Profile): Promise<void> {
  const { workspaceId, db } = setting;
  await db.transaction(async (tx) => {
    const was = await recordProfile(tx, workspaceId, profile, new Date(setting.now()));
    const { slackUser, email: became } = profile;
    const { set } = setting.playbooks();
    const linked = personOf(set.people, slackUser);
    const person = linked ?? personByEmail(set, profile);
    if (person === null || became === null || (was !== null && sameAddress(was, became))) return;
    if (linked === null && was === null) return await noteLink(setting, tx, 'link_matched', { slackUser, person });
    if (was === null) return;
    const { email = [], matched } = own(set.people.people, person) ?? {};
    if (linked !== null && email.some((address) => sameAddress(address, became))) return;
    if (matched === true) return await noteLink(setting, tx, 'link_ended', { slackUser, person });
    await suspend(setting, tx, { slackUser, person, was, became });
  });
}

/** The same for an account that is, or would be, somebody's of people.yaml; what Slack says of others is of no use. */
export async function noticeProfile(setting: Setting, profile: Profile): Promise<void> {
  const { set } = setting.playbooks();
  if (personOf(set.people, profile.slackUser) === null && personByEmail(set, profile) === null) return;
  await takeProfile(setting, profile);
}

/** Records that an address links an account to somebody, or no longer does. */
async function noteLink(
  setting: Setting,
  tx: Executor,
  event: 'link_matched' | 'link_ended',
  { slackUser, person }: { readonly slackUser: string; readonly person: string },
): Promise<void> {
  await rejudgeRequests(setting, tx);
  const entry = { person, slack_user: slackUser };
  await appendLedger(tx, { workspaceId: setting.workspaceId, event, at: new Date(setting.now()), entry });
}

async function suspend(
  setting: Setting,
  tx: Executor,
  link: { readonly slackUser: string; readonly person: string; readonly was: string; readonly became: string },
): Promise<void> {
  const { workspaceId } = setting;
  const at = new Date(setting.now());
  const row = await suspendAccount(tx, { id: setting.newId(), workspaceId, since: at, ...link });
  await showSuspension(setting, tx, row.id);
  await rejudgeRequests(setting, tx);
  const entry = { person: link.person, slack_user: link.slackUser };
  await appendLedger(tx, { workspaceId, event: 'link_suspended', at, entry });
}

/** Shows in the alarm channel how it stands. */
export async function showSuspension(setting: Setting, tx: Executor, suspensionId: string): Promise<void> {
  await showMessage(setting, tx, {
    key: messageKeys.suspendedLink(suspensionId),
    channel: setting.playbooks().set.org.channels.alarm,
    content: { view: 'suspended-link', suspensionId },
  });
}

function sameAddress(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}
