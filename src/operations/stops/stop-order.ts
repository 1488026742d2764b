import type { StopOrder } from '#domain/stop.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { IdleRow } from '#store/idle-findings.ts';
import type { Setting } from '../setting.ts';
import { endpointId, registryOf } from '../usage/served-by.ts';

/** What can be stopped, with the id that playbooks choose by: the catalogue's of the model it serves, else team and name. */
export interface Stoppable {
  readonly order: StopOrder;
  readonly model: string;
}

/**
 * What Countersign would stop; null where it is connected to nothing that can. Asks the registry what an endpoint has
 * loaded, which may throw an `UpstreamError`.
 */
export async function stoppable(setting: Setting, row: IdleRow): Promise<Stoppable | null> {
  const { id: idleId, kind, resource, name, project, team } = row;
  const source = [...setting.usage].find(([, usage]) => usage.project === project && usage.provider === row.provider);
  if (source === undefined || project === null) return null;
  const order = { idleId, source: source[0], resource, name, project };
  const plain = `${team ?? 'nobody'}/${name}`;
  if (kind === 'notebook') return { order: { ...order, kind, registry: null, deployed: [] }, model: plain };
  const registry = kind === 'endpoint' ? registryOf(setting, resource) : null;
  if (kind !== 'endpoint' || registry === null) return null;
  const endpoint = await setting.endpoints.get(registry)?.getEndpoint(endpointId(resource));
  const loaded = endpoint?.deployed ?? [];
  if (loaded.length === 0) return null;
  const { models } = setting.playbooks().set;
  const model = loaded.map((one) => findCatalogueModel(models, registry, one.model)).find((one) => one !== null);
  const deployed = loaded.map((one) => one.id).sort();
  return { order: { ...order, kind, registry, deployed }, model: model?.id ?? plain };
}

/** The connection by which the endpoints of a registry's models are stopped; null where nothing tells of their use. */
export function stoppedThrough(setting: Setting, { registry }: { readonly registry: string }): string | null {
  const served = setting.playbooks().set.org.connections.find(({ id }) => id === registry && setting.endpoints.has(id));
  const found = [...setting.usage].find(([, usage]) => served !== undefined && usage.project === served.project);
  return found?.[0] ?? null;
}
