import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { clashOf } from '#playbook/delegation-clash.ts';
import type { DelegationFact } from '#playbook/facts.ts';
import { own } from '#playbook/own.ts';
import { addDelegation, lockDelegations } from '#store/delegations.ts';
import { appendLedger } from '#store/ledger.ts';
import type { ShownDelegation } from '#views/delegation-state.ts';
import { dayText } from '#views/wording.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readNames } from '../names.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import { rolesOf } from '../roles/role-spells.ts';
import type { Setting } from '../setting.ts';
import { personOf } from '../who.ts';
import { zoneOfReader } from '../zone-of-reader.ts';
import { delegationsNow } from './delegations-now.ts';
import { shownDelegation } from './present-delegations.ts';
import { dayAt, type FilledDelegation, soundDelegation } from './sound-delegation.ts';
import { showDelegation } from './tell-delegation.ts';

/** Everything wrong that another form would mend is one Refusal with this code. */
const bad = 'bad_delegation';

/**
 * Lets somebody act for whoever asks, in roles they hold, for a while: open requests are judged anew and both people
 * are told. Throws a Refusal, `bad_delegation` for what was filled in wrongly.
 */
export async function makeDelegation(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly filled: FilledDelegation },
): Promise<ShownDelegation> {
  const { workspaceId } = setting;
  const { set } = setting.playbooks();
  const actor = listedActor(setting, await actorOf(setting, act));
  const delegate = await delegateOf(setting, act, actor.person);
  const held = await rolesHeld(setting, actor.person);
  const zone = (await zoneOfReader(setting, act.slackUser)) ?? set.org.zone;
  const sound = soundDelegation(act.filled, { held, zone, now: setting.now(), set });
  await refuseExcluded(setting, sound.roles, delegate);
  const now = new Date(setting.now());
  const row = {
    id: setting.newId(),
    workspaceId,
    principal: actor.person,
    delegate,
    roles: sound.roles,
    reason: sound.reason,
    madeAt: now,
    startsAt: new Date(sound.startsAt),
    endsAt: new Date(sound.endsAt),
    endedAt: null,
    endedBy: null,
  };
  await setting.db.transaction(async (tx) => {
    await lockDelegations(tx, workspaceId);
    const others = await delegationsNow(tx, workspaceId, set, null);
    const asked = { from: row.principal, to: delegate, roles: row.roles, start: sound.startsAt, end: sound.endsAt };
    await refuseClash(setting, asked, others, zone);
    await addDelegation(tx, row);
    await showDelegation(setting, tx, row);
    await rejudgeRequests(setting, tx);
    await setting.sendJob(tx, 'publish-homes', { requestId: null }, { priority: -1 });
    await appendLedger(tx, {
      workspaceId,
      event: 'delegation_made',
      at: now,
      entry: {
        delegation: row.id,
        principal: row.principal,
        delegate,
        roles: [...row.roles],
        from: sound.startsAt,
        until: sound.endsAt,
        reason: digestOf(row.reason),
        actor: { person: actor.person, slackUser: actor.slackUser },
      },
    });
  });
  return await shownDelegation(setting, row.id);
}

/** The roles that a person is in now, by id. Throws a Refusal where there are none. */
export async function rolesHeld(setting: Setting, person: string): Promise<readonly string[]> {
  const held = await rolesOf(setting, person);
  if (held.length > 0) return held;
  throw new Refusal(
    'no_role',
    'You are in no role, so there is nothing that somebody could decide for you. `/mlops policy` shows who decides what.',
  );
}

async function delegateOf(
  setting: Setting,
  { teamId, filled }: { readonly teamId: string; readonly filled: FilledDelegation },
  principal: string,
): Promise<string> {
  const { people } = setting.playbooks().set;
  if (filled.to === '') throw new Refusal(bad, 'Pick who acts for you.');
  const delegate = personOf(people, filled.to);
  if (delegate === principal) throw new Refusal(bad, 'Nobody acts for themselves. Pick somebody else.');
  if (delegate === null) {
    throw new Refusal(
      bad,
      `This person is not in people.yaml, so they can decide nothing. Pick somebody else, or ask ${roleName([people.owner])} to add them.`,
    );
  }
  const names = await readNames(setting, setting.db);
  const cannot = (why: string) => new Refusal(bad, `${names.of(delegate)} ${why}. Pick somebody else.`);
  if (people.people[delegate]?.active === false)
    throw cannot('is not active in people.yaml, so they can decide nothing');
  try {
    await actorOf(setting, { teamId, slackUser: filled.to });
  } catch (error) {
    if (!(error instanceof Refusal) || error.code === 'profile_unread') throw error;
    throw cannot('is no full, active member of this workspace, so they can decide nothing');
  }
  return delegate;
}

/** Whose presence in one role shuts them out of another does not come in by acting for somebody. */
async function refuseExcluded(setting: Setting, roles: readonly string[], delegate: string): Promise<void> {
  const { people } = setting.playbooks().set;
  const theirs = await rolesOf(setting, delegate);
  for (const role of roles) {
    const shut = own(people.roles, role)?.excludes.find((other) => theirs.includes(other));
    if (shut === undefined) continue;
    const name = (await readNames(setting, setting.db)).of(delegate);
    throw new Refusal(
      bad,
      `${name} is in ${roleName([shut])}, whose people never decide as ${roleName([role])}. Pick somebody else.`,
    );
  }
}

async function refuseClash(
  setting: Setting,
  asked: DelegationFact,
  others: readonly DelegationFact[],
  zone: string,
): Promise<void> {
  for (const other of others) {
    const clash = clashOf(spellOf(asked), spellOf(other));
    if (clash === null) continue;
    const names = await readNames(setting, setting.db);
    const until = dayText(dayAt(new Date(epochMs(other.end) - 1).toISOString(), zone));
    if (clash === 'taken') {
      const how =
        other.given === true ? 'End that first: `/mlops delegate end`.' : 'people.yaml says so; change it there.';
      throw new Refusal(bad, `${names.of(other.to)} acts for you already in this time, until ${until}. ${how}`);
    }
    throw new Refusal(
      bad,
      other.to === asked.from
        ? `You act for ${names.of(other.from)} in this time, until ${until}, and nobody acts for somebody who acts for another. Pick other days, or end that first.`
        : `${names.of(other.to)} acts for ${names.of(other.from)} in this time, until ${until}, so ${names.of(other.from)} cannot act for you. Pick somebody else, or other days.`,
    );
  }
}

function spellOf({ from, to, start, end }: DelegationFact) {
  return { from, to, startMs: epochMs(start), endMs: epochMs(end) };
}
