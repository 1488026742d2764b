import type { DeployedVersion, DeployOrder, ServingEndpoint, TrafficSplit } from '#domain/endpoint.ts';
import { instant, modelIdOf } from './mapping.ts';
import { machineOf, type VertexEndpoint } from './schema.ts';

export function toEndpoint(row: VertexEndpoint, url: (id: string) => string): ServingEndpoint {
  const id = row.name.split('/').at(-1) ?? row.name;
  return {
    id,
    title: row.displayName === '' ? id : row.displayName,
    etag: row.etag,
    deployed: row.deployedModels.map(toDeployed),
    traffic: withoutZeros(row.trafficSplit),
    url: url(id),
  };
}

function toDeployed(row: VertexEndpoint['deployedModels'][number]): DeployedVersion {
  return {
    id: row.id,
    model: modelIdOf(row.model),
    version: row.modelVersionId,
    deployedAt: instant(row.createTime),
    machine: machineOf(row),
  };
}

/** The same split however its zeros are written. */
export function withoutZeros(split: TrafficSplit): TrafficSplit {
  return Object.fromEntries(Object.entries(split).filter(([, percent]) => percent !== 0));
}

/** What is copied from a deployed model to the next one: how it is served, never what it is. */
const copied = [
  'dedicatedResources',
  'automaticResources',
  'sharedResources',
  'serviceAccount',
  'disableContainerLogging',
  'enableAccessLogging',
];

/**
 * The settings of a new deployed model: the machine that was ordered, on top of how the version with most of the
 * traffic is served. Null where nothing says what it should run on.
 */
export function settingsFor(row: VertexEndpoint, { machine }: DeployOrder): Record<string, unknown> | null {
  const share = (id: string) => row.trafficSplit[id] ?? 0;
  const [like] = [...row.deployedModels].sort((a, b) => share(b.id) - share(a.id));
  const settings = Object.fromEntries(Object.entries(like ?? {}).filter(([key]) => copied.includes(key)));
  if (machine === null) {
    return copied.slice(0, 3).some((kind) => Object.hasOwn(settings, kind)) ? settings : null;
  }
  const { automaticResources: _a, sharedResources: _s, ...others } = settings;
  return {
    ...others,
    dedicatedResources: {
      machineSpec: { machineType: machine.type },
      minReplicaCount: machine.minReplicas,
      maxReplicaCount: machine.maxReplicas,
    },
  };
}
