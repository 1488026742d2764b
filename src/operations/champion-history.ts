import type { Fact } from '#playbook/facts.ts';
import { verifiedExecutions } from '#store/executions.ts';
import type { Setting } from './setting.ts';

/** Since when a version holds a target, as far as our own executions know: registries keep no history of aliases. */
export async function championHistory(
  setting: Setting,
  registry: string,
  modelName: string,
  target: string,
): Promise<{ since(version: string): Fact<string> }> {
  const [last] = await verifiedExecutions(
    setting.db,
    { workspaceId: setting.workspaceId, registry, modelName, target },
    1,
  );
  return {
    since: (version) =>
      last?.version === version && last.finishedAt !== null
        ? last.finishedAt.toISOString()
        : { unknown: `The registry does not say since when v${version} has been ${target}.` },
  };
}
