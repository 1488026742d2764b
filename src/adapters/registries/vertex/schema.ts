import { z } from 'zod';
import type { ServingMachine } from '#domain/endpoint.ts';

// Google leaves out what is unset or empty, so every list and most fields have a default. int64 come as text.
const text = z.string().default('');
const labels = z.record(z.string(), z.string()).default({});
const nextPageToken = z.string().optional();

const errorDetail = z.object({
  reason: z.string().optional(),
  metadata: z.record(z.string(), z.unknown()).default({}),
  retryDelay: z.string().optional(),
});

/** What Google's API says of a refusal; `permission` and `resource` where it names what is missing, and on what. */
export interface GoogleError {
  /** As `NOT_FOUND` or `FAILED_PRECONDITION`. */
  readonly status: string;
  readonly message: string;
  readonly reason: string | null;
  readonly permission: string | null;
  readonly resource: string | null;
  readonly retryAfterMs: number | null;
}

const quotedPermission = /\b([a-z]+\.(?!googleapis\b)[A-Za-z]+\.[a-z][A-Za-z]*)\b/;

export const errorBody = z
  .object({
    error: z.object({
      code: z.number(),
      message: text,
      status: text,
      details: z.array(errorDetail).catch([]).default([]),
    }),
  })
  .transform(({ error }): GoogleError => {
    const of = (key: string) =>
      error.details.map(({ metadata }) => metadata[key]).find((value): value is string => typeof value === 'string');
    return {
      status: error.status,
      message: error.message,
      reason: error.details.find(({ reason }) => reason !== undefined)?.reason ?? null,
      permission: of('permission') ?? quotedPermission.exec(error.message)?.[1] ?? null,
      resource: of('resource') ?? null,
      retryAfterMs: error.details.map(({ retryDelay }) => delayMs(retryDelay)).find((ms) => ms !== null) ?? null,
    };
  });

/** A duration of protobuf, as `3.5s`. */
function delayMs(delay = ''): number | null {
  const seconds = /^(\d{1,7}(?:\.\d+)?)s$/.exec(delay)?.[1];
  return seconds === undefined ? null : Math.ceil(Number(seconds) * 1000);
}

export const nothing = z.object({});

export const model = z.object({
  name: z.string(),
  versionId: z.string().default('1'),
  versionAliases: z.array(z.string()).default([]),
  displayName: text,
  description: text,
  versionDescription: text,
  labels,
  createTime: z.string().optional(),
  versionCreateTime: z.string().optional(),
  etag: text,
  artifactUri: text,
  containerSpec: z.object({ imageUri: text }).prefault({}),
  pipelineJob: text,
});

/** Every object has a CRC32C; one that was composed of others has no MD5. A generation is never given twice. */
export const objectsAnswer = z.object({
  items: z
    .array(
      z.object({
        name: z.string(),
        size: z.coerce.number().default(0),
        md5Hash: z.string().optional(),
        crc32c: text,
        generation: z.string(),
      }),
    )
    .default([]),
  nextPageToken,
});

export const modelsAnswer = z.object({ models: z.array(model).default([]), nextPageToken });

export const evaluationsAnswer = z.object({
  modelEvaluations: z
    .array(z.object({ name: z.string(), metricsSchemaUri: text, metrics: z.unknown(), createTime: text }))
    .default([]),
  nextPageToken,
});

const sliceConfig = z.object({ value: z.object({ stringValue: z.string().optional() }).optional() });

export const slicesAnswer = z.object({
  modelEvaluationSlices: z
    .array(
      z.object({
        slice: z
          .object({
            dimension: text,
            value: text,
            sliceSpec: z.object({ configs: z.record(z.string(), sliceConfig).default({}) }).prefault({}),
          })
          .prefault({}),
        metrics: z.unknown(),
        createTime: text,
      }),
    )
    .default([]),
  nextPageToken,
});

export const pipelineJob = z.object({
  name: z.string(),
  state: text,
  startTime: z.string().optional(),
  endTime: z.string().optional(),
  labels,
  runtimeConfig: z.object({ parameterValues: z.record(z.string(), z.unknown()).default({}) }).prefault({}),
  templateMetadata: z.object({ version: text }).prefault({}),
  jobDetail: z.object({ pipelineRunContext: z.object({ name: text }).prefault({}) }).prefault({}),
});

export const lineageAnswer = z.object({
  artifacts: z
    .array(
      z.object({
        name: z.string(),
        displayName: text,
        uri: text,
        schemaTitle: text,
        metadata: z.record(z.string(), z.unknown()).default({}),
        createTime: text,
      }),
    )
    .default([]),
  events: z.array(z.object({ artifact: text, type: text })).default([]),
});

export const permissionsAnswer = z.object({ permissions: z.array(z.string()).default([]) });

const deployedModel = z.looseObject({
  id: z.string(),
  model: text,
  modelVersionId: text,
  createTime: z.string().optional(),
});

const replicas = { minReplicaCount: z.number().optional(), maxReplicaCount: z.number().optional() };
const machines = z.object({
  dedicatedResources: z.object({ machineSpec: z.object({ machineType: text }).prefault({}), ...replicas }).optional(),
  automaticResources: z.object(replicas).optional(),
});

/** What a deployed model runs on; nulls for what Vertex AI chooses, or says in a form that we do not know. */
export function machineOf(deployed: object): ServingMachine {
  const read = machines.safeParse(deployed);
  const { dedicatedResources, automaticResources } = read.success ? read.data : {};
  const type = dedicatedResources?.machineSpec.machineType ?? '';
  const given = dedicatedResources ?? automaticResources;
  return {
    type: type === '' ? null : type,
    minReplicas: given?.minReplicaCount ?? null,
    maxReplicas: given?.maxReplicaCount ?? null,
  };
}

export const endpoint = z.object({
  name: z.string(),
  displayName: text,
  etag: text,
  deployedModels: z.array(deployedModel).default([]),
  trafficSplit: z.record(z.string(), z.number()).default({}),
});

export const endpointsAnswer = z.object({ endpoints: z.array(endpoint).default([]), nextPageToken });

export const operation = z.object({
  name: z.string(),
  done: z.boolean().default(false),
  metadata: z.object({ '@type': text }).prefault({}),
  error: z.object({ code: z.number().default(0), message: text }).optional(),
});

export const operationsAnswer = z.object({ operations: z.array(operation).default([]), nextPageToken });

export type VertexModel = z.infer<typeof model>;
export type VertexEvaluation = z.infer<typeof evaluationsAnswer>['modelEvaluations'][number];
export type VertexSlice = z.infer<typeof slicesAnswer>['modelEvaluationSlices'][number];
export type VertexPipelineJob = z.infer<typeof pipelineJob>;
export type VertexLineage = z.infer<typeof lineageAnswer>;
export type VertexEndpoint = z.infer<typeof endpoint>;
export type VertexOperation = z.infer<typeof operation>;
