import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';

/** Only what is read; unset fields are left out by Google, and unknown ones are passed over. */
const text = z.string().default('');
const status = z.object({ code: z.number().default(0), message: text }).optional();
const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);
const metadata = z.record(z.string(), z.unknown()).default({});

const task = z.object({
  taskId: text,
  parentTaskId: text,
  taskName: text,
  createTime: text,
  startTime: text,
  endTime: text,
  state: text,
  error: status,
  execution: z.object({ metadata }).optional(),
  outputs: z
    .record(z.string(), z.object({ artifacts: z.array(z.object({ schemaTitle: text, metadata })).default([]) }))
    .default({}),
});

export const jobAnswer = z.object({
  name: z.string(),
  state: text,
  createTime: text,
  startTime: text,
  endTime: text,
  updateTime: text,
  labels: z.record(z.string(), z.string()).default({}),
  templateUri: text,
  error: status,
  runtimeConfig: z.object({ parameterValues: z.record(z.string(), json).default({}) }).optional(),
  jobDetail: z.object({ taskDetails: z.array(task).default([]) }).optional(),
});

export const jobsAnswer = z.object({ pipelineJobs: z.array(jobAnswer).default([]), nextPageToken: text });
export const permissionsAnswer = z.object({ permissions: z.array(z.string()).default([]) });
export const nothing = z.unknown();

/** `google.rpc.Status`, with what its details say: https://cloud.google.com/apis/design/errors. */
export const errorBody = z
  .object({
    error: z.object({
      code: z.number().default(0),
      message: text,
      status: text,
      details: z
        .array(z.object({ reason: text, retryDelay: text, metadata: z.record(z.string(), z.string()).default({}) }))
        .catch([]),
    }),
  })
  .transform(({ error }) => ({
    status: error.status,
    message: error.message,
    reason: error.details.find(({ reason }) => reason !== '')?.reason ?? '',
    permission: error.details.find((one) => one.metadata['permission'])?.metadata['permission'] ?? '',
    service: error.details.find((one) => one.metadata['service'])?.metadata['service'] ?? '',
    /** As `12s` or `0.5s`; null where nothing was said. */
    retryDelayMs: milliseconds(error.details.find(({ retryDelay }) => retryDelay !== '')?.retryDelay ?? ''),
  }));

function milliseconds(delay: string): number | null {
  const seconds = /^(\d+(?:\.\d+)?)s$/.exec(delay)?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}

export type VertexJob = z.infer<typeof jobAnswer>;
export type VertexTask = z.infer<typeof task>;
export type GoogleError = z.infer<typeof errorBody>;
