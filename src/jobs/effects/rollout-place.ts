import type { ModelEndpoints, ServingEndpoint } from '#domain/endpoint.ts';
import { endpointsOf } from '#operations/rollout/endpoints-of.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectRow } from '#store/effects.ts';
import { type ExecutionRow, executionById } from '#store/executions.ts';
import { type RolloutRow, rolloutOf } from '#store/rollouts.ts';
import { executionIdIn } from './execution-place.ts';

/** What an effect of a rollout works on, with the endpoint as it is now; null if there is none any more. */
export interface RolloutPlace {
  readonly rollout: RolloutRow;
  readonly execution: ExecutionRow;
  readonly endpoints: ModelEndpoints;
  readonly endpoint: ServingEndpoint | null;
}

/** Throws an `UpstreamError` while its registry is not connected or does not answer. */
export async function rolloutPlace(setting: Setting, effect: EffectRow): Promise<RolloutPlace> {
  const id = executionIdIn(effect);
  const [execution, rollout] = [
    await executionById(setting.db, setting.workspaceId, id),
    await rolloutOf(setting.db, setting.workspaceId, id),
  ];
  if (execution === null || rollout === null) throw new Error(`there is no rollout of execution ${id}`);
  const endpoints = endpointsOf(setting, execution);
  return { rollout, execution, endpoints, endpoint: await endpoints.getEndpoint(rollout.endpoint) };
}

/** Why nothing can be done on an endpoint that is not there. */
export function noEndpoint({ endpoint }: RolloutRow): string {
  return `There is no endpoint ${endpoint} any more.`;
}
