import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { ModelVersion, RegisteredModel } from '#domain/registry.ts';
import { labelsOfAll, tagsOf } from './labels.ts';
import type { VertexModel } from './schema.ts';

/** The id that stands in a resource name, as `home-ranker` in `projects/…/models/home-ranker@3`. */
export function modelIdOf(resource: string): string {
  return /\/models\/([^/@]+)/.exec(resource)?.[1] ?? resource;
}

/** A model's or version's id that may stand in an address: nothing else can exist. */
export function isModelId(name: string): boolean {
  return /^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/.test(name);
}

export function isVersionId(version: string): boolean {
  return /^[1-9]\d{0,18}$/.test(version);
}

/** Whether text is the name of something of the given kind below a project, so that it may stand in an address. */
export function isResource(kind: 'pipelineJobs' | 'evaluations' | 'contexts', name: string): boolean {
  const below = {
    evaluations: String.raw`models/[\w-]+(?:@[\w-]+)?/evaluations`,
    contexts: String.raw`metadataStores/[\w-]+/contexts`,
    pipelineJobs: 'pipelineJobs',
  }[kind];
  return new RegExp(String.raw`^projects/[\w.:-]+/locations/[\w-]+/${below}/[\w-]+$`).test(name);
}

/** What a version is known by as a training run: the version itself, whose evaluations and pipeline are looked up. */
export function runIdOf(model: string, version: string): string {
  return `${model}@${version}`;
}

/** A model from all its versions. Null from none: Vertex AI keeps no model without one. */
export function toModel(versions: readonly VertexModel[]): RegisteredModel | null {
  const [first] = versions;
  if (first === undefined) return null;
  // `default` is Vertex AI's own mark of a version; people choose no alias of that name.
  const held = versions.flatMap(({ versionAliases, versionId }) =>
    versionAliases.filter((alias) => alias !== 'default').map((alias): [string, string] => [alias, versionId]),
  );
  const numbers = versions.map(({ versionId }) => Number(versionId)).filter(Number.isFinite);
  const created = versions.flatMap(({ createTime }) => instant(createTime) ?? []).sort();
  return {
    name: modelIdOf(first.name),
    description: [first.displayName, first.description].filter((line) => line !== '').join('\n'),
    aliases: Object.fromEntries(held),
    tags: tagsOf(labelsOfAll(versions.map(({ labels }) => labels))),
    createdAt: created[0] ?? null,
    latestVersion: numbers.length === 0 ? null : String(Math.max(...numbers)),
  };
}

export function toVersion(version: VertexModel): ModelVersion {
  const name = modelIdOf(version.name);
  return {
    name,
    version: version.versionId,
    // A version appears only when its upload is done.
    status: 'ready',
    statusMessage: '',
    createdAt: instant(version.versionCreateTime ?? version.createTime),
    description: version.versionDescription,
    source: version.artifactUri === '' ? `vertex:${name}@${version.versionId}` : version.artifactUri,
    runId: runIdOf(name, version.versionId),
    tags: tagsOf(version.labels),
  };
}

/** Null for what is no moment. Google writes up to nanoseconds. */
export function instant(text: string | undefined): Instant | null {
  if (text === undefined) return null;
  try {
    return instantAt(epochMs(text));
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}
