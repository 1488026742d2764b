import type { Outcome, VertexHttp } from './http.ts';
import { addressesOf, type VertexPipelinesOptions } from './options.ts';
import * as schema from './schema.ts';
import { jobsAnswer } from './schema.ts';

/** What a listing needs of a job: without its spec, which may be hundreds of kilobytes. */
const listed = [
  'name',
  'state',
  'createTime',
  'startTime',
  'endTime',
  'updateTime',
  'labels',
  'templateUri',
  'error',
  'runtimeConfig',
].join();

export type VertexCalls = ReturnType<typeof vertexCalls>;

/** The REST calls of Vertex AI and what lies around it, as Countersign needs them: one request each. */
export function vertexCalls(http: VertexHttp, options: VertexPipelinesOptions) {
  const { project, location } = options;
  const { vertex, artifacts, storage, resourceManager } = addressesOf(options);
  const jobs = `${vertex}/v1/projects/${encodeURIComponent(project)}/locations/${encodeURIComponent(location)}/pipelineJobs`;
  const listOf = (query: Readonly<Record<string, string | null>>) => ({
    method: 'GET' as const,
    url: jobs,
    query,
    doing: 'list runs',
    right: 'aiplatform.pipelineJobs.list',
  });
  return {
    createJob: (id: string, body: Readonly<Record<string, unknown>>, doing: string) =>
      http.ask(
        {
          method: 'POST',
          url: jobs,
          query: { pipelineJobId: id },
          body,
          doing,
          right: 'aiplatform.pipelineJobs.create',
        },
        schema.jobAnswer,
      ),
    async getJob(id: string): Promise<schema.VertexJob | null> {
      const request = {
        method: 'GET',
        url: `${jobs}/${id}`,
        doing: `read run ${id}`,
        right: 'aiplatform.pipelineJobs.get',
      } as const;
      return orNull(await http.ask(request, schema.jobAnswer));
    },
    /** Pages of at most 100 jobs that changed at or after that time. */
    listJobs: (changedSince: string, pageToken: string | null) =>
      http.need(
        listOf({ filter: `update_time>="${changedSince}"`, pageSize: '100', pageToken, readMask: listed }),
        jobsAnswer,
      ),
    probe: () => http.ask(listOf({ pageSize: '1', readMask: 'name' }), jobsAnswer),
    cancelJob: (id: string) =>
      http.ask(
        {
          method: 'POST',
          url: `${jobs}/${id}:cancel`,
          doing: `cancel run ${id}`,
          right: 'aiplatform.pipelineJobs.cancel',
        },
        schema.nothing,
      ),
    /** `address` as `https://europe-west4-kfp.pkg.dev/project/repository/package/tag`. */
    downloadTemplate(address: string) {
      const { origin, pathname } = new URL(address);
      const request = {
        method: 'GET',
        url: `${artifacts ?? origin}${pathname}`,
        doing: `read template ${address}`,
      } as const;
      return http.text({ ...request, right: 'artifactregistry.repositories.downloadArtifacts' });
    },
    downloadObject(bucket: string, object: string) {
      const url = `${storage}/storage/v1/b/${encodeURIComponent(bucket)}/o/${encodeURIComponent(object)}`;
      const doing = `read gs://${bucket}/${object}`;
      return http.text({ method: 'GET', url, query: { alt: 'media' }, doing, right: 'storage.objects.get' });
    },
    /** Those among `permissions` that we have on the whole project. */
    testPermissions: (permissions: readonly string[]) =>
      http.ask(
        {
          method: 'POST',
          url: `${resourceManager}/v3/projects/${encodeURIComponent(project)}:testIamPermissions`,
          body: { permissions },
          doing: `tell what our account may do in ${project}`,
          right: 'resourcemanager.projects.get',
          write: false,
        },
        schema.permissionsAnswer,
      ),
  };
}

function orNull<T>(outcome: Outcome<T>): T | null {
  if (outcome.ok) return outcome.value;
  if (outcome.code === 'NOT_FOUND') return null;
  throw outcome.error;
}
