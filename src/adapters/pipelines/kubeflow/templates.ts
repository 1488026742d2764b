import type { PipelineTemplate } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { type PipelineSpec, pipelineSpec, specInputs, specMachines } from '../pipeline-spec.ts';
import type { KubeflowCalls } from './calls.ts';
import { kubeflowTitle } from './http.ts';
import type { KubeflowPipeline, KubeflowVersion } from './schema.ts';

/** What a run is started from: one version of a pipeline, and what its compiled form says. */
export interface Source {
  readonly pipelineId: string;
  readonly versionId: string;
  readonly spec: PipelineSpec;
  readonly template: PipelineTemplate;
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Finds what `pipeline` names: `name` is its newest version, `name@version` that one, and an id does for either. A name
 * is looked for in our namespace first, then among the shared pipelines. Null where there is none.
 */
export async function findSource(
  calls: KubeflowCalls,
  namespace: string | null,
  pipeline: string,
): Promise<Source | null> {
  const at = pipeline.lastIndexOf('@');
  const [name, version] = at > 0 ? [pipeline.slice(0, at), pipeline.slice(at + 1)] : [pipeline, null];
  const found = await findPipeline(calls, namespace, name);
  if (found === null) return null;
  const listed = await calls.listVersions(found.pipeline_id, {
    // A version's id is unlike any name, and cannot be filtered for.
    predicates: version === null || uuid.test(version) ? [] : [named(version)],
    sortBy: 'created_at desc',
    pageSize: version !== null && uuid.test(version) ? 200 : 1,
  });
  const versions = listed?.pipeline_versions ?? [];
  const chosen =
    version !== null && uuid.test(version) ? versions.find((one) => one.pipeline_version_id === version) : versions[0];
  return chosen === undefined ? null : toSource(found, chosen, pipeline);
}

/** The name people use for a pipeline. */
export function pipelineName({ name, display_name }: KubeflowPipeline): string {
  return name === '' ? display_name : name;
}

async function findPipeline(
  calls: KubeflowCalls,
  namespace: string | null,
  name: string,
): Promise<KubeflowPipeline | null> {
  if (uuid.test(name)) return await calls.getPipeline(name);
  const own = await calls.pipelineNamed(name, namespace);
  return own === null && namespace !== null ? await calls.pipelineNamed(name, null) : own;
}

function named(version: string) {
  return { key: 'display_name', operation: 'EQUALS', string_value: version } as const;
}

function toSource(found: KubeflowPipeline, version: KubeflowVersion, pipeline: string): Source {
  const label = version.display_name || version.name || version.pipeline_version_id;
  const spec = pipelineSpec.safeParse(compiled(version.pipeline_spec));
  if (!spec.success) {
    const sentence = `Pipeline ${pipeline} (version ${label}) is not compiled for KFP 2. Compile it with the kfp SDK 2.x and upload it again.`;
    throw new UpstreamError(kubeflowTitle, sentence, { retryable: false, mendable: true }, { cause: spec.error });
  }
  const { name, displayName } = spec.data.pipelineInfo;
  return {
    pipelineId: found.pipeline_id,
    versionId: version.pipeline_version_id,
    spec: spec.data,
    template: {
      pipeline,
      title: displayName || found.display_name || name,
      version: label,
      inputs: specInputs(spec.data),
      machines: specMachines(spec.data),
    },
  };
}

/** A version that was uploaded with Kubernetes settings wraps the spec beside them. */
function compiled(spec: unknown): unknown {
  return typeof spec === 'object' && spec !== null && 'pipeline_spec' in spec ? spec.pipeline_spec : spec;
}
