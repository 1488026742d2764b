import type { ModelRegistry } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { Setting } from '#operations/setting.ts';
import type { EffectRow } from '#store/effects.ts';
import { type ExecutionRow, executionById } from '#store/executions.ts';

/** What an effect of an execution works on. */
export interface ExecutionPlace {
  readonly execution: ExecutionRow;
  readonly registry: ModelRegistry;
  readonly readAlias: () => Promise<string | null>;
}

/** Throws an `UpstreamError` while its registry is not connected. */
export async function placeOf(setting: Setting, effect: EffectRow): Promise<ExecutionPlace> {
  const id = executionIdIn(effect);
  const execution = await executionById(setting.db, setting.workspaceId, id);
  if (execution === null) throw new Error(`there is no execution ${id}`);
  const registry = setting.registries.get(execution.registry);
  if (registry === undefined) {
    const sentence = `No registry ${execution.registry} is connected any more: put it back into org.yaml.`;
    throw new UpstreamError(execution.registry, sentence, { status: 404, retryable: true });
  }
  return { execution, registry, readAlias: () => registry.getAlias(execution.modelName, execution.target) };
}

export function executionIdIn(effect: EffectRow): string {
  return String(effect.payload.executionId);
}
