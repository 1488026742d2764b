/** A metric of Cloud Monitoring, and how its points become one an hour for each thing that is told apart. */
export interface Metric {
  readonly type: string;
  readonly resource: string;
  readonly aligner: 'ALIGN_DELTA' | 'ALIGN_MEAN';
  readonly reducer: 'REDUCE_SUM' | 'REDUCE_MAX';
  readonly by: readonly string[];
}

const byDeployed = [
  'resource.labels.location',
  'resource.labels.endpoint_id',
  'metric.labels.deployed_model_id',
  'metric.labels.endpoint_display_name',
];

/** What an endpoint answered. Who asks nothing of an endpoint leaves no point at all. */
export const predictionCount: Metric = {
  type: 'aiplatform.googleapis.com/prediction/online/prediction_count',
  resource: 'aiplatform.googleapis.com/Endpoint',
  aligner: 'ALIGN_DELTA',
  reducer: 'REDUCE_SUM',
  by: byDeployed,
};

/** How many machines serve a deployed version: what shows that it is on, and costs. */
export const replicaCount: Metric = {
  type: 'aiplatform.googleapis.com/prediction/online/replicas',
  resource: 'aiplatform.googleapis.com/Endpoint',
  aligner: 'ALIGN_MEAN',
  reducer: 'REDUCE_SUM',
  by: byDeployed,
};

/** From 0 to 1, of every virtual machine, without an agent. */
export const processorUse: Metric = {
  type: 'compute.googleapis.com/instance/cpu/utilization',
  resource: 'gce_instance',
  aligner: 'ALIGN_MEAN',
  reducer: 'REDUCE_MAX',
  by: ['resource.labels.zone', 'resource.labels.instance_id', 'metric.labels.instance_name'],
};

/** In percent, of each host of a TPU; the busiest of its chips. */
export const tpuUse: Metric = {
  type: 'tpu.googleapis.com/accelerator/duty_cycle',
  resource: 'tpu.googleapis.com/GceTpuWorker',
  aligner: 'ALIGN_MEAN',
  reducer: 'REDUCE_MAX',
  by: ['resource.labels.location', 'resource.labels.worker_id'],
};

/** In percent, of the machines on which the Ops Agent runs; the busiest of several. */
export const gpuUse: Metric = {
  type: 'agent.googleapis.com/gpu/utilization',
  resource: 'gce_instance',
  aligner: 'ALIGN_MEAN',
  reducer: 'REDUCE_MAX',
  by: ['resource.labels.zone', 'resource.labels.instance_id', 'metadata.system_labels.name'],
};
