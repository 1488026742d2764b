import type { RegistryHealth } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { clockProblems, problemOf, skewOf } from '../problem-of.ts';
import type { VertexCalls } from './calls.ts';
import { vertexTitle } from './http.ts';
import type { VertexPipelinesOptions } from './options.ts';

type Problem = RegistryHealth['problems'][number];

/** What each permission is for, in the words of the sentence that misses it. */
const needed: Readonly<Record<string, string>> = {
  'aiplatform.pipelineJobs.create': 'start runs',
  'aiplatform.pipelineJobs.get': 'read runs',
  'aiplatform.pipelineJobs.list': 'follow runs',
  'aiplatform.pipelineJobs.cancel': 'cancel runs',
};

const unseen = [
  'Whether our account may read templates and act as the service account of runs; the first run shows that.',
];

/** Changes nothing: address, project and region, credentials, clock, and the permissions on the project. */
export async function checkVertex(calls: VertexCalls, options: VertexPipelinesOptions): Promise<RegistryHealth> {
  const sentMs = Date.now();
  const probe = await calls.probe().catch((error: unknown) => {
    if (error instanceof UpstreamError) return { ok: false, code: '', error } as const;
    throw error;
  });
  if (!probe.ok && probe.error.status === null) {
    return { reachable: false, version: null, clockSkewMs: null, problems: [problemOf(probe.error)] };
  }
  const clockSkewMs = probe.ok ? skewOf(probe.serverMs, sentMs, Date.now()) : null;
  const found = { reachable: true, version: null, clockSkewMs };
  const problems = [...clockProblems(vertexTitle, clockSkewMs), ...(probe.ok ? [] : [problemOf(probe.error)])];
  // Without credentials or in the wrong place, nothing else can be found out.
  if (!probe.ok && probe.error.status !== 403) return { ...found, problems };
  const held = await heldPermissions(calls);
  if (held === null) {
    return {
      ...found,
      problems,
      unseen: ['Whether our account may start and cancel runs; only a run shows that.', ...unseen],
    };
  }
  const told = problems.map(({ sentence, fix }) => `${sentence} ${fix}`).join(' ');
  return { ...found, problems: [...problems, ...missing(held, options, told)], unseen };
}

/** Null where the Resource Manager does not tell, as where its API is off. */
async function heldPermissions(calls: VertexCalls): Promise<readonly string[] | null> {
  try {
    const outcome = await calls.testPermissions(Object.keys(needed));
    return outcome.ok ? outcome.value.permissions : null;
  } catch (error) {
    if (error instanceof UpstreamError) return null;
    throw error;
  }
}

/** What our account lacks, without what another problem tells already. */
function missing(held: readonly string[], { project }: VertexPipelinesOptions, told: string): readonly Problem[] {
  return Object.entries(needed)
    .filter(([permission]) => !held.includes(permission) && !told.includes(permission))
    .map(([permission, purpose]) => ({
      sentence: `Our account does not have ${permission} in ${project}, so it cannot ${purpose}.`,
      fix: 'Give it the role Vertex AI User (roles/aiplatform.user), or a custom role with that permission.',
    }));
}
