import { createHash } from 'node:crypto';
import { parseAllDocuments } from 'yaml';
import { z } from 'zod';
import type { PipelineTemplate } from '#domain/pipeline.ts';
import { UpstreamError } from '#errors.ts';
import { type PipelineSpec, pipelineSpec, specInputs, specMachines } from '../pipeline-spec.ts';
import type { VertexCalls } from './calls.ts';
import { vertexTitle } from './http.ts';
import { templatePlace } from './template-name.ts';

/** What a run is started from. `given` is the part of a job that names it: an address, or the spec itself. */
export interface Source {
  readonly given: { readonly templateUri: string } | { readonly pipelineSpec: unknown };
  readonly spec: PipelineSpec;
  /** Where its runs write if nobody says otherwise; empty where it does not say. */
  readonly defaultOutput: string;
  readonly template: PipelineTemplate;
}

const rooted = z.object({ defaultPipelineRoot: z.string().default('') });

/** Reads the template that `pipeline` names; null where there is none. Throws for one that cannot be read. */
export async function findSource(
  calls: VertexCalls,
  pipeline: string,
  repository: string | null,
): Promise<Source | null> {
  const place = templatePlace(pipeline, repository);
  const artifact = place.kind === 'artifact';
  const text = await (artifact
    ? calls.downloadTemplate(place.address)
    : calls.downloadObject(place.bucket, place.object));
  if (text === null) return null;
  const compiled = firstDocument(text);
  const read = pipelineSpec.safeParse(compiled);
  if (!read.success) {
    const sentence = `Pipeline ${pipeline} is not compiled for KFP 2. Compile it with the kfp SDK 2.x and upload it again.`;
    throw new UpstreamError(vertexTitle, sentence, { retryable: false, mendable: true }, { cause: read.error });
  }
  const { name, displayName } = read.data.pipelineInfo;
  const digest = `sha256:${createHash('sha256').update(text).digest('hex')}`;
  return {
    given: artifact ? { templateUri: place.address } : { pipelineSpec: compiled },
    spec: read.data,
    defaultOutput: rooted.parse(compiled).defaultPipelineRoot,
    template: {
      pipeline,
      title: displayName || name,
      // A tag may be moved, so it does not tell one template from another.
      version: artifact && place.version.startsWith('sha256:') ? place.version : digest,
      inputs: specInputs(read.data),
      machines: specMachines(read.data),
    },
  };
}

/** A compiled pipeline is YAML or JSON; a second document, where there is one, is for Kubernetes alone. */
function firstDocument(text: string): unknown {
  try {
    const [first] = parseAllDocuments(text);
    return first === undefined || !('toJS' in first) || first.errors.length > 0 ? null : first.toJS();
  } catch {
    // What unfolds to far more than it says is refused by the parser.
    return null;
  }
}
