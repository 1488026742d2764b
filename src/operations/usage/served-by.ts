import type { ResourceUsage } from '#domain/cloud-usage.ts';
import type { DeployedVersion } from '#domain/endpoint.ts';
import { UpstreamError } from '#errors.ts';
import { servedVersions } from '#store/usage-days.ts';
import type { UsageSourceRow } from '#store/usage-sources.ts';
import type { Setting } from '../setting.ts';

/** A model's version, by the connection of its registry and its name there. */
export interface ServedVersion {
  readonly registry: string;
  readonly modelName: string;
  readonly version: string;
}

const endpointName = /^\/\/[^/]+\/projects\/([^/]+)\/locations\/([^/]+)\/endpoints\/([^/]+)$/;

/**
 * What the deployed versions of endpoints are, as the registry that serves them says; what was found once is kept, since
 * an id is never given to something else. Null where nobody tells; a registry that does not answer is asked next time.
 */
export async function servedBy(
  setting: Setting,
  row: Pick<UsageSourceRow, 'workspaceId' | 'source'>,
  found: readonly ResourceUsage[],
): Promise<(one: ResourceUsage) => ServedVersion | null> {
  const known = new Map<string, ServedVersion>();
  for (const { resource, deployed, registry, modelName, version } of await servedVersions(setting.db, row)) {
    if (registry !== null && modelName !== null && version !== null)
      known.set(keyOf(resource, deployed), { registry, modelName, version });
  }
  const unknown = found.filter(
    ({ kind, resource, deployed }) => kind === 'endpoint' && !known.has(keyOf(resource, deployed)),
  );
  for (const resource of new Set(unknown.map((one) => one.resource))) {
    const registry = registryOf(setting, resource);
    if (registry === null) continue;
    for (const { id, model, version } of await deployedAt(setting, registry, resource)) {
      known.set(keyOf(resource, id), { registry, modelName: model, version });
    }
  }
  return ({ resource, deployed }) => known.get(keyOf(resource, deployed)) ?? null;
}

function keyOf(resource: string, deployed: string | null): string {
  return JSON.stringify([resource, deployed]);
}

/** The connection that serves an endpoint: that of its project and location. */
export function registryOf(setting: Setting, resource: string): string | null {
  const [, project, location] = endpointName.exec(resource) ?? [];
  const { connections } = setting.playbooks().set.org;
  const found = connections.find(
    (one) => setting.endpoints.has(one.id) && one.project === project && one.location === location,
  );
  return found?.id ?? null;
}

/** An endpoint's id, by its full name. */
export function endpointId(resource: string): string {
  return resource.split('/').at(-1) ?? resource;
}

async function deployedAt(setting: Setting, registry: string, resource: string): Promise<readonly DeployedVersion[]> {
  try {
    return (await setting.endpoints.get(registry)?.getEndpoint(endpointId(resource)))?.deployed ?? [];
  } catch (error) {
    if (error instanceof UpstreamError) return [];
    throw error;
  }
}
