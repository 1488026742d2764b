import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import type { EngineTemplate, PipelineEngine } from '../pipelines/engine/engine.ts';
import { pipelineSpecOf } from '../pipelines/engine/pipeline-spec.ts';
import type { Endpoint } from './endpoint.ts';
import { GoogleRefusal } from './refusal.ts';

/** The compiled template, as its author uploaded it. */
function templateText(template: EngineTemplate): string {
  return stringify(pipelineSpecOf(template));
}

/**
 * The template that an address in Artifact Registry names, `https://{location}-kfp.pkg.dev/{project}/{repository}/
 * {package}/{tag or sha256:…}`. Every version has a tag of its own, and the newest one is also `latest`.
 */
export function templateAt(engine: PipelineEngine, address: string): EngineTemplate | undefined {
  const match = /^https:\/\/[a-z0-9-]+-kfp\.pkg\.dev\/[^/]+\/[^/]+\/([^/]+)\/([^/]+)$/.exec(address);
  return match === null ? undefined : named(engine, match[1] ?? '', match[2] ?? '');
}

function named(engine: PipelineEngine, name: string, tag: string): EngineTemplate | undefined {
  const versions = engine.templates(name);
  if (tag === 'latest') return versions[0];
  return versions.find((one) => one.version === tag || `sha256:${sha256(templateText(one))}` === tag);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/** What lies outside Vertex AI's own API: templates in Artifact Registry, and objects of Cloud Storage. */
export const templateEndpoints: readonly Endpoint[] = [
  {
    name: 'artifactRegistry.downloadTemplate',
    method: 'GET',
    path: 'artifacts/{project}/{repository}/{package}/{tag}',
    needs: 'artifactregistry.repositories.downloadArtifacts',
    answer({ engine }, { ids: [, , name = '', tag = ''] }) {
      const template = named(engine, name, tag);
      if (template === undefined) throw new GoogleRefusal('NOT_FOUND', 'Requested entity was not found.');
      return templateText(template);
    },
  },
  {
    name: 'storage.objects.get',
    method: 'GET',
    path: 'storage/v1/b/{bucket}/o/{object}',
    needs: 'storage.objects.get',
    answer({ objects }, { ids: [bucket = '', object = ''] }) {
      const text = objects.get(`gs://${bucket}/${object}`);
      if (text === undefined) throw new GoogleRefusal('NOT_FOUND', `No such object: ${bucket}/${object}`);
      return text;
    },
  },
];
