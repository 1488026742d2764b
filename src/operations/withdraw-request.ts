import { Refusal } from '#errors.ts';
import { changeRequest, type RequestRow } from '#store/requests.ts';
import { actorOf } from './actor.ts';
import { showCard, tellRequester } from './apply-judgement.ts';
import { refuseUnlessDecidable } from './decidable.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import { mayWithdraw } from './may-withdraw.ts';
import type { Setting } from './setting.ts';

/** Ends a request at the word of whoever asked for it. Throws a Refusal for anybody else, or once it is carried out. */
export async function withdrawRequest(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly requestId: string },
): Promise<RequestRow> {
  const actor = await actorOf(setting, act);
  return await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, act.requestId);
    refuseUnlessDecidable(row);
    if (!mayWithdraw(await loadRequest(setting, tx, row), actor, setting.now())) {
      throw new Refusal(
        'not_the_requester',
        `Only whoever asked for R-${row.number}${row.requesterPerson === null ? ', or whoever owns its playbook,' : ''} can withdraw it. If it should not go on, reject it or hold it.`,
      );
    }
    const changed = await changeRequest(tx, row, { state: 'withdrawn', settledAt: new Date(setting.now()) });
    if (changed === null) throw new Error(`request ${row.id} changed although its row was locked`);
    await recordHappening(setting, tx, changed, {
      event: 'request_withdrawn',
      actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
    });
    await showCard(setting, tx, changed);
    if (changed.requesterPerson === null) await tellRequester(setting, tx, changed);
    return changed;
  });
}
