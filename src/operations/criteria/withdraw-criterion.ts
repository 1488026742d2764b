import { digestOf } from '#domain/digest.ts';
import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import { type CriterionRow, lockCriterion } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { type Actor, actorOf, listedActor } from '../actor.ts';
import { holdRequest, loadRequest } from '../load-request.ts';
import { readNames } from '../names.ts';
import { refusalsRecorded } from '../refusals-recorded.ts';
import type { Setting } from '../setting.ts';
import { criterionText } from './criterion-text.ts';
import { endCriterion } from './end-criteria.ts';

/** Who withdraws what the rejection of which request demanded, as the signed request said. */
export interface WithdrawalAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
}

/** What would be withdrawn, as text. Throws a Refusal that says why this person may not. */
export async function prepareWithdrawal(setting: Setting, act: WithdrawalAct): Promise<string> {
  return await refusalsRecorded(setting, { ...act, decision: 'withdraw_criterion' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    return await setting.db.transaction(async (tx) => {
      const { criterion } = await withdrawable(setting, tx, act.requestId, actor);
      return criterionText(criterion);
    });
  });
}

/**
 * Withdraws what a rejection demanded, with a reason. Whoever set it may, and whoever answers for the playbook unless
 * the model is theirs to ask for here: nobody lifts a demand on their own candidate. Throws a Refusal.
 */
export async function withdrawCriterion(
  setting: Setting,
  act: WithdrawalAct & { readonly reason: string },
): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'withdraw_criterion' }, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    const reason = act.reason.trim();
    if (reason.length < 10) {
      throw new Refusal('no_reason', 'Say in at least 10 characters why it is not demanded any more.');
    }
    await setting.db.transaction(async (tx) => {
      const { rejected, criterion } = await withdrawable(setting, tx, act.requestId, actor);
      await endCriterion(setting, tx, criterion, rejected, {
        ended: 'withdrawn',
        withdrawnBy: actor.person,
        reason,
        actor: { person: actor.person, slackUser: actor.slackUser, actingFor: null },
        details: { reason_digest: digestOf(reason) },
      });
    });
  });
}

async function withdrawable(
  setting: Setting,
  tx: Executor,
  requestId: string,
  { person }: Actor & { readonly person: string },
): Promise<{ readonly rejected: RequestRow; readonly criterion: CriterionRow }> {
  const rejected = await holdRequest(setting, tx, requestId);
  const criterion = await lockCriterion(tx, setting.workspaceId, requestId);
  if (criterion === null || criterion.endedAt !== null) {
    throw new Refusal(
      'no_criterion',
      `Nothing that R-${rejected.number} demanded is open any more. \`/mlops status ${rejected.model}\` shows what is.`,
    );
  }
  if (person === criterion.setBy) return { rejected, criterion };
  const owner = roleName([criterion.owner]);
  const { facts } = await loadRequest(setting, tx, rejected);
  if (inRoles(facts, person, [criterion.owner], epochMs(setting.now())) !== true) {
    const who = (await readNames(setting, tx)).of(criterion.setBy);
    throw new Refusal('not_in_role', `Only ${who}, who set it, and ${owner} can withdraw this. Ask one of them.`);
  }
  if (await asksForIt(setting, tx, rejected, person)) {
    throw new Refusal(
      'requester',
      `You asked for a candidate that is held to this, so you cannot withdraw it. Ask somebody else of ${owner}.`,
    );
  }
  return { rejected, criterion };
}

async function asksForIt(setting: Setting, tx: Executor, rejected: RequestRow, person: string): Promise<boolean> {
  const live = await liveRequestsOfModel(tx, setting.workspaceId, rejected.registry, rejected.modelName);
  const asking = [rejected, ...live.filter(({ target }) => target === rejected.target)];
  return asking.some(({ requesterPerson }) => requesterPerson === person);
}
