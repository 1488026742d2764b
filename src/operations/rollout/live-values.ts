import { epochMs, type Instant } from '#domain/instant.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import type { Facts } from '#playbook/facts.ts';

/**
 * What was reported of a version since a step gave it its traffic, by metric name. What was measured before says nothing
 * about that traffic, so it is unknown. Throws `UpstreamError`.
 */
export async function liveValues(
  registry: ModelRegistry,
  { modelName, version }: { readonly modelName: string; readonly version: string },
  since: Instant,
): Promise<Facts['live']> {
  const row = await registry.getVersion(modelName, version);
  const run = row === null || row.runId === null ? null : await registry.getRun(row.runId, row);
  if (run === null) return {};
  const unreported = { unknown: `Nothing was reported since v${version} has this traffic.` };
  return Object.fromEntries(
    Object.entries(run.metrics).map(([name, value]) => {
      const at = run.measuredAt?.[name];
      const live = value !== null && at !== undefined && epochMs(at) >= epochMs(since);
      return [name, live ? value : unreported];
    }),
  );
}
