import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { delegationFacts } from '#playbook/delegation-facts.ts';
import { type DelegationRow, delegationById, delegationRows } from '#store/delegations.ts';
import type { DelegationList } from '#views/delegation-list.ts';
import type { ShownDelegation } from '#views/delegation-state.ts';
import { actorOf, listedActor } from '../actor.ts';
import { rowPress } from '../effect-press.ts';
import { type Names, readNames } from '../names.ts';
import type { Setting } from '../setting.ts';

/** A delegation as its messages show it now. Throws an Error if there is none. */
export async function shownDelegation(setting: Setting, id: string): Promise<ShownDelegation> {
  const row = await delegationById(setting.db, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no delegation ${id}`);
  return shownOf(setting, await readNames(setting, setting.db), row);
}

/** Who acts for the reader and for whom they act, now or later. Throws a Refusal for whoever people.yaml does not list. */
export async function delegationsOfReader(
  setting: Setting,
  signed: { readonly teamId: string; readonly slackUser: string },
): Promise<DelegationList> {
  const { person } = listedActor(setting, await actorOf(setting, signed));
  return await delegationsOf(setting, person);
}

/** Who acts for a person and for whom they act, now or later, in the order in which they begin. */
export async function delegationsOf(setting: Setting, person: string): Promise<DelegationList> {
  const { set } = setting.playbooks();
  const now = epochMs(setting.now());
  const names = await readNames(setting, setting.db);
  const listed = delegationFacts(set).map(({ from, to, roles, start, end }, index) => ({
    from,
    to,
    shown: {
      principal: names.of(from),
      delegate: names.of(to),
      roles: roles.map((role) => roleName([role])),
      startsAt: start,
      endsAt: end,
      reason: set.people.delegations[index]?.reason ?? '',
      standing: standingAt(epochMs(start), epochMs(end), now),
      endedBy: null,
      press: null,
    },
  }));
  const made = (await delegationRows(setting.db, setting.workspaceId)).map((row) => ({
    from: row.principal,
    to: row.delegate,
    shown: shownOf(setting, names, row),
  }));
  const all = [...listed, ...made]
    .filter(({ shown }) => shown.standing !== 'over')
    .sort((a, b) => epochMs(a.shown.startsAt) - epochMs(b.shown.startsAt));
  return {
    given: all.filter(({ from }) => from === person).map(({ shown }) => shown),
    held: all.filter(({ to }) => to === person).map(({ shown }) => shown),
  };
}

function shownOf(setting: Setting, names: Names, row: DelegationRow): ShownDelegation {
  const { startsAt, endsAt, endedAt, endedBy } = row;
  return {
    principal: names.of(row.principal),
    delegate: names.of(row.delegate),
    roles: row.roles.map((role) => roleName([role])),
    startsAt: startsAt.toISOString(),
    endsAt: (endedAt ?? endsAt).toISOString(),
    reason: row.reason,
    standing: endedAt === null ? standingAt(startsAt.getTime(), endsAt.getTime(), epochMs(setting.now())) : 'over',
    endedBy: endedBy === null ? null : names.of(endedBy),
    press: rowPress(setting, 'delegation', row.id),
  };
}

function standingAt(startMs: number, endMs: number, nowMs: number): ShownDelegation['standing'] {
  if (endMs <= nowMs) return 'over';
  return startMs <= nowMs ? 'running' : 'coming';
}
