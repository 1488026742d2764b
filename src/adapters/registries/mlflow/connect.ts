import type { Instant } from '#domain/instant.ts';
import type { MetricValue, ModelRegistry, ModelVersion, Page, RegisteredModel } from '#domain/registry.ts';
import { eachItem, firstMatches } from '../pages.ts';
import { type MlflowCalls, mlflowCalls } from './calls.ts';
import { checkMlflow } from './check.ts';
import { mlflowHttp } from './http.ts';
import { loggedModelId, withLoggedModel } from './logged-model.ts';
import { instant, isPrompt, toModel, toRun, toVersion } from './mapping.ts';
import { nameContains, nameIs } from './name-filter.ts';
import type { MlflowOptions } from './options.ts';
import { readVersionFiles } from './version-files.ts';

interface MetricPoint {
  readonly value: MetricValue;
  readonly step: number;
  readonly at: Instant | null;
}

export interface MlflowRegistry extends ModelRegistry {
  /** Every logged value of one metric of a run, in the order they were logged; empty if there is none. */
  metricHistory(runId: string, key: string): Promise<readonly MetricPoint[]>;
}

/** MLflow 2.9 to 3.x over its REST API. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectMlflow(options: MlflowOptions): MlflowRegistry {
  const http = mlflowHttp(options);
  const calls = mlflowCalls(http);
  const getModel = async (name: string) => {
    const model = await calls.getModel(name);
    return model === null || isPrompt(model) ? null : toModel(model);
  };
  return {
    id: options.id,
    kind: 'mlflow',
    title: 'MLflow',
    searchModels: (query) => searchModels(calls, query),
    getModel,
    listVersions: (name, query) => listVersions(calls, name, query),
    getVersion: (name, version) => getVersion(calls, name, version),
    // model-versions/search and latest_versions leave aliases out, and alias GET fails on one that dangles.
    async getAlias(name, alias) {
      const aliases = (await getModel(name))?.aliases ?? {};
      return Object.hasOwn(aliases, alias) ? (aliases[alias] ?? null) : null;
    },
    async setAlias(name, alias, version) {
      await calls.setAlias(name, alias, version);
    },
    deleteAlias: calls.deleteAlias,
    async setVersionTag(name, version, key, value) {
      await calls.setVersionTag(name, version, key, value);
    },
    async getRun(runId, version) {
      const run = await calls.getRun(runId);
      const id = version === undefined ? null : loggedModelId(version.source);
      const model = run === null || id === null ? null : await calls.getLoggedModel(id);
      if (run === null) return null;
      return model === null ? toRun(run) : withLoggedModel(toRun(run), model);
    },
    readFiles: (version) => readVersionFiles(http, calls, version),
    versionUrl: (name, version) =>
      `${http.root}/#/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}`,
    check: () => checkMlflow(http, calls, options.auth),
    metricHistory: (runId, key) => metricHistory(calls, runId, key),
  };
}

type SearchQuery = Parameters<ModelRegistry['searchModels']>[0];

async function searchModels(calls: MlflowCalls, query: SearchQuery): Promise<Page<RegisteredModel>> {
  const text = query.text?.trim().toLowerCase() ?? '';
  const filter = text === '' ? undefined : nameContains(text);
  return firstMatches(query.pageToken, async (pageToken) => {
    const answer = await calls.searchModels(filter, { limit: within(query.limit, 1000), pageToken });
    const found = answer.registered_models.filter((m) => !isPrompt(m) && m.name.toLowerCase().includes(text));
    return { items: found.map(toModel), nextPageToken: answer.next_page_token ?? null };
  });
}

type ListQuery = Parameters<ModelRegistry['listVersions']>[1];

async function listVersions(calls: MlflowCalls, name: string, query: ListQuery = {}): Promise<Page<ModelVersion>> {
  return firstMatches(query.pageToken, async (pageToken) => {
    const answer = await calls.searchVersions(name, nameIs(name), { limit: within(query.limit, 1000), pageToken });
    const found = answer.model_versions.filter((version) => version.name === name);
    return { items: found.map(toVersion), nextPageToken: answer.next_page_token ?? null };
  });
}

async function getVersion(calls: MlflowCalls, name: string, version: string): Promise<ModelVersion | null> {
  if (!/^[1-9]\d{0,8}$/.test(version)) return null;
  const found = await calls.getVersion(name, version);
  if (found === null) return null;
  const id = found.run_id === '' ? loggedModelId(found.source) : null;
  const model = id === null ? null : await calls.getLoggedModel(id);
  return toVersion(model === null ? found : { ...found, run_id: model.info.source_run_id });
}

async function metricHistory(calls: MlflowCalls, runId: string, key: string): Promise<MetricPoint[]> {
  const logged = eachItem(
    async (pageToken) => {
      const answer = await calls.metricHistory(runId, key, { limit: 1000, pageToken });
      return { items: answer.metrics, nextPageToken: answer.next_page_token ?? null };
    },
    (point) => JSON.stringify([point.timestamp, point.step, point.value]),
  );
  const points: MetricPoint[] = [];
  for await (const { value, step, timestamp } of logged) points.push({ value, step, at: instant(timestamp) });
  return points;
}

function within(limit = 100, most: number): number {
  return Math.min(Math.max(1, Math.trunc(limit)), most);
}
