import type { ResourceUsage, UsageWindow } from '#domain/cloud-usage.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import type { Setting } from '#operations/setting.ts';
import type {
  PretendDeployed,
  PretendMachine,
  PretendNotebook,
  PretendTpu,
  PretendUsage,
} from '#sandbox/cloud-usage/state.ts';

/** A version that an endpoint of these tests has loaded; asked 40 times an hour if nothing else is said. */
export function deployedVersion(given: Partial<PretendDeployed> = {}): PretendDeployed {
  return {
    location: 'europe-west4',
    endpoint: '7310451',
    title: 'similar-items-online',
    deployed: '3041',
    predictions: () => 40,
    ...given,
  };
}

/** A machine that does nothing if nothing else is said, and tells of no GPU. */
export function machine(given: Partial<PretendMachine> = {}): PretendMachine {
  return {
    zone: 'europe-west4-a',
    number: '5550001',
    name: 'gpu-lab-3',
    processor: () => 0.01,
    gpu: () => null,
    ...given,
  };
}

export function notebook(given: Partial<PretendMachine> = {}): PretendNotebook {
  return { machine: machine(given), labels: { team: 'recs' }, stoppedMs: null };
}

/** A TPU with one host that does nothing if nothing else is said, as old as the world. */
export function tpu(given: Partial<PretendTpu> = {}): PretendTpu {
  return {
    zone: 'europe-west4-b',
    number: '8800001',
    name: 'embed-v5e',
    labels: { team: 'search' },
    state: 'READY',
    createdMs: 0,
    workers: ['4400001'],
    duty: () => 0,
    ...given,
  };
}

export function usageOf(given: Partial<PretendUsage> = {}): PretendUsage {
  return { project: 'northwind-ml', deployed: () => [], machines: [], notebooks: [], tpus: [], ...given };
}

/** An endpoint's version with as many predictions in each hour of a window as are given. */
export function servedHours({ from, to }: UsageWindow, predictions: (hour: string) => number): ResourceUsage {
  const hours: { hour: string; used: number }[] = [];
  for (let at = epochMs(from); at < epochMs(to); at += 3_600_000) {
    const hour = instantAt(at);
    hours.push({ hour, used: predictions(hour) });
  }
  return {
    kind: 'endpoint',
    project: 'northwind-ml',
    resource: '//aiplatform.googleapis.com/projects/northwind-ml/locations/europe-west4/endpoints/7310451',
    alsoBilledAs: [],
    name: 'home-ranker-online',
    labels: {},
    deployed: '3041',
    hours,
  };
}

/** A setting's part in which that endpoint serves a version; nothing where no model is given. */
export function endpointsServing(model: string | null, version: string): Pick<Setting, 'endpoints' | 'playbooks'> {
  const labels = { team: 'team', model: 'model', environment: 'env', owner: 'owner' };
  const org = {
    zone: 'Europe/Amsterdam',
    currency: 'EUR',
    labels,
    channels: { digest: '#ml-digest' },
    connections: [{ id: 'vertex', kind: 'vertex', project: 'northwind-ml', location: 'europe-west4' }],
  };
  const machine = { type: null, minReplicas: 1, maxReplicas: 1 };
  const deployed = model === null ? [] : [{ id: '3041', model, version, deployedAt: null, machine }];
  const part = {
    endpoints: new Map([['vertex', { getEndpoint: async () => ({ id: '7310451', deployed, traffic: {} }) }]]),
    playbooks: () => ({ set: { org, models: { models: [] }, people: { people: {}, roles: {} } } }),
  };
  return part as unknown as Pick<Setting, 'endpoints' | 'playbooks'>;
}
