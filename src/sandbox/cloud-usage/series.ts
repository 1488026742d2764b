import type { PretendMachine, PretendUsage } from './state.ts';

/** One hour that has a value; hours without one have no point, as in Cloud Monitoring. */
interface Point {
  readonly hourMs: number;
  readonly value: number;
}

/** A series before anything is joined, by the names that filters and groups use. */
export interface Series {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly Point[];
}

const hourMs = 3_600_000;

/** The metrics that are served, by the monitored resource they are of. */
export const resourceTypes: Readonly<Record<string, string>> = {
  'aiplatform.googleapis.com/prediction/online/prediction_count': 'aiplatform.googleapis.com/Endpoint',
  'aiplatform.googleapis.com/prediction/online/replicas': 'aiplatform.googleapis.com/Endpoint',
  'compute.googleapis.com/instance/cpu/utilization': 'gce_instance',
  'agent.googleapis.com/gpu/utilization': 'gce_instance',
  'tpu.googleapis.com/accelerator/duty_cycle': 'tpu.googleapis.com/GceTpuWorker',
};

/** Every series of a metric, over the hours that lie between two moments, in ms since the epoch. */
export function seriesOf(usage: PretendUsage, metric: string, fromMs: number, toMs: number): readonly Series[] {
  const hours: number[] = [];
  for (let at = Math.floor(fromMs / hourMs) * hourMs; at + hourMs <= toMs; at += hourMs)
    if (at >= fromMs) hours.push(at);
  const points = (value: (at: number) => number | null) =>
    hours.flatMap((at) => {
      const found = value(at);
      return found === null ? [] : [{ hourMs: at, value: found }];
    });
  if (metric.startsWith('aiplatform')) {
    const counts = metric.endsWith('prediction_count');
    return usage.deployed().map((one) => ({
      labels: {
        'resource.labels.resource_container': usage.project,
        'resource.labels.location': one.location,
        'resource.labels.endpoint_id': one.endpoint,
        'metric.labels.deployed_model_id': one.deployed,
        'metric.labels.endpoint_display_name': one.title,
      },
      points: points((at) => {
        const count = one.predictions(at);
        // Nobody asked: a counter writes nothing.
        if (counts) return count === 0 ? null : count;
        return count === null ? null : 1;
      }),
    }));
  }
  if (metric.startsWith('tpu')) {
    return usage.tpus.flatMap((tpu) =>
      tpu.workers.map((worker) => ({
        labels: {
          'resource.labels.resource_container': usage.project,
          'resource.labels.location': tpu.zone,
          'resource.labels.worker_id': worker,
        },
        points: points((at) => {
          const off = tpu.stoppedMs !== undefined && at + hourMs > tpu.stoppedMs;
          const share = at < tpu.createdMs || off ? null : tpu.duty(at, worker);
          return share === null ? null : share * 100;
        }),
      })),
    );
  }
  const gpu = metric.startsWith('agent');
  return machinesOf(usage).map(({ machine, offMs }) => ({
    labels: {
      'resource.labels.project_id': usage.project,
      'resource.labels.zone': machine.zone,
      'resource.labels.instance_id': machine.number,
      ...(gpu ? { 'metadata.system_labels.name': machine.name } : { 'metric.labels.instance_name': machine.name }),
    },
    points: points((at) => {
      if (offMs !== null && at + hourMs > offMs) return null;
      if (!gpu) return machine.processor(at);
      const share = machine.gpu(at);
      return share === null ? null : share * 100;
    }),
  }));
}

function machinesOf({
  machines,
  notebooks,
}: PretendUsage): readonly { readonly machine: PretendMachine; readonly offMs: number | null }[] {
  return [
    ...machines.map((machine) => ({ machine, offMs: machine.stoppedMs ?? null })),
    ...notebooks.map(({ machine, stoppedMs }) => ({ machine, offMs: stoppedMs })),
  ];
}
