import type { Executor } from '#store/database.ts';
import { executionById } from '#store/executions.ts';
import { changeRequest } from '#store/requests.ts';
import { changeRollout, lockRollout, type RolloutRow } from '#store/rollouts.ts';
import { holdRequest } from '../load-request.ts';
import type { RequestRow, Setting } from '../setting.ts';
import { withoutTrouble } from '../trouble.ts';

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

/** Takes the trouble of an earlier try off a request that the transaction holds. */
export async function calmRequest(tx: Executor, request: RequestRow): Promise<RequestRow> {
  if (request.outcome.trouble === undefined) return request;
  const changed = await changeRequest(tx, request, { outcome: withoutTrouble(request) });
  if (changed === null) throw new Error(`request ${request.id} changed although its row was locked`);
  return changed;
}

/** How long a deployment or a step is left alone between two looks, in milliseconds. */
export const lookEveryMs = { deployment: 20_000, step: 300_000 } as const;

/** The moment that many milliseconds from now. */
export function lookAt(setting: Setting, afterMs: number): Date {
  return new Date(Date.parse(setting.now()) + afterMs);
}

/** Whether it waits for something that is to be looked at by now. */
export function isDue(setting: Setting, { state, dueAt }: RolloutRow): boolean {
  if (state !== 'deploying' && state !== 'holding' && state !== 'removing') return false;
  return dueAt !== null && dueAt.getTime() <= Date.parse(setting.now());
}

/** Puts the next look off; `waitsFor` is why the next step waits, as a sentence. */
export async function lookAgain(
  setting: Setting,
  tx: Executor,
  rollout: RolloutRow,
  afterMs: number,
  waitsFor: string | null,
): Promise<void> {
  await changeRollout(tx, rollout, { dueAt: lookAt(setting, afterMs), waitsFor });
}
