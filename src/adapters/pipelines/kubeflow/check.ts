import type { RegistryHealth } from '#domain/registry.ts';
import { clockProblems, problemOf, skewOf } from '../problem-of.ts';
import type { KubeflowCalls } from './calls.ts';
import { kubeflowTitle } from './http.ts';
import type { KubeflowAuth } from './options.ts';

type Problem = RegistryHealth['problems'][number];

/** Reads only: address, version, clock, mode, credentials, and whether our account may see runs and pipelines. */
export async function checkKubeflow(
  calls: KubeflowCalls,
  { namespace, auth }: { readonly namespace: string | null; readonly auth: KubeflowAuth },
): Promise<RegistryHealth> {
  const sentMs = Date.now();
  const health = await calls.health().catch(problemOf);
  if ('sentence' in health) return { reachable: false, version: null, clockSkewMs: null, problems: [health] };
  const clockSkewMs = skewOf(health.serverMs, sentMs, Date.now());
  const { tag_name, multi_user } = health.value;
  const problems = [
    ...clockProblems(kubeflowTitle, clockSkewMs),
    ...versionProblems(tag_name),
    ...modeProblems(multi_user, namespace),
  ];
  const runs = await calls.listRuns({ predicates: [], sortBy: 'created_at desc', pageSize: 1 }).catch(problemOf);
  if ('sentence' in runs) problems.push(runs);
  else if (!multi_user && auth.kind === 'none') problems.push(open);
  return {
    reachable: true,
    version: tag_name === '' || tag_name === 'unknown' ? null : tag_name,
    clockSkewMs,
    problems,
    unseen: ['Whether our account may create and terminate runs; only the first run shows that.'],
  };
}

const open: Problem = {
  sentence: `${kubeflowTitle} answers without credentials, so whoever reaches it can start runs past Countersign.`,
  fix: 'Close its network, or install it in multi-user mode.',
};

function versionProblems(version: string): Problem[] {
  const major = Number(/^v?(\d+)\./.exec(version)?.[1] ?? 2);
  if (major >= 2) return [];
  return [
    { sentence: `${kubeflowTitle} ${version} is older than 2.0.`, fix: 'Upgrade it: the v2beta1 API is needed.' },
  ];
}

function modeProblems(multiUser: boolean, namespace: string | null): Problem[] {
  if (multiUser && namespace === null) {
    return [
      {
        sentence: `${kubeflowTitle} runs in multi-user mode, but the connection names no namespace.`,
        fix: 'Write it in org.yaml, as `project: team-a`.',
      },
    ];
  }
  if (multiUser || namespace === null) return [];
  return [
    {
      sentence: `${kubeflowTitle} runs in single-user mode, but the connection names the namespace ${namespace}.`,
      fix: 'Take `project` out of the connection in org.yaml.',
    },
  ];
}
