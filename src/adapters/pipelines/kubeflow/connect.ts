import type { PipelineRun, PipelineRunner } from '#domain/pipeline.ts';
import { type KubeflowCalls, kubeflowCalls } from './calls.ts';
import { checkKubeflow } from './check.ts';
import { runsUnder } from './find-run.ts';
import { kubeflowHttp, kubeflowTitle } from './http.ts';
import { listChanged } from './list-runs.ts';
import { isFinal, toRun } from './mapping.ts';
import type { KubeflowOptions } from './options.ts';
import type { KubeflowRun, KubeflowTask } from './schema.ts';
import { startRun } from './start-run.ts';
import { runStates } from './states.ts';
import { findSource, pipelineName } from './templates.ts';

/** The experiment our runs are kept in where every run needs one of its namespace. */
const experimentName = 'countersign';

/** Kubeflow Pipelines 2.x over its v2beta1 API. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectKubeflow(options: KubeflowOptions): PipelineRunner {
  const { namespace } = options;
  const http = kubeflowHttp(options);
  const calls = kubeflowCalls(http, namespace);
  const nameOf = pipelineNames(calls);
  const experiment = experimentOf(calls, namespace);
  const underWay = new Map<string, Promise<KubeflowRun>>();
  const mapped = async (run: KubeflowRun, tasks: readonly KubeflowTask[] = []): Promise<PipelineRun> =>
    toRun(run, { pipeline: await nameOf(run), tasks, root: http.root });
  return {
    id: options.id,
    kind: 'kubeflow',
    title: kubeflowTitle,
    describe: async (pipeline) => (await findSource(calls, namespace, pipeline))?.template ?? null,
    async start(order) {
      const started = underWay.get(order.key) ?? startRun(calls, namespace, experiment, order);
      underWay.set(order.key, started);
      try {
        return await mapped(await started);
      } finally {
        underWay.delete(order.key);
      }
    },
    async findRun(key) {
      const [run] = await runsUnder(calls, key);
      return run === undefined ? null : await mapped(run);
    },
    async getRun(id) {
      const run = await calls.getRun(id);
      return run === null ? null : await mapped(run, await tasksOf(calls, run));
    },
    async listRuns({ changedSince, pageToken }) {
      const { runs, nextPageToken } = await listChanged(calls, changedSince, pageToken);
      const items: PipelineRun[] = [];
      for (const run of runs) items.push(asListed(await mapped(run)));
      return { items, nextPageToken };
    },
    async cancel(id) {
      const outcome = await calls.terminateRun(id);
      if (outcome.ok) return;
      // Terminating what is over or gone is refused, in words that differ between releases.
      const run = outcome.error.retryable || outcome.error.mendable ? undefined : await calls.getRun(id);
      if (run === null || (run !== undefined && isFinal(runStates.get(run.state) ?? 'queued'))) return;
      throw outcome.error;
    },
    check: () => checkKubeflow(calls, options),
  };
}

/** A listing tells when the state of a run last changed, but not when its steps did. */
function asListed(run: PipelineRun): PipelineRun {
  return run.state === 'running' ? { ...run, updatedAt: null } : run;
}

/** Since 3.0 the tasks are a list of their own, which alone holds what steps gave out. */
async function tasksOf(calls: KubeflowCalls, run: KubeflowRun): Promise<readonly KubeflowTask[]> {
  const nodes = run.run_details?.task_details ?? [];
  if (nodes.length > 0 && runStates.get(run.state) !== 'succeeded') return nodes;
  const tasks: KubeflowTask[] = [];
  let pageToken = '';
  do {
    const page = await calls.listTasks(run.run_id, pageToken);
    tasks.push(...(page?.tasks ?? []));
    pageToken = page === null || page.tasks.length === 0 ? '' : page.next_page_token;
  } while (pageToken !== '');
  return tasks.length > 0 ? tasks : nodes;
}

/** Runs name their pipeline by id, which is never given again and whose name never changes: each is asked for once. */
function pipelineNames(calls: KubeflowCalls): (run: KubeflowRun) => Promise<string | null> {
  const names = new Map<string, string | null>([['', null]]);
  return async (run) => {
    const id = run.pipeline_version_reference?.pipeline_id ?? '';
    const known = names.get(id);
    if (known !== undefined) return known;
    const pipeline = await calls.getPipeline(id);
    const name = pipeline === null ? null : pipelineName(pipeline);
    if (names.size < 10_000) names.set(id, name);
    return name;
  };
}

function experimentOf(calls: KubeflowCalls, namespace: string | null): () => Promise<string | null> {
  let known: string | null = null;
  return async () => {
    if (namespace === null || known !== null) return known;
    const [found] = (await calls.experimentNamed(experimentName)).experiments;
    known = (found ?? (await calls.createExperiment(experimentName))).experiment_id;
    return known;
  };
}
