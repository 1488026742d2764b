import { setTimeout as sleep } from 'node:timers/promises';
import { aliasRule, isAlias } from '#domain/alias.ts';
import type { ModelRegistry, ModelVersion, Page, TrainingRun } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import { firstMatches } from '../pages.ts';
import { pageSize, type VertexCalls, vertexCalls } from './calls.ts';
import { checkVertex } from './check.ts';
import { consoleUrl } from './console-url.ts';
import { system } from './failures.ts';
import { vertexHttp } from './http.ts';
import { lineageOf, noLineage } from './lineage.ts';
import { modelReader } from './list-models.ts';
import { isModelId, isResource, isVersionId, toVersion } from './mapping.ts';
import type { VertexOptions } from './options.ts';
import * as schema from './schema.ts';
import { setLabel } from './set-label.ts';
import { newestOfEachKind, toRun } from './training-run.ts';
import { readVersionFiles } from './version-files.ts';

/** The model registry of Vertex AI. Throws a ConfigError for options that cannot work; makes no request itself. */
export function connectVertex(options: VertexOptions): ModelRegistry {
  const http = vertexHttp(options);
  const calls = vertexCalls(http);
  const models = modelReader(calls, options.wait ?? ((ms) => sleep(ms, undefined, { ref: false })));
  const getAlias = async (name: string, alias: string) =>
    isModelId(name) && isVertexAlias(alias) ? ((await calls.getVersion(name, alias))?.versionId ?? null) : null;
  return {
    id: options.id,
    kind: 'vertex',
    title: system,
    async searchModels(query) {
      const text = query.text?.trim() ?? '';
      return text === '' ? await models.all(query) : await models.matching(text, query);
    },
    getModel: models.getModel,
    listVersions: (name, query) => listVersions(calls, name, query),
    async getVersion(name, version) {
      if (!isModelId(name) || !isVersionId(version)) return null;
      const found = await calls.getVersion(name, version);
      return found === null ? null : toVersion(found);
    },
    getAlias,
    async setAlias(name, alias, version) {
      if (!isAlias(alias)) throw badAlias(alias);
      if (!isModelId(name) || !isVersionId(version)) throw noSuchVersion(name, version);
      await http.need(calls.mergeAlias(name, version, alias), schema.nothing);
    },
    async deleteAlias(name, alias) {
      if (alias === 'default') throw defaultStays(name);
      const holder = await getAlias(name, alias);
      if (holder === null) return;
      const outcome = await http.ask(calls.mergeAlias(name, holder, `-${alias}`), schema.nothing);
      if (!outcome.ok && !outcome.missing) throw outcome.error;
    },
    async setVersionTag(name, version, key, value) {
      if (!isModelId(name) || !isVersionId(version)) throw noSuchVersion(name, version);
      await setLabel(http, calls, { name, version, key, value });
    },
    getRun: (runId) => getRun(calls, runId),
    readFiles: (version) => readVersionFiles(calls, version),
    versionUrl: (name, version) =>
      consoleUrl(
        options,
        `models/locations/${options.location}/models/${encodeURIComponent(name)}/versions/${encodeURIComponent(version)}/properties`,
      ),
    check: () => checkVertex(http),
  };
}

type ListQuery = Parameters<ModelRegistry['listVersions']>[1];

async function listVersions(calls: VertexCalls, name: string, query: ListQuery = {}): Promise<Page<ModelVersion>> {
  if (!isModelId(name)) return { items: [], nextPageToken: null };
  const limit = Math.min(Math.max(1, Math.trunc(query.limit ?? pageSize)), pageSize);
  return await firstMatches(query.pageToken, async (pageToken) => {
    const answer = await calls.listVersions(name, { limit, pageToken });
    return { items: (answer?.models ?? []).map(toVersion), nextPageToken: answer?.nextPageToken || null };
  });
}

async function getRun(calls: VertexCalls, runId: string): Promise<TrainingRun | null> {
  const [name = '', number = '', ...rest] = runId.split('@');
  if (!isModelId(name) || !isVersionId(number) || rest.length > 0) return null;
  const version = await calls.getVersion(name, number);
  if (version === null) return null;
  const [job, evaluations] = await Promise.all([
    isResource('pipelineJobs', version.pipelineJob) ? calls.pipelineJob(version.pipelineJob) : null,
    calls.evaluations(name, number),
  ]);
  const looked = newestOfEachKind(evaluations).filter((one) => isResource('evaluations', one.name));
  const context = job?.jobDetail.pipelineRunContext.name ?? '';
  const [graph, ...slices] = await Promise.all([
    isResource('contexts', context) ? calls.lineage(context) : null,
    ...looked.map((one) => calls.slices(one.name)),
  ]);
  const lineage = graph === null ? noLineage : lineageOf(graph);
  return toRun({ version, job, evaluations, slices: slices.flat(), lineage });
}

/** The grammar of Vertex AI itself, which is wider than the one that aliases are chosen by. */
function isVertexAlias(text: string): boolean {
  return /^[a-z][a-zA-Z0-9-]{0,126}[a-z0-9]$/.test(text);
}

function badAlias(alias: string): UpstreamError {
  const sentence = `“${alias.slice(0, 80)}” cannot be an alias in every registry: use ${aliasRule}. Nothing was sent.`;
  return new UpstreamError(system, sentence, { retryable: false });
}

function defaultStays(name: string): UpstreamError {
  const sentence = `Vertex AI keeps “default” on one version of ${name} always. Move it to another version instead of taking it away.`;
  return new UpstreamError(system, sentence, { retryable: false });
}

function noSuchVersion(name: string, version: string): UpstreamError {
  const sentence = `Vertex AI can have no version ${version.slice(0, 80)} of ${name.slice(0, 80)}. Check both names; nothing was sent.`;
  return new UpstreamError(system, sentence, { status: 404, retryable: false });
}
