import type { PretendDeployed, PretendMachine, PretendNotebook, PretendUsage } from '#sandbox/cloud-usage/state.ts';

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

export function usageOf(given: Partial<PretendUsage> = {}): PretendUsage {
  return { project: 'northwind-ml', deployed: () => [], machines: [], notebooks: [], ...given };
}
