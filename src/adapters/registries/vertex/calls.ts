import { eachItem } from '../pages.ts';
import type { VertexHttp, VertexRequest } from './http.ts';
import * as schema from './schema.ts';

interface Paging {
  readonly limit: number;
  readonly pageToken?: string | undefined;
}

/** As many as every listing of Vertex AI gives on one page. */
export const pageSize = 100;

/** Vertex AI's REST calls as the registry needs them: what does not exist is null. Ids are checked by the caller. */
export function vertexCalls(http: VertexHttp) {
  const models = `${http.parent}/models`;
  const at = (model: string, version?: string) => `${models}/${model}${version === undefined ? '' : `@${version}`}`;
  return {
    listModels: (page: Paging) =>
      http.need(
        read(models, 'list models', 'aiplatform.models.list', {
          readMask: 'name,displayName',
          ...paging(page),
        }),
        schema.modelsAnswer,
      ),
    /** Newest first. With `names`, only what tells versions, aliases and labels apart. */
    listVersions: (model: string, page: Paging, names?: 'names') =>
      http.find(
        read(`${at(model)}:listVersions`, `list the versions of ${model}`, 'aiplatform.models.list', {
          orderBy: 'create_time desc',
          readMask: names && 'name,versionId,versionAliases,displayName,description,labels,createTime',
          ...paging(page),
        }),
        schema.modelsAnswer,
      ),
    /** `version` may be an alias. */
    getVersion: (model: string, version: string) =>
      http.find(read(at(model, version), `read ${model}@${version}`, 'aiplatform.models.get'), schema.model),
    mergeAlias: (model: string, version: string, alias: string) => ({
      method: 'POST' as const,
      path: `${at(model, version)}:mergeVersionAliases`,
      doing: alias.startsWith('-')
        ? `take alias ${alias.slice(1)} from ${model} v${version}`
        : `move alias ${alias} of ${model} to v${version}`,
      permission: 'aiplatform.models.update',
      body: { versionAliases: [alias] },
    }),
    setLabels: (model: string, version: string, labels: Readonly<Record<string, string>>, etag: string) => ({
      method: 'PATCH' as const,
      path: at(model, version),
      query: { updateMask: 'labels' },
      doing: `label ${model} v${version}`,
      permission: 'aiplatform.models.update',
      body: { name: at(model, version), labels, ...(etag !== '' && { etag }) },
    }),
    evaluations: (model: string, version: string) =>
      every((pageToken) =>
        http
          .need(
            read(
              `${at(model, version)}/evaluations`,
              `list the evaluations of ${model} v${version}`,
              'aiplatform.modelEvaluations.list',
              paging({ limit: pageSize, pageToken }),
            ),
            schema.evaluationsAnswer,
          )
          .then((answer) => page(answer.modelEvaluations, answer.nextPageToken)),
      ),
    /** `evaluation` is its whole resource name, as Vertex AI gave it. */
    slices: (evaluation: string) =>
      every((pageToken) =>
        http
          .need(
            read(
              `${evaluation}/slices`,
              'list the slices of an evaluation',
              'aiplatform.modelEvaluationSlices.list',
              paging({ limit: pageSize, pageToken }),
            ),
            schema.slicesAnswer,
          )
          .then((answer) => page(answer.modelEvaluationSlices, answer.nextPageToken)),
      ),
    /** Objects of Cloud Storage by the beginning of their names. */
    listObjects: (bucket: string, prefix: string, pageToken?: string) =>
      http.need(
        {
          ...read(
            `b/${encodeURIComponent(bucket)}/o`,
            `list what is at gs://${bucket}/${prefix}`,
            'storage.objects.list',
            {
              prefix,
              fields: 'items(name,size,md5Hash,crc32c,generation),nextPageToken',
              maxResults: '1000',
              pageToken,
            },
          ),
          api: 'storage',
        },
        schema.objectsAnswer,
      ),
    /** `job` is its whole resource name, as Vertex AI gave it. */
    pipelineJob: (job: string) =>
      http.find(
        read(job, `read pipeline job ${job.split('/').at(-1)}`, 'aiplatform.pipelineJobs.get'),
        schema.pipelineJob,
      ),
    /** What a pipeline run read and wrote, by the whole resource name of its context; null where it is kept from us or too much. */
    lineage: async (context: string) => {
      const request = read(
        `${context}:queryContextLineageSubgraph`,
        'read what a pipeline run read and wrote',
        'aiplatform.contexts.queryContextLineageSubgraph',
      );
      const outcome = await http.ask(request, schema.lineageAnswer);
      if (outcome.ok) return outcome.value;
      const { status } = outcome.error;
      // FAILED_PRECONDITION is a 400: more than 1,000 artifacts, executions or events.
      if (outcome.missing || status === 400 || status === 403) return null;
      throw outcome.error;
    },
  };
}

export type VertexCalls = ReturnType<typeof vertexCalls>;

async function every<T>(
  readPage: (pageToken: string | undefined) => Promise<{ items: readonly T[]; nextPageToken: string | null }>,
): Promise<T[]> {
  const items: T[] = [];
  for await (const item of eachItem(readPage, (one) => JSON.stringify(one))) items.push(item);
  return items;
}

function page<T>(items: readonly T[], nextPageToken = ''): { items: readonly T[]; nextPageToken: string | null } {
  return { items, nextPageToken: nextPageToken === '' ? null : nextPageToken };
}

function read(
  path: string,
  doing: string,
  permission: string,
  query: NonNullable<VertexRequest['query']> = {},
): VertexRequest {
  return { method: 'GET', path, doing, permission, query };
}

function paging({ limit, pageToken }: Paging): { pageSize: string; pageToken: string | undefined } {
  return { pageSize: String(limit), pageToken };
}
