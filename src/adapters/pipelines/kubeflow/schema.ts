import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';

/** Only what is read; unset fields are left out by the server, and unknown ones are passed over. */
const text = z.string().default('');
const status = z.object({ code: z.number().default(0), message: text }).nullish();
const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

/** Releases before 3.0 give ids of artifacts at most, and mostly nothing: kubeflow/pipelines #9858. */
const outputs = z
  .object({
    parameters: z.array(z.object({ parameter_key: text, name: text, value: z.unknown() })).default([]),
    artifacts: z
      .array(
        z.object({
          artifacts: z
            .array(
              z.object({
                name: text,
                type: text,
                number_value: z.union([z.number(), z.string()]).optional(),
                metadata: z.record(z.string(), z.unknown()).default({}),
              }),
            )
            .default([]),
        }),
      )
      .default([]),
  })
  .catch({ parameters: [], artifacts: [] });

const task = z.object({
  task_id: text,
  name: text,
  display_name: text,
  start_time: text,
  end_time: text,
  create_time: text,
  state: text,
  /** Since 3.0; `RUNTIME` is a step, everything else a group of them. */
  type: text,
  error: status,
  status_metadata: z.object({ message: text }).nullish(),
  pod_name: text,
  child_tasks: z.array(z.object({ task_id: text, pod_name: text })).default([]),
  outputs: outputs.optional(),
});

export const runAnswer = z.object({
  run_id: z.string(),
  display_name: text,
  state: text,
  storage_state: text,
  recurring_run_id: text,
  created_at: text,
  finished_at: text,
  error: status,
  pipeline_version_reference: z.object({ pipeline_id: text, pipeline_version_id: text }).nullish(),
  runtime_config: z.object({ parameters: z.record(z.string(), json).default({}) }).nullish(),
  run_details: z.object({ task_details: z.array(task).default([]) }).nullish(),
  state_history: z.array(z.object({ update_time: text, state: text, error: status })).default([]),
});

export const runsAnswer = z.object({ runs: z.array(runAnswer).default([]), next_page_token: text });
export const tasksAnswer = z.object({ tasks: z.array(task).default([]), next_page_token: text });

export const pipelineAnswer = z.object({ pipeline_id: z.string(), display_name: text, name: text });

const version = z.object({
  pipeline_version_id: z.string(),
  display_name: text,
  name: text,
  pipeline_spec: z.unknown(),
});
export const versionsAnswer = z.object({ pipeline_versions: z.array(version).default([]) });

export const experimentAnswer = z.object({ experiment_id: z.string(), display_name: text });
export const experimentsAnswer = z.object({ experiments: z.array(experimentAnswer).default([]) });

export const healthAnswer = z.object({ tag_name: text, multi_user: z.boolean().default(false) });
export const nothing = z.unknown();

export type KubeflowRun = z.infer<typeof runAnswer>;
export type KubeflowTask = z.infer<typeof task>;
export type KubeflowPipeline = z.infer<typeof pipelineAnswer>;
export type KubeflowVersion = z.infer<typeof version>;
