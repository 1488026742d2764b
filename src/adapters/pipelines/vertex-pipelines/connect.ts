import type { Instant } from '#domain/instant.ts';
import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import type { Page } from '#domain/registry.ts';
import { type VertexCalls, vertexCalls } from './calls.ts';
import { checkVertex } from './check.ts';
import { vertexHttp, vertexTitle } from './http.ts';
import { jobId, keyOf, toRun } from './mapping.ts';
import { checkOptions, type VertexPipelinesOptions } from './options.ts';
import { startRun } from './start-run.ts';
import { jobStates } from './steps.ts';
import { findSource } from './templates.ts';

/** What Google takes as the id of a job: nothing else can be one. */
const possibleId = /^[a-z][-a-z0-9]{0,126}$/;

/** Vertex AI Pipelines of one project and region. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectVertexPipelines(options: VertexPipelinesOptions): PipelineRunner {
  checkOptions(options);
  const calls = vertexCalls(vertexHttp(options), options);
  const jobOf = async (id: string) => (possibleId.test(id) ? await calls.getJob(id) : null);
  return {
    id: options.id,
    kind: 'vertex-pipelines',
    title: vertexTitle,
    describe: async (pipeline) => (await findSource(calls, pipeline, options.repository))?.template ?? null,
    start: async (order) => toRun(await startRun(calls, options, order), options),
    async findRun(key) {
      const job = await jobOf(jobId(key));
      return job === null || keyOf(job) !== key ? null : toRun(job, options);
    },
    async getRun(id) {
      const job = await jobOf(id);
      return job === null ? null : toRun(job, options);
    },
    listRuns: ({ changedSince, pageToken }) => listChanged(calls, options, changedSince, pageToken ?? null),
    async cancel(id) {
      if (!possibleId.test(id)) return;
      const outcome = await calls.cancelJob(id);
      if (outcome.ok || outcome.code === 'NOT_FOUND') return;
      // Cancelling what is over is refused.
      const job = outcome.error.retryable || outcome.error.mendable ? undefined : await calls.getJob(id);
      const state = jobStates.get(job?.state ?? '');
      if (job === null || state === 'succeeded' || state === 'failed' || state === 'cancelled') return;
      throw outcome.error;
    },
    check: () => checkVertex(calls, options),
  };
}

/** One page that has runs, or the last one: Google may give empty pages between where it filters. */
async function listChanged(
  calls: VertexCalls,
  options: VertexPipelinesOptions,
  changedSince: Instant,
  from: string | null,
): Promise<Page<PipelineRun>> {
  const seen = new Set<string>();
  for (let token = from; ; ) {
    const { pipelineJobs, nextPageToken } = await calls.listJobs(changedSince, token);
    const last = nextPageToken === '' || seen.has(nextPageToken);
    if (pipelineJobs.length > 0 || last) {
      return { items: pipelineJobs.map((job) => toRun(job, options)), nextPageToken: last ? null : nextPageToken };
    }
    seen.add(nextPageToken);
    token = nextPageToken;
  }
}
