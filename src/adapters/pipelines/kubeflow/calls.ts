import type { KubeflowHttp, KubeflowRequest, Outcome } from './http.ts';
import * as schema from './schema.ts';

/** One condition of a listing; all of them have to hold. */
export type Predicate =
  | { readonly key: string; readonly operation: 'EQUALS' | 'IS_SUBSTRING'; readonly string_value: string }
  | { readonly key: string; readonly operation: 'IN'; readonly string_values: { readonly values: readonly string[] } }
  | { readonly key: string; readonly operation: 'GREATER_THAN_EQUALS'; readonly timestamp_value: string };

interface Listing {
  readonly predicates: readonly Predicate[];
  readonly sortBy: string;
  /** At most 200. */
  readonly pageSize: number;
  readonly pageToken?: string;
}

/** The v2beta1 calls that Countersign needs: one request each; what does not exist is null. */
export function kubeflowCalls(http: KubeflowHttp, namespace: string | null) {
  const where = namespace === null ? '' : ` in namespace ${namespace}`;
  const right = (verb: string, resource: string) => `${verb} on ${resource}${where}`;
  const get = (path: string, doing: string, needs: string, query: KubeflowRequest['query'] = {}): KubeflowRequest => ({
    method: 'GET',
    path,
    doing,
    right: needs,
    query,
  });
  return {
    health: () => http.look(get('healthz', 'say its version', 'access'), schema.healthAnswer),
    listRuns: (listing: Listing) =>
      http.need(get('runs', 'list runs', right('list', 'runs'), { namespace, ...paged(listing) }), schema.runsAnswer),
    getRun: async (id: string) =>
      orNull(await http.ask(get(`runs/${part(id)}`, `read run ${id}`, right('get', 'runs')), schema.runAnswer)),
    /** Null also where this release has no such endpoint, as 2.x. */
    listTasks: async (runId: string, pageToken: string) =>
      orNull(
        await http.ask(
          get(`runs/${part(runId)}/tasks`, `read the steps of run ${runId}`, right('get', 'runs'), {
            page_size: '200',
            page_token: pageToken === '' ? null : pageToken,
          }),
          schema.tasksAnswer,
        ),
      ),
    createRun: (title: string, body: NonNullable<KubeflowRequest['body']>) =>
      http.ask(
        { method: 'POST', path: 'runs', doing: `start ${title}`, right: right('create', 'runs'), body },
        schema.runAnswer,
      ),
    terminateRun: async (id: string) => {
      const request = {
        method: 'POST',
        path: `runs/${part(id)}:terminate`,
        doing: `cancel run ${id}`,
        right: right('terminate', 'runs'),
      } as const;
      return http.ask(request, schema.nothing);
    },
    getPipeline: async (id: string) =>
      orNull(
        await http.ask(
          get(`pipelines/${part(id)}`, `read pipeline ${id}`, right('get', 'pipelines')),
          schema.pipelineAnswer,
        ),
      ),
    pipelineNamed: async (name: string, inNamespace: string | null) =>
      orNull(
        await http.ask(
          get(`pipelines/names/${part(name)}`, `find pipeline ${name}`, right('get', 'pipelines'), {
            namespace: inNamespace,
          }),
          schema.pipelineAnswer,
        ),
      ),
    /** Newest first. */
    listVersions: async (pipelineId: string, listing: Listing) =>
      orNull(
        await http.ask(
          get(
            `pipelines/${part(pipelineId)}/versions`,
            `list the versions of pipeline ${pipelineId}`,
            right('get', 'pipelines'),
            paged(listing),
          ),
          schema.versionsAnswer,
        ),
      ),
    experimentNamed: (name: string) =>
      http.need(
        get('experiments', `find experiment ${name}`, right('list', 'experiments'), {
          namespace,
          ...paged({
            predicates: [{ key: 'display_name', operation: 'EQUALS', string_value: name }],
            sortBy: 'created_at',
            pageSize: 1,
          }),
        }),
        schema.experimentsAnswer,
      ),
    createExperiment: (name: string) =>
      http.need(
        {
          method: 'POST',
          path: 'experiments',
          doing: `create experiment ${name}`,
          right: right('create', 'experiments'),
          body: { display_name: name, namespace },
        },
        schema.experimentAnswer,
      ),
  };
}

export type KubeflowCalls = ReturnType<typeof kubeflowCalls>;

function orNull<T>(outcome: Outcome<T>): T | null {
  if (outcome.ok) return outcome.value;
  if (outcome.missing) return null;
  throw outcome.error;
}

function paged({ predicates, sortBy, pageSize, pageToken }: Listing): NonNullable<KubeflowRequest['query']> {
  return {
    page_size: String(pageSize),
    sort_by: sortBy,
    filter: JSON.stringify({ predicates }),
    page_token: pageToken === undefined || pageToken === '' ? null : pageToken,
  };
}

function part(text: string): string {
  return encodeURIComponent(text);
}
