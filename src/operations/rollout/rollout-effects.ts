import { createHash } from 'node:crypto';
import type { Executor } from '#store/database.ts';
import { intendEffect } from '#store/effects.ts';
import type { RolloutRow } from '#store/rollouts.ts';
import type { Setting } from '../setting.ts';

/** The id under which an execution deploys: ten digits, the same however often it is asked for. */
export function deployedIdFor(executionId: string): string {
  const number = createHash('sha256').update(executionId).digest().readUIntBE(0, 6);
  return String(1_000_000_000 + (number % 9_000_000_000));
}

/** Starts to deploy, once more where an earlier deployment came to nothing. */
export async function intendDeploy(setting: Setting, tx: Executor, row: RolloutRow): Promise<void> {
  await intend(setting, tx, row, 'endpoint.deploy', `deploy:${row.executionId}:${row.attempts}`, {});
}

/** Moves the traffic of a step; -1 puts back what was before the first. */
export async function intendTraffic(setting: Setting, tx: Executor, row: RolloutRow, step: number): Promise<void> {
  await intend(setting, tx, row, 'endpoint.traffic', `traffic:${row.executionId}:${step}`, { step });
}

/** Takes a deployed model away: the execution's own, or the one that it replaced. */
export async function intendUndeploy(
  setting: Setting,
  tx: Executor,
  row: RolloutRow,
  which: 'own' | 'replaced',
): Promise<void> {
  const deployedId = which === 'own' ? row.deployedId : row.replacedId;
  const key = `undeploy:${row.executionId}:${which}:${row.attempts}`;
  await intend(setting, tx, row, 'endpoint.undeploy', key, { which, deployedId });
}

async function intend(
  setting: Setting,
  tx: Executor,
  row: RolloutRow,
  kind: string,
  idemKey: string,
  payload: Record<string, unknown>,
): Promise<void> {
  const effectId = setting.newId();
  await intendEffect(tx, {
    id: effectId,
    workspaceId: row.workspaceId,
    kind,
    orderKey: `endpoint:${row.workspaceId}:${row.registry}:${row.endpoint}`,
    idemKey,
    payload: { executionId: row.executionId, ...payload },
  });
  await setting.sendJob(tx, 'perform-effect', { effectId });
}
