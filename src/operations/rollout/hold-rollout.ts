import type { Executor } from '#store/database.ts';
import { executionById } from '#store/executions.ts';
import { lockRollout, type RolloutRow } from '#store/rollouts.ts';
import { holdRequest } from '../load-request.ts';
import type { RequestRow, Setting } from '../setting.ts';

/** A rollout with the request it carries out, both held until the transaction ends. */
export async function holdRollout(
  setting: Setting,
  tx: Executor,
  executionId: string,
): Promise<{ readonly rollout: RolloutRow; readonly request: RequestRow }> {
  const execution = await executionById(tx, setting.workspaceId, executionId);
  if (execution === null) throw new Error(`there is no execution ${executionId}`);
  const request = await holdRequest(setting, tx, execution.requestId);
  const rollout = await lockRollout(tx, setting.workspaceId, executionId);
  if (rollout === null) throw new Error(`there is no rollout of execution ${executionId}`);
  return { rollout, request };
}

/** How long a deployment or a step is left alone between two looks, in milliseconds. */
export const lookEveryMs = { deployment: 20_000, step: 300_000 } as const;

/** The moment that many milliseconds from now. */
export function lookAt(setting: Setting, afterMs: number): Date {
  return new Date(Date.parse(setting.now()) + afterMs);
}
