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

export type VertexJob = z.infer<typeof jobAnswer>;
export type VertexTask = z.infer<typeof task>;
