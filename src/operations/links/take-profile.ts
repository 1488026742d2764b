import type { Profile } from '#domain/chat.ts';
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
 * same person, suspends the account's link until somebody of the owner role says that it is still the same person.
 */
export async function takeProfile(setting: Setting, profile: Profile): Promise<void> {
  const { workspaceId, db } = setting;
  await db.transaction(async (tx) => {
    const was = await recordProfile(tx, workspaceId, profile, new Date(setting.now()));
    const became = profile.email;
    const { people } = setting.playbooks().set;
    const person = personOf(people, profile.slackUser);
    if (person === null || was === null || became === null || sameAddress(was, became)) return;
    const listed = people.people[person]?.email ?? [];
    if (listed.some((address) => sameAddress(address, became))) return;
    await suspend(setting, tx, { slackUser: profile.slackUser, person, was, became });
  });
}

/** The same for an account of people.yaml; what Slack says of others is of no use. */
export async function noticeProfile(setting: Setting, profile: Profile): Promise<void> {
  if (personOf(setting.playbooks().set.people, profile.slackUser) !== null) await takeProfile(setting, profile);
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
