import { epochMs } from '#domain/instant.ts';
import { roleName } from '#domain/role-name.ts';
import { Refusal } from '#errors.ts';
import { inRoles } from '#playbook/evaluate/membership.ts';
import type { Executor } from '#store/database.ts';
import { lockRollout, type RolloutRow, rolloutOfRequest } from '#store/rollouts.ts';
import { listed } from '#views/wording.ts';
import { actorOf, listedActor } from '../actor.ts';
import { holdRequest, loadRequest } from '../load-request.ts';
import { readNames } from '../names.ts';
import { refusalsRecorded } from '../refusals-recorded.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { goBack, stopFor } from './go-back.ts';

/** Who wants to stop the rollout of which request, as the signed request said. */
export interface StopAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
}

/** Checks whether a person may stop a rollout that can still be stopped. Throws a Refusal that says why not. */
export async function prepareStop(setting: Setting, act: StopAct): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'stop' }, async () => {
    await setting.db.transaction(async (tx) => await stoppable(setting, tx, act));
  });
}

/** Stops a rollout at the word of somebody who may block it: the traffic goes back, then the request fails. */
export async function stopRollout(setting: Setting, act: StopAct & { readonly reason: string }): Promise<void> {
  await refusalsRecorded(setting, { ...act, decision: 'stop' }, async () => {
    const reason = act.reason.trim();
    if (reason.length < 10) {
      throw new Refusal('no_reason', 'Say in at least 10 characters why it has to stop, so that others can act on it.');
    }
    await setting.db.transaction(async (tx) => {
      const { rollout, person } = await stoppable(setting, tx, act);
      const names = await readNames(setting, tx);
      const because = `Stopped by ${names.of(person)}: “${reason}”.`;
      const stopped = await stopFor(setting, tx, rollout, { because, by: person });
      // What is under way is waited for: its end finds that it was stopped.
      if (rollout.state === 'holding') await goBack(setting, tx, stopped);
    });
  });
}

async function stoppable(
  setting: Setting,
  tx: Executor,
  act: StopAct,
): Promise<{ readonly rollout: RolloutRow; readonly request: RequestRow; readonly person: string }> {
  const { person } = listedActor(setting, await actorOf(setting, act));
  const request = await holdRequest(setting, tx, act.requestId);
  const { policy, facts } = await loadRequest(setting, tx, request);
  if (inRoles(facts, person, policy.block.by, epochMs(setting.now())) !== true) {
    const who = listed(
      policy.block.by.map((role) => roleName([role])),
      4,
      'or',
    );
    throw new Refusal('not_in_role', `Only ${who} can stop this rollout. If something is wrong, tell one of them.`);
  }
  const last = await rolloutOfRequest(tx, setting.workspaceId, request.id);
  const rollout = last === null ? null : await lockRollout(tx, setting.workspaceId, last.executionId);
  const running = rollout?.state === 'deploying' || rollout?.state === 'shifting' || rollout?.state === 'holding';
  if (rollout === null || !running || rollout.stopped !== null) {
    throw new Refusal(
      'not_open',
      `R-${request.number} is moving no traffic that could be stopped. Its card shows how it stands; what is done can be undone with \`/mlops rollback ${request.model}\`.`,
    );
  }
  return { rollout, request, person };
}
