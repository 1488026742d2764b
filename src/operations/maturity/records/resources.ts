import type { Observed } from '#domain/maturity-facts.ts';
import type { ServingResource } from '#domain/maturity-operation.ts';
import type { VersionFacts } from '#domain/maturity-training.ts';
import type { Asked } from '../asked.ts';
import { versionId } from './promotions.ts';

/**
 * What serves: resources that the bill charges predictions for, and models whose serving alias holds a version although
 * no charge names them. What the bill has and no alias explains has no digest, so that hiding a model does not help.
 */
export function resourceRecords(
  asked: Asked,
  billed: Observed<readonly ServingResource[]>,
  versions: Observed<readonly VersionFacts[]>,
): Observed<readonly ServingResource[]> {
  const digests = new Map((versions.known ? versions.value : []).map(({ id, digest }) => [id, digest]));
  const held = new Map<string, ServingResource>();
  for (const { entry, facts, places } of asked.models) {
    for (const { registry, name, aliases } of places) {
      for (const [target, version] of Object.entries(aliases)) {
        if (!asked.serves(entry.id, { registry, target })) continue;
        const id = versionId({ registry, modelName: name, version });
        const unseen = { dailyRequests: null, callers: [], payloadLogged: null, replicaHours: null };
        held.set(entry.id, {
          id: `${id} as ${target}`,
          model: entry.id,
          digest: digests.get(id) ?? null,
          byAlias: true,
          kind: facts.declared.serving.includes('online') ? 'online' : 'batch',
          // As of the last reading of its registry, every few minutes.
          lastTrafficAt: asked.now.toISOString(),
          ...unseen,
        });
      }
    }
  }
  const charged = (billed.known ? billed.value : []).map((resource) => ({
    ...resource,
    digest: resource.model === null ? null : (held.get(resource.model)?.digest ?? null),
  }));
  const named = new Set(charged.map(({ model }) => model));
  const rest = [...held.values()].filter(({ model }) => !named.has(model));
  const asOf = billed.known ? billed.asOf : asked.now.toISOString();
  return { known: true, value: [...charged, ...rest], provenance: 'machine', asOf };
}
