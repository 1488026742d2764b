import { Refusal } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { type DelegationRow, delegationById, delegationsDue, endDelegation } from '#store/delegations.ts';
import { appendLedger } from '#store/ledger.ts';
import { actorOf, listedActor } from '../actor.ts';
import { readRowPress } from '../effect-press.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { type Listed, showDelegation, tellEnded } from './tell-delegation.ts';

interface Signed {
  readonly teamId: string;
  readonly slackUser: string;
}

/** Ends every delegation whose time is up, each once, and tells both people. */
export async function sweepDelegations(setting: Setting): Promise<void> {
  for (const row of await delegationsDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.db.transaction(async (tx) => await end(setting, tx, row, null));
  }
}

/** Ends a delegation before its time: for either of the two. Throws a Refusal for others, and where it has ended. */
export async function endDelegationPressed(
  setting: Setting,
  act: Signed & { readonly press: string },
): Promise<DelegationRow> {
  const id = readRowPress(setting, 'delegation', act.press);
  const row = await delegationById(setting.db, setting.workspaceId, id);
  if (row === null)
    throw new Refusal('not_known', 'This delegation is not known here. `/mlops delegate list` shows yours.');
  return await endDelegationNow(setting, act, row);
}

/** As `endDelegationPressed`, of one that was found. */
export async function endDelegationNow(setting: Setting, act: Signed, row: DelegationRow): Promise<DelegationRow> {
  const actor = listedActor(setting, await actorOf(setting, act));
  if (actor.person !== row.principal && actor.person !== row.delegate) {
    throw new Refusal('may_not_end', 'Only the two people of a delegation can end it. Ask one of them.');
  }
  const ended = await setting.db.transaction(async (tx) => await end(setting, tx, row, actor));
  if (ended === null) throw new Refusal('answered', 'This delegation has ended already, so there is nothing to end.');
  return ended;
}

async function end(
  setting: Setting,
  tx: Executor,
  row: DelegationRow,
  actor: Listed | null,
): Promise<DelegationRow | null> {
  const now = new Date(setting.now());
  // The clock ends it when it said, however late that is noticed.
  const endedAt = row.endsAt < now ? row.endsAt : now;
  const ended = await endDelegation(tx, row, { endedAt, endedBy: row.endsAt < now ? null : (actor?.person ?? null) });
  if (ended === null) return null;
  await showDelegation(setting, tx, ended);
  await tellEnded(setting, tx, ended);
  await rejudgeRequests(setting, tx);
  await setting.sendJob(tx, 'publish-homes', { requestId: null }, { priority: -1 });
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'delegation_ended',
    at: now,
    entry: {
      delegation: row.id,
      principal: row.principal,
      delegate: row.delegate,
      endedAt: endedAt.toISOString(),
      actor: actor === null ? null : { person: actor.person, slackUser: actor.slackUser },
    },
  });
  return ended;
}
