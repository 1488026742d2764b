import type { RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { withRunKey } from '../pipeline-spec.ts';
import type { VertexCalls } from './calls.ts';
import { vertexTitle } from './http.ts';
import { jobId, keyOf, ownLabel, ownMark } from './mapping.ts';
import type { VertexPipelinesOptions } from './options.ts';
import type { VertexJob } from './schema.ts';
import { findSource, type Source } from './templates.ts';

/**
 * Starts at most one run per key: the id of the job follows from the key, and Google takes an id once. It looks before,
 * so that a run that was started is found even if its template is gone since, and after an answer that was lost.
 */
export async function startRun(
  calls: VertexCalls,
  options: VertexPipelinesOptions,
  order: RunOrder,
): Promise<VertexJob> {
  const id = jobId(order.key);
  const before = await calls.getJob(id);
  if (before !== null) return ours(before, order.key);
  const source = await findSource(calls, order.pipeline, options.repository);
  if (source === null) throw gone(order.pipeline);
  const outcome = await calls
    .createJob(id, jobOf(order, source, options), `start ${order.pipeline}`)
    .catch((error: unknown) => {
      if (error instanceof UpstreamError && error.ambiguous) return { ok: false, code: '', error } as const;
      throw error;
    });
  if (outcome.ok) return outcome.value;
  if (outcome.code === 'NOT_FOUND') throw gone(order.pipeline);
  if (outcome.code !== 'ALREADY_EXISTS' && !outcome.error.ambiguous) throw outcome.error;
  // Whatever goes wrong with looking, the doubt about the start is what has to be told.
  const after = await calls.getJob(id).catch(() => null);
  if (after === null) throw outcome.error;
  return ours(after, order.key);
}

function jobOf(order: RunOrder, source: Source, options: VertexPipelinesOptions): Record<string, unknown> {
  const gcsOutputDirectory = options.outputDirectory ?? source.defaultOutput;
  if (gcsOutputDirectory === '') throw nowhere(order.pipeline);
  const labels = Object.entries(order.labels).map(([name, value]) => [
    /^[a-z]/.test(name) ? name : `label-${name}`.slice(0, 63),
    value,
  ]);
  return {
    displayName: order.title.slice(0, 128),
    ...source.given,
    runtimeConfig: { gcsOutputDirectory, parameterValues: withRunKey(source.spec, order.parameters, order.key) },
    ...(options.serviceAccount !== null && { serviceAccount: options.serviceAccount }),
    labels: { ...Object.fromEntries(labels), [ownLabel]: ownMark(order.key) },
  };
}

function ours(job: VertexJob, key: string): VertexJob {
  if (keyOf(job) === key) return job;
  const sentence = `${vertexTitle} has a run ${jobId(key)} that Countersign did not start, so nothing was started. Delete that run, or ask again.`;
  throw new UpstreamError(vertexTitle, sentence, { status: 409, retryable: false, mendable: true });
}

function gone(pipeline: string): UpstreamError {
  const sentence = `There is no template ${pipeline} any more, so nothing was started. Upload it again, or change retrain.pipeline in models.yaml.`;
  return new UpstreamError(vertexTitle, sentence, { status: 404, retryable: false, mendable: true });
}

function nowhere(pipeline: string): UpstreamError {
  const sentence = `Neither the connection nor pipeline ${pipeline} says where runs write, so nothing was started. Set an output directory, as gs://bucket/path.`;
  return new UpstreamError(vertexTitle, sentence, { retryable: false, mendable: true });
}
