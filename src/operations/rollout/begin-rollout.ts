import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { addRollout, lockRollout } from '#store/rollouts.ts';
import type { Setting } from '../setting.ts';
import type { RolloutPlan } from './plan-rollout.ts';
import { deployedIdFor, intendDeploy } from './rollout-effects.ts';

/** Begins to move traffic for an execution: the version is deployed first, without any. */
export async function beginRollout(
  setting: Setting,
  tx: Executor,
  row: RequestRow,
  executionId: string,
  plan: RolloutPlan,
): Promise<void> {
  await addRollout(tx, {
    executionId,
    workspaceId: row.workspaceId,
    requestId: row.id,
    registry: row.registry,
    endpoint: plan.endpoint,
    startedAt: new Date(setting.now()),
    state: 'deploying',
    steps: plan.steps,
    deployedId: deployedIdFor(executionId),
  });
  const rollout = await lockRollout(tx, row.workspaceId, executionId);
  if (rollout === null) throw new Error(`there is no rollout of execution ${executionId}`);
  await intendDeploy(setting, tx, rollout);
}
