import type { RunOrder } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { withRunKey } from '../pipeline-spec.ts';
import type { KubeflowCalls } from './calls.ts';
import { runsUnder } from './find-run.ts';
import { kubeflowTitle } from './http.ts';
import { displayName } from './mapping.ts';
import type { KubeflowRun } from './schema.ts';
import { findSource } from './templates.ts';

/**
 * Starts at most one run per key on an API that would start any number: it looks before it starts, again when the
 * answer was lost, and once more afterwards, when of two that were started at the same moment the later one is
 * terminated. What it cannot see it cannot prevent: a run that appears only after all this.
 */
export async function startRun(
  calls: KubeflowCalls,
  namespace: string | null,
  experiment: () => Promise<string | null>,
  order: RunOrder,
): Promise<KubeflowRun> {
  const [before] = await runsUnder(calls, order.key);
  if (before !== undefined) return before;
  const source = await findSource(calls, namespace, order.pipeline);
  if (source === null) throw gone(order.pipeline);
  const experimentId = await experiment();
  const outcome = await calls
    .createRun(order.pipeline, {
      display_name: displayName(order.title, order.key),
      description: describe(order),
      ...(experimentId !== null && { experiment_id: experimentId }),
      pipeline_version_reference: { pipeline_id: source.pipelineId, pipeline_version_id: source.versionId },
      runtime_config: { parameters: withRunKey(source.spec, order.parameters, order.key) },
    })
    .catch((error: unknown) => {
      if (error instanceof UpstreamError && error.ambiguous) return { ok: false, missing: false, error } as const;
      throw error;
    });
  if (outcome.ok) return await settle(calls, order.key, outcome.value);
  if (outcome.missing) throw gone(order.pipeline);
  if (!outcome.error.ambiguous) throw outcome.error;
  // Whatever goes wrong with looking, the doubt about the start is what has to be told.
  const [after] = await runsUnder(calls, order.key).catch(() => []);
  if (after === undefined) throw outcome.error;
  return after;
}

async function settle(calls: KubeflowCalls, key: string, ours: KubeflowRun): Promise<KubeflowRun> {
  const all = await runsUnder(calls, key).catch(() => []);
  const first = all[0] ?? ours;
  if (first.run_id === ours.run_id || !all.some(({ run_id }) => run_id === ours.run_id)) return ours;
  await calls.terminateRun(ours.run_id);
  return first;
}

function gone(pipeline: string): UpstreamError {
  const sentence = `${kubeflowTitle} has no pipeline ${pipeline} any more, so nothing was started. Upload it again, or change retrain.pipeline in models.yaml.`;
  return new UpstreamError(kubeflowTitle, sentence, { status: 404, retryable: false, mendable: true });
}

/** Runs have no labels, so what cost reports go by stands in the description, a pair a line. */
function describe({ labels }: RunOrder): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`);
  return ['Started by Countersign.', ...pairs].join('\n');
}
