import type { SeenMachine } from '#domain/cloud-usage.ts';
import type { UsageHttp } from './http.ts';
import { seeInstance, stopInstance } from './stop-instance.ts';
import { seeNotebook, stopNotebook } from './stop-notebook.ts';
import { seeTpu, stopTpu } from './stop-tpu.ts';

interface Machines {
  see(http: UsageHttp, resource: string): Promise<SeenMachine | null>;
  stop(http: UsageHttp, resource: string, once: string): Promise<void>;
}

/** What has machines that can be stopped, by how their full names begin. */
const machines: Readonly<Record<string, Machines>> = {
  '//notebooks.googleapis.com/': { see: seeNotebook, stop: stopNotebook },
  '//compute.googleapis.com/': { see: seeInstance, stop: stopInstance },
  '//tpu.googleapis.com/': { see: seeTpu, stop: stopTpu },
};

/** Throws an Error for a name of nothing that has a machine of its own. */
export function machinesOf(resource: string): Machines {
  const found = Object.entries(machines).find(([start]) => resource.startsWith(start));
  if (found === undefined) throw new Error(`${resource} has no machine that could be stopped`);
  return found[1];
}
