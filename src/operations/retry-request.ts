import { Refusal } from '#errors.ts';
import { changeRequest, type RequestRow, requestsOfModel } from '#store/requests.ts';
import { actorOf } from './actor.ts';
import { applyJudgement } from './apply-judgement.ts';
import { judge, votesFrom } from './judge.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest, loadRequest } from './load-request.ts';
import { isRetraining } from './retraining/retraining-of.ts';
import type { Setting } from './setting.ts';
import { isSilence } from './silence/silence-of.ts';
import { isStop } from './stops/stop-of.ts';

/**
 * Whether a failed request can be tried again: its deadline is ahead and nobody else moved the alias. What an obligation
 * ordered is ordered anew by its next check.
 */
export function retryable(row: RequestRow, now: string): boolean {
  if (row.obligationId !== null || isSilence(row) || isStop(row)) return false;
  if (row.outcome.final === true) return false;
  return row.state === 'failed' && row.outcome.conflict === undefined && row.deadline.getTime() > Date.parse(now);
}

function anew(row: RequestRow): string {
  if (isSilence(row)) return `the message of ${row.target}`;
  if (isStop(row)) return `Stop… on the card of ${row.modelName}`;
  return `\`/mlops ${isRetraining(row) ? 'retrain' : 'promote'} ${row.model}\``;
}

/** Opens a failed request again at the word of whoever asked for it; its votes count as far as they still hold. */
export async function retryRequest(
  setting: Setting,
  act: { readonly teamId: string; readonly slackUser: string; readonly requestId: string },
): Promise<RequestRow> {
  const actor = await actorOf(setting, act);
  return await setting.db.transaction(async (tx) => {
    const row = await holdRequest(setting, tx, act.requestId);
    if (row.requesterSlack !== actor.slackUser) {
      throw new Refusal(
        'not_the_requester',
        `Only whoever asked for R-${row.number} can try it again. Ask them, or request it yourself with ${anew(row)}.`,
      );
    }
    const newer = (await requestsOfModel(tx, setting.workspaceId, row.registry, row.modelName, 100)).find(
      (other) => other.number > row.number && other.target === row.target,
    );
    if (newer !== undefined) {
      throw new Refusal(
        'not_open',
        `R-${newer.number} was asked for since, so R-${row.number} cannot be tried again. Look at it with \`/mlops show R-${newer.number}\`.`,
      );
    }
    if (!retryable(row, setting.now())) {
      throw new Refusal('not_open', `R-${row.number} cannot be tried again. Ask anew with ${anew(row)}.`);
    }
    const open = await changeRequest(tx, row, { state: 'open', settledAt: null, decidedAt: null, outcome: {} });
    if (open === null) throw new Error(`request ${row.id} changed although its row was locked`);
    await recordHappening(setting, tx, open, {
      event: 'request_reopened',
      actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
    });
    const { policy, facts, votes } = await loadRequest(setting, tx, open);
    return await applyJudgement(
      setting,
      tx,
      open,
      judge(policy, setting.playbooks(), facts, votesFrom(votes), setting.now()),
      true,
    );
  });
}
