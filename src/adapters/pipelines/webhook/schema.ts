import { z } from 'zod';
import type { ParameterValue } from '#domain/pipeline.ts';

/** What a receiver says, in answers and events. Decision 023 describes it for those who write one. */
const json: z.ZodType<ParameterValue> = z.lazy(() =>
  z.union([z.null(), z.boolean(), z.number(), z.string(), z.array(json), z.record(z.string(), json)]),
);

const time = z.string().nullish();
const states = ['queued', 'running', 'paused', 'cancelling', 'succeeded', 'failed', 'cancelled'] as const;

export const runBody = z.object({
  run_id: z.string().min(1).max(200),
  key: z.string().nullish(),
  pipeline: z.string().nullish(),
  state: z.enum(states),
  created_at: time,
  started_at: time,
  ended_at: time,
  updated_at: time,
  parameters: z.record(z.string(), json).default({}),
  failure: z.object({ step: z.string().nullish(), message: z.string() }).nullish(),
  steps: z
    .array(
      z.object({
        name: z.string(),
        state: z.enum([...states, 'skipped', 'not_triggered']),
        started_at: time,
        ended_at: time,
        message: z.string().nullish(),
      }),
    )
    .default([]),
  /** Text for what JSON cannot write, as "NaN". */
  metrics: z.record(z.string(), z.union([z.number(), z.string(), z.null()])).default({}),
  /** As `fraud-scorer@8`. */
  model_versions: z.array(z.string()).default([]),
  page_url: z.string().nullish(),
});

/** The answer to a start may say less: without an id, the run is known by ours. */
export const startedBody = runBody.extend({ parameters: z.record(z.string(), json).optional() }).partial();

export const runsBody = z.object({ runs: z.array(runBody).default([]), next_page_token: z.string().nullish() });

export const templateBody = z.object({
  title: z.string().default(''),
  version: z.string().nullish(),
  inputs: z
    .array(
      z.object({
        name: z.string().min(1),
        type: z.enum(['text', 'integer', 'number', 'boolean', 'list', 'map']).default('text'),
        required: z.boolean().default(false),
        default: json.default(null),
        description: z.string().default(''),
      }),
    )
    .nullish(),
  machines: z
    .array(
      z.object({
        step: z.string(),
        machine_type: z.string().nullish(),
        cpus: z.number().nullish(),
        /** GiB. */
        memory: z.number().nullish(),
        accelerator: z.object({ type: z.string(), count: z.number() }).nullish(),
      }),
    )
    .default([]),
});

/** A refusal; `code` is `unknown_pipeline` or `unknown_run` where that is the reason. */
export const errorBody = z.object({ code: z.string().default(''), message: z.string().default('') });

export type WebhookRun = z.infer<typeof runBody>;
export type WebhookTemplate = z.infer<typeof templateBody>;
