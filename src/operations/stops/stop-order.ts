import type { LeftOn } from '#domain/claim.ts';
import type { CloudUsage } from '#domain/cloud-usage.ts';
import type { StopOrder } from '#domain/stop.ts';
import { UpstreamError } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { IdleRow } from '#store/idle-findings.ts';
import type { Setting } from '../setting.ts';
import { endpointId, registryOf } from '../usage/served-by.ts';

/** What can be stopped, with the id that playbooks choose by: the catalogue's of the model it serves, else team and name. */
export interface Stoppable {
  readonly order: StopOrder;
  readonly model: string;
}

/** What its owners have to stop, with why, as sentences. */
interface Barred {
  readonly barred: string;
}

/**
 * What Countersign would stop; null where it is connected to nothing that can. Asks the registry what an endpoint has
 * loaded, and the cloud what an accelerator is, which may throw an `UpstreamError`.
 */
export async function stoppable(setting: Setting, row: IdleRow): Promise<Stoppable | Barred | null> {
  const { id: idleId, kind, resource, name, project, team } = row;
  const source = usageOf(setting, row);
  if (source === undefined || project === null) return null;
  const order = { idleId, source: source[0], resource, name, project };
  const plain = `${team ?? 'nobody'}/${name}`;
  if (kind === 'notebook') return { order: { ...order, kind, registry: null, deployed: [] }, model: plain };
  if (kind === 'accelerator') {
    const seen = await lookAt(source[1], resource);
    if ('barred' in seen) return seen;
    return { order: { ...order, kind, registry: null, deployed: [], number: seen.number }, model: plain };
  }
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

/** Accelerators of one project that are looked at in a night, the dearest first; of others a press tells. */
const mostLookedAt = 100;

/**
 * What was found in one project, the accelerators with why Countersign must not stop them, as far as their cloud tells
 * that now. Once it does not answer, it is not asked on.
 */
export async function lookedAtEach(setting: Setting, found: readonly LeftOn[]): Promise<readonly LeftOn[]> {
  const things: LeftOn[] = [];
  let asked = 0;
  for (const thing of found) {
    const source = thing.kind === 'accelerator' && asked < mostLookedAt ? usageOf(setting, thing) : undefined;
    const barred = source === undefined ? undefined : await barredNow(source[1], thing);
    if (source !== undefined) asked = barred === undefined ? mostLookedAt : asked + 1;
    things.push(barred === undefined ? thing : { ...thing, barred });
  }
  return things;
}

/** Null where nothing is in the way; undefined where its cloud does not answer. */
async function barredNow(usage: CloudUsage, { resource }: LeftOn): Promise<string | null | undefined> {
  try {
    return (await usage.seeMachine(resource))?.barred ?? null;
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    return error.status === 403 ? error.message : undefined;
  }
}

function usageOf(setting: Setting, { project, provider }: Pick<LeftOn, 'project' | 'provider'>) {
  return [...setting.usage].find(([, usage]) => usage.project === project && usage.provider === provider);
}

/** The number of the machine that is meant, or why it is its owners' to stop. What we may not read we may not stop. */
async function lookAt(usage: CloudUsage, resource: string): Promise<{ readonly number: string } | Barred> {
  try {
    const seen = await usage.seeMachine(resource);
    if (seen === null) return { barred: 'It is not there any more.' };
    if (seen.barred !== null) return { barred: seen.barred };
    if (seen.state === 'off') return { barred: 'It is off already; the usage of the next days will show it.' };
    if (seen.number === null) return { barred: 'Its provider does not tell which of several of its name it is.' };
    return { number: seen.number };
  } catch (error) {
    if (error instanceof UpstreamError && error.status === 403) return { barred: error.message };
    throw error;
  }
}

/** The connection by which the endpoints of a registry's models are stopped; null where nothing tells of their use. */
export function stoppedThrough(setting: Setting, { registry }: { readonly registry: string }): string | null {
  const served = setting.playbooks().set.org.connections.find(({ id }) => id === registry && setting.endpoints.has(id));
  const found = [...setting.usage].find(([, usage]) => served !== undefined && usage.project === served.project);
  return found?.[0] ?? null;
}
