import { GoogleRefusal } from '../vertex-pipelines/refusal.ts';
import { lookedAt, type PretendMachine, type PretendUsage } from './state.ts';

/** `instances.get` of Compute Engine. */
export function computeInstance(machine: PretendMachine): object {
  const { name, number, zone, labels = {}, createdBy, localSsd = false } = machine;
  return {
    kind: 'compute#instance',
    id: number,
    name,
    zone: `zones/${zone}`,
    status: { on: 'RUNNING', stopping: 'STOPPING', off: 'TERMINATED' }[lookedAt(machine)],
    labels,
    metadata: {
      kind: 'compute#metadata',
      ...(createdBy !== undefined && { items: [{ key: 'created-by', value: createdBy }] }),
    },
    disks: [{ type: 'PERSISTENT', boot: true }, ...(localSsd ? [{ type: 'SCRATCH' }] : [])],
  };
}

/** By name or number. Throws a GoogleRefusal for one that is not there. */
export function machineAt(usage: PretendUsage, [zone, name]: readonly string[]): PretendMachine {
  const found = usage.machines.find((one) => one.zone === zone && [one.name, one.number].includes(name ?? ''));
  if (found !== undefined) return found;
  const path = `projects/${usage.project}/zones/${zone}/instances/${name}`;
  throw new GoogleRefusal('NOT_FOUND', `The resource '${path}' was not found`);
}

/** `instances.stop` of Compute Engine: an operation; one that stands is left as it is. */
export function stopInstance(machine: PretendMachine, query: URLSearchParams, nowMs: number): object {
  const requestId = query.get('requestId') ?? '';
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(requestId) || /^[0-]+$/.test(requestId)) {
    throw new GoogleRefusal('INVALID_ARGUMENT', `Invalid value for field 'requestId': '${requestId}'.`);
  }
  if (machine.localSsd) {
    throw new GoogleRefusal('INVALID_ARGUMENT', 'You must specify whether local SSD contents should be discarded.');
  }
  machine.stoppedMs ??= nowMs;
  return { kind: 'compute#operation', name: `operation-${requestId}`, operationType: 'stop', status: 'RUNNING' };
}
