import { UpstreamError } from '#errors.ts';
import type { GoogleApi, UsageHttp } from './http.ts';
import { tpusAnswer } from './schema.ts';

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
  const found: TpuNode[] = [];
  const seen = new Set<string>();
  let pageToken = '';
  do {
    const outcome = await askTpus(http, project, { pageSize: '500', pageToken: pageToken === '' ? null : pageToken });
    if (!outcome.ok && (outcome.off || outcome.error.status === 403)) return [];
    if (!outcome.ok) throw outcome.error;
    const { nodes, unreachable, nextPageToken } = outcome.value;
    if (unreachable.length > 0) {
      const sentence = `${tpuApi.system} did not answer for ${unreachable.join(', ')}. It is asked again later.`;
      throw new UpstreamError(tpuApi.system, sentence, { retryable: true });
    }
    for (const { name: path, id, state, labels, networkEndpoints, createTime } of nodes) {
      const [, zone, name] = form.exec(path) ?? [];
      const createdMs = Date.parse(createTime);
      if (zone === undefined || name === undefined || state !== 'READY' || Number.isNaN(createdMs)) continue;
      found.push({ zone, name, number: id, labels, workers: networkEndpoints.length, createdMs });
    }
    pageToken = seen.has(nextPageToken) ? '' : nextPageToken;
    seen.add(nextPageToken);
  } while (pageToken !== '');
  return found;
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
