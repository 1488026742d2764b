import { z } from 'zod';

/** Only what is read; unset fields are left out by Google, and unknown ones are passed over. */
const labels = z.record(z.string(), z.string()).default({});
const nextPageToken = z.string().default('');

/** 64-bit integers are text. */
const typedValue = z
  .object({ int64Value: z.string().optional(), doubleValue: z.number().optional() })
  .transform(({ int64Value, doubleValue }) => doubleValue ?? Number(int64Value ?? 'NaN'))
  .refine(Number.isFinite);

/** https://docs.cloud.google.com/monitoring/api/ref_v3/rest/v3/projects.timeSeries/list, newest point first. */
export const timeSeriesAnswer = z.object({
  timeSeries: z
    .array(
      z.object({
        metric: z.object({ labels }).prefault({}),
        resource: z.object({ labels }).prefault({}),
        metadata: z.object({ systemLabels: z.record(z.string(), z.unknown()).default({}) }).prefault({}),
        points: z.array(z.object({ interval: z.object({ endTime: z.string() }), value: typedValue })).default([]),
      }),
    )
    .default([]),
  nextPageToken,
});

/** https://cloud.google.com/vertex-ai/docs/workbench/reference/rest/v2/projects.locations.instances. */
export const notebook = z.object({
  name: z.string(),
  state: z.string().default(''),
  labels,
});

export const notebooksAnswer = z.object({
  instances: z.array(notebook).default([]),
  nextPageToken,
  /** Locations that did not answer. */
  unreachable: z.array(z.string()).default([]),
});

/** https://cloud.google.com/tpu/docs/reference/rest/v2/projects.locations.nodes. */
export const tpuNode = z.object({
  name: z.string(),
  id: z.string().default(''),
  state: z.string().default(''),
  labels,
  networkEndpoints: z.array(z.unknown()).default([]),
  createTime: z.string().default(''),
  schedulingConfig: z
    .object({ spot: z.boolean().default(false), preemptible: z.boolean().default(false) })
    .prefault({}),
  /** The queued resource that it was made by; empty for none. */
  queuedResource: z.string().default(''),
});

export const tpusAnswer = z.object({
  nodes: z.array(tpuNode).default([]),
  nextPageToken,
  /** Locations that did not answer. */
  unreachable: z.array(z.string()).default([]),
});

/** https://docs.cloud.google.com/compute/docs/reference/rest/v1/instances. */
export const computeInstance = z.object({
  id: z.string(),
  status: z.string().default(''),
  labels,
  metadata: z
    .object({ items: z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]) })
    .prefault({}),
  disks: z.array(z.object({ type: z.string().default('') })).default([]),
});

export const permissionsAnswer = z.object({ permissions: z.array(z.string()).default([]) });
