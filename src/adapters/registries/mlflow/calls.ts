import type { MlflowHttp, MlflowRequest, Outcome } from './http.ts';
import * as schema from './schema.ts';

interface Paging {
  readonly limit: number;
  readonly pageToken?: string | undefined;
}

const ofRun = 'READ on its experiment';

/** MLflow's REST calls as Countersign needs them: one request each; what does not exist is null. */
export function mlflowCalls(http: MlflowHttp) {
  return {
    searchModels: (filter: string | undefined, page: Paging) =>
      http.need(
        read('registered-models/search', 'search models', 'READ on them', { filter, ...paging(page) }),
        schema.registeredModelsAnswer,
      ),
    getModel: async (name: string) =>
      orNull(
        await http.ask(
          read('registered-models/get', `read model ${name}`, `READ on ${name}`, { name }),
          schema.registeredModelAnswer,
        ),
      )?.registered_model ?? null,
    searchVersions: (name: string, filter: string, page: Paging) =>
      http.need(
        // Without an order, a version whose description was edited comes first.
        read('model-versions/search', `list the versions of ${name}`, `READ on ${name}`, {
          filter,
          order_by: 'version_number DESC',
          ...paging(page),
        }),
        schema.modelVersionsAnswer,
      ),
    getVersion: async (name: string, version: string) =>
      orNull(
        await http.ask(
          read('model-versions/get', `read ${name} v${version}`, `READ on ${name}`, { name, version }),
          schema.modelVersionAnswer,
        ),
      )?.model_version ?? null,
    setAlias: (name: string, alias: string, version: string) =>
      http.need(
        write('POST', 'registered-models/alias', `set alias ${alias} of ${name} to v${version}`, `EDIT on ${name}`, {
          name,
          alias,
          version,
        }),
        schema.nothing,
      ),
    deleteAlias: async (name: string, alias: string) => {
      const request = write(
        'DELETE',
        'registered-models/alias',
        `delete alias ${alias} of ${name}`,
        `MANAGE on ${name}`,
        { name, alias },
      );
      orNull(await http.ask(request, schema.nothing));
    },
    setVersionTag: (name: string, version: string, key: string, value: string) =>
      http.need(
        write('POST', 'model-versions/set-tag', `set tag ${key} of ${name} v${version}`, `EDIT on ${name}`, {
          name,
          version,
          key,
          value,
        }),
        schema.nothing,
      ),
    getRun: async (runId: string) =>
      orNull(await http.ask(read('runs/get', `read run ${runId}`, ofRun, { run_id: runId }), schema.runAnswer))?.run ??
      null,
    /** Null also where this MLflow has no logged models, as 2.x. */
    getLoggedModel: async (id: string) => {
      const request = read(`logged-models/${encodeURIComponent(id)}`, `read logged model ${id}`, ofRun, {});
      const outcome = await http.ask(request, schema.loggedModelAnswer);
      return !outcome.ok && outcome.unknownEndpoint ? null : (orNull(outcome)?.model ?? null);
    },
    /** What a run left below `path`, one level deep. */
    runArtifacts: (runId: string, path: string, pageToken?: string) =>
      http.need(
        read('artifacts/list', `list the files of run ${runId}`, ofRun, {
          run_id: runId,
          path: path === '' ? undefined : path,
          page_token: pageToken,
        }),
        schema.artifactsAnswer,
      ),
    /** As `runArtifacts`, of a logged model. */
    modelArtifacts: (id: string, path: string, pageToken?: string) =>
      http.need(
        read(
          `logged-models/${encodeURIComponent(id)}/artifacts/directories`,
          `list the files of logged model ${id}`,
          ofRun,
          { artifact_directory_path: path === '' ? undefined : path, page_token: pageToken },
        ),
        schema.artifactsAnswer,
      ),
    metricHistory: (runId: string, key: string, page: Paging) =>
      http.need(
        // Without max_results MLflow 3 answers no metrics and a token that leads nowhere.
        read('metrics/get-history', `read metric ${key} of run ${runId}`, ofRun, {
          run_id: runId,
          metric_key: key,
          ...paging(page),
        }),
        schema.metricHistoryAnswer,
      ),
  };
}

export type MlflowCalls = ReturnType<typeof mlflowCalls>;

function orNull<T>(outcome: Outcome<T>): T | null {
  if (outcome.ok) return outcome.value;
  if (outcome.missing) return null;
  throw outcome.error;
}

function read(path: string, doing: string, right: string, query: NonNullable<MlflowRequest['query']>): MlflowRequest {
  return { method: 'GET', path, doing, right, query };
}

function write(
  method: 'POST' | 'DELETE',
  path: string,
  doing: string,
  right: string,
  body: NonNullable<MlflowRequest['body']>,
): MlflowRequest {
  return { method, path, doing, right, body };
}

function paging({ limit, pageToken }: Paging): { max_results: string; page_token: string | undefined } {
  return { max_results: String(limit), page_token: pageToken };
}
