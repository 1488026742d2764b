import type { Instant } from '#domain/instant.ts';
import type { DatasetMetrics, MetricValue, TrainingRun } from '#domain/registry.ts';
import { tagsOf } from './labels.ts';
import type { Lineage } from './lineage.ts';
import { instant, modelIdOf, runIdOf } from './mapping.ts';
import type { VertexEvaluation, VertexModel, VertexPipelineJob, VertexSlice } from './schema.ts';

/** What is known of how a version came to be. `job` is null where no pipeline made it, or its job was deleted. */
export interface Made {
  readonly version: VertexModel;
  readonly job: VertexPipelineJob | null;
  readonly evaluations: readonly VertexEvaluation[];
  readonly slices: readonly VertexSlice[];
  readonly lineage: Lineage;
}

/**
 * A version's pipeline job and evaluations as its training run. Its owner is what the label `countersign-owner` of the
 * version, else of the job, claims; labels of the version go before those of the job, and evaluations before what the
 * pipeline itself wrote down as metrics.
 */
export function toRun({ version, job, evaluations, slices, lineage }: Made): TrainingRun {
  const trainedOn = lineage.trainedOn.join(', ');
  const data: Record<string, string> = trainedOn === '' ? {} : { 'countersign.trained_on': trainedOn };
  const tags = { ...knownDigests(version, job), ...data, ...tagsOf(job?.labels ?? {}), ...tagsOf(version.labels) };
  return {
    id: runIdOf(modelIdOf(version.name), version.versionId),
    status: job === null ? 'finished' : (states.get(job.state) ?? 'running'),
    owner: tags['countersign.owner'] ?? null,
    startedAt: instant(job?.startTime),
    endedAt: instant(job?.endTime),
    metrics: { ...lineage.metrics, ...newest(evaluations) },
    measuredAt: { ...lineage.measuredAt, ...measuredAt(evaluations) },
    params: Object.fromEntries(
      Object.entries(job?.runtimeConfig.parameterValues ?? {}).map(([name, value]) => [name, plain(value)]),
    ),
    tags,
    datasets: datasetsOf(slices),
  };
}

/** The newest evaluation of each kind, whose slices are worth a look. */
export function newestOfEachKind(evaluations: readonly VertexEvaluation[]): readonly VertexEvaluation[] {
  return [...new Map(inOrder(evaluations).map((one) => [one.metricsSchemaUri, one])).values()];
}

const states: ReadonlyMap<string, TrainingRun['status']> = new Map([
  ['PIPELINE_STATE_QUEUED', 'scheduled'],
  ['PIPELINE_STATE_PENDING', 'scheduled'],
  ['PIPELINE_STATE_RUNNING', 'running'],
  ['PIPELINE_STATE_PAUSED', 'running'],
  ['PIPELINE_STATE_CANCELLING', 'running'],
  ['PIPELINE_STATE_SUCCEEDED', 'finished'],
  ['PIPELINE_STATE_FAILED', 'failed'],
  ['PIPELINE_STATE_CANCELLED', 'killed'],
]);

/** Only what names content: an image by digest, and the template that a template registry gave to the pipeline. */
function knownDigests({ containerSpec }: VertexModel, job: VertexPipelineJob | null): Record<string, string> {
  const image = /@(sha256:[0-9a-f]{64})$/.exec(containerSpec.imageUri)?.[1];
  const template = /^sha256:[0-9a-f]{64}$/.exec(job?.templateMetadata.version ?? '')?.[0];
  return {
    ...(image !== undefined && { 'countersign.digest.environment': image }),
    ...(template !== undefined && { 'countersign.digest.code': template }),
  };
}

function datasetsOf(slices: readonly VertexSlice[]): DatasetMetrics[] {
  const named = Map.groupBy(slices, sliceName);
  return [...named].map(([name, measured]) => ({ name, digest: null, metrics: newest(measured) }));
}

/** As `region=EU`: the features that make up the slice, else its dimension and value. */
function sliceName({ slice }: VertexSlice): string {
  const features = Object.entries(slice.sliceSpec.configs).flatMap(([feature, { value }]) =>
    value?.stringValue === undefined ? [] : [`${feature}=${value.stringValue}`],
  );
  if (features.length > 0) return features.sort().join(',');
  return slice.value.includes('=') ? slice.value : `${slice.dimension}=${slice.value}`;
}

interface Measured {
  readonly metrics?: unknown;
  readonly createTime: string;
}

/** The newest value of each metric that is one number; matrices and curves are left out. */
function newest(measured: readonly Measured[]): Record<string, MetricValue> {
  return Object.fromEntries(inOrder(measured).flatMap(({ metrics }) => numbersIn(metrics)));
}

function measuredAt(measured: readonly Measured[]): Record<string, Instant> {
  return Object.fromEntries(
    inOrder(measured).flatMap(({ metrics, createTime }) => {
      const at = instant(createTime);
      return at === null ? [] : numbersIn(metrics).map(([name]): [string, Instant] => [name, at]);
    }),
  );
}

function numbersIn(metrics: unknown): [string, MetricValue][] {
  if (typeof metrics !== 'object' || metrics === null) return [];
  return Object.entries(metrics).flatMap(([name, value]: [string, unknown]): [string, MetricValue][] => {
    if (typeof value === 'number') return [[name, Number.isFinite(value) ? value : null]];
    // JSON has no other way to write these.
    return value === 'NaN' || value === 'Infinity' || value === '-Infinity' ? [[name, null]] : [];
  });
}

/** Oldest first. Times are compared as moments, since Google leaves out a fraction that is zero. */
function inOrder<T extends Measured>(measured: readonly T[]): T[] {
  const at = ({ createTime }: T) => Date.parse(createTime) || 0;
  return [...measured].sort((a, b) => at(a) - at(b));
}

function plain(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
