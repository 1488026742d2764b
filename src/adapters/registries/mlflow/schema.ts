import { z } from 'zod';
import type { MetricValue } from '#domain/registry.ts';

// MLflow leaves out what is unset or empty, so every list and most fields have a default. int64 come as numbers,
// from some proxies as text.
const int64 = z.union([z.number(), z.string().regex(/^-?\d+$/)]).transform(Number);
const version = z.union([z.string(), z.number()]).transform(String);
const pairs = z.array(z.object({ key: z.string(), value: z.string().default('') })).default([]);
const nextPageToken = z.string().optional();

/** NaN comes as text and an infinity as the largest double; both, and text that is no number, become null. */
const metricValue = z.union([z.number(), z.string()]).transform((value): MetricValue => {
  const number = typeof value === 'number' || value.trim() !== '' ? Number(value) : Number.NaN;
  return Number.isFinite(number) && Math.abs(number) < Number.MAX_VALUE ? number : null;
});

const metric = z.object({
  key: z.string(),
  value: metricValue.default(null),
  timestamp: int64.default(0),
  step: int64.default(0),
});

export const errorBody = z.object({ error_code: z.string(), message: z.string().default('') });

export const nothing = z.object({});

const modelVersion = z.object({
  name: z.string(),
  version,
  creation_timestamp: int64.optional(),
  description: z.string().default(''),
  source: z.string().default(''),
  run_id: z.string().default(''),
  status: z.string().default(''),
  status_message: z.string().default(''),
  tags: pairs,
});

const registeredModel = z.object({
  name: z.string(),
  creation_timestamp: int64.optional(),
  description: z.string().default(''),
  latest_versions: z.array(z.object({ version })).default([]),
  tags: pairs,
  aliases: z.array(z.object({ alias: z.string(), version })).default([]),
});

/** A level of a tree of artifacts; paths are from its root. */
export const artifactsAnswer = z.object({
  root_uri: z.string().default(''),
  files: z
    .array(z.object({ path: z.string(), is_dir: z.boolean().default(false), file_size: int64.default(0) }))
    .default([]),
  next_page_token: nextPageToken,
});

export const registeredModelAnswer = z.object({ registered_model: registeredModel });
export const registeredModelsAnswer = z.object({
  registered_models: z.array(registeredModel).default([]),
  next_page_token: nextPageToken,
});

export const modelVersionAnswer = z.object({ model_version: modelVersion });
export const modelVersionsAnswer = z.object({
  model_versions: z.array(modelVersion).default([]),
  next_page_token: nextPageToken,
});

export const runAnswer = z.object({
  run: z.object({
    info: z.object({
      run_id: z.string(),
      status: z.string().default(''),
      start_time: int64.optional(),
      end_time: int64.optional(),
    }),
    data: z.object({ metrics: z.array(metric).default([]), params: pairs, tags: pairs }).prefault({}),
  }),
});

export const metricHistoryAnswer = z.object({ metrics: z.array(metric).default([]), next_page_token: nextPageToken });

export const loggedModelAnswer = z.object({
  model: z.object({
    info: z.object({ model_id: z.string(), source_run_id: z.string().default('') }),
    data: z
      .object({
        metrics: z
          .array(metric.extend({ dataset_name: z.string().default(''), dataset_digest: z.string().default('') }))
          .default([]),
      })
      .prefault({}),
  }),
});

const webhook = z.object({
  webhook_id: z.string(),
  name: z.string().default(''),
  url: z.string().default(''),
  description: z.string().default(''),
  status: z.string().default('ACTIVE'),
  events: z.array(z.object({ entity: z.string(), action: z.string() })).default([]),
});

export const webhookAnswer = z.object({ webhook });
export const webhooksAnswer = z.object({ webhooks: z.array(webhook).default([]), next_page_token: nextPageToken });
export const webhookTestAnswer = z.object({
  result: z.object({
    success: z.boolean().default(false),
    response_status: int64.optional(),
    response_body: z.string().default(''),
    error_message: z.string().default(''),
  }),
});

export type MlflowModel = z.infer<typeof registeredModel>;
export type MlflowVersion = z.infer<typeof modelVersion>;
export type MlflowRun = z.infer<typeof runAnswer>['run'];
export type MlflowLoggedModel = z.infer<typeof loggedModelAnswer>['model'];
export type MlflowWebhook = z.infer<typeof webhook>;
