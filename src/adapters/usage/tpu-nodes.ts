import type { z } from 'zod';
import { everyPage } from './every-page.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import { type tpuNode, tpusAnswer } from './schema.ts';

export const tpuApi: GoogleApi = { system: 'Cloud TPU', api: 'tpu.googleapis.com' };

export const tpuPermission = 'tpu.nodes.list';

/** A TPU that is on, and costs. */
export interface TpuNode {
  readonly zone: string;
  readonly name: string;
  /** Its number, by which a bill may name it; empty where Google tells none. */
  readonly number: string;
  readonly labels: Readonly<Record<string, string>>;
  /** How many hosts it has, each of which monitoring sees as a worker. */
  readonly workers: number;
  readonly createdMs: number;
}

const form = /^projects\/[^/]+\/locations\/([^/]+)\/nodes\/([^/]+)$/;

/**
 * Those of a project that are on, in every zone; none where the API was never turned on or our account may not list
 * them, of which the check tells. Throws an UpstreamError.
 */
export async function listTpus(http: UsageHttp, project: string): Promise<readonly TpuNode[]> {
  const pages = await everyPage(tpuApi, async (query) => {
    const outcome = await askTpus(http, project, query);
    if (outcome.ok) return outcome.value;
    if (outcome.off || outcome.error.status === 403) return null;
    throw outcome.error;
  });
  return pages.flatMap(({ nodes }) => nodes.flatMap(nodeOf));
}

function nodeOf({ name: path, id, state, labels, networkEndpoints, createTime }: z.infer<typeof tpuNode>): TpuNode[] {
  const [, zone, name] = form.exec(path) ?? [];
  const createdMs = Date.parse(createTime);
  if (zone === undefined || name === undefined || state !== 'READY' || Number.isNaN(createdMs)) return [];
  return [{ zone, name, number: id, labels, workers: networkEndpoints.length, createdMs }];
}

/** One page of the TPUs of a project. */
export function askTpus(http: UsageHttp, project: string, query: Readonly<Record<string, string | null>>) {
  return http.ask(
    {
      ...tpuApi,
      method: 'GET',
      path: `/v2/projects/${encodeURIComponent(project)}/locations/-/nodes`,
      query,
      doing: `list the TPUs of ${project}`,
      permission: tpuPermission,
    },
    tpusAnswer,
  );
}
