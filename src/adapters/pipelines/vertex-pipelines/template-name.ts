import { UpstreamError } from '#errors.ts';
import { vertexTitle } from './http.ts';
import { repositoryAddress } from './options.ts';

/** Where a pipeline's compiled template is kept. */
export type TemplatePlace =
  | { readonly kind: 'artifact'; readonly address: string; readonly version: string }
  | { readonly kind: 'object'; readonly bucket: string; readonly object: string };

/**
 * What `retrain.pipeline` in models.yaml may say: `name` (its tag `latest`), `name@tag` or `name@sha256:…` in the
 * repository of the connection, the whole address of such a template, or `gs://bucket/object` of a compiled one.
 * Throws an UpstreamError for anything else, as for a bare name where the connection names no repository.
 */
export function templatePlace(pipeline: string, repository: string | null): TemplatePlace {
  const object = /^gs:\/\/([^/]+)\/(.+)$/.exec(pipeline);
  if (object !== null) return { kind: 'object', bucket: object[1] ?? '', object: object[2] ?? '' };
  const whole = /^(https:\/\/.+)\/([^/]+)\/([^/]+)$/.exec(pipeline);
  if (whole !== null && repositoryAddress.test(whole[1] ?? '')) {
    return { kind: 'artifact', address: pipeline, version: whole[3] ?? '' };
  }
  const bare = /^([a-z0-9][a-z0-9-]{2,127})(?:@([\w.:-]+))?$/.exec(pipeline);
  if (bare === null) throw unclear(pipeline);
  if (repository === null) throw homeless(pipeline);
  const version = bare[2] ?? 'latest';
  return { kind: 'artifact', address: `${repository}/${bare[1]}/${version}`, version };
}

/** The name that people use for the template at an address: the shortest that names the same. */
export function templateName(address: string, repository: string | null): string {
  if (repository === null || !address.startsWith(`${repository}/`)) return address;
  const [name, version, ...more] = address.slice(repository.length + 1).split('/');
  if (name === undefined || version === undefined || more.length > 0) return address;
  return version === 'latest' ? name : `${name}@${version}`;
}

function unclear(pipeline: string): UpstreamError {
  const sentence = `${pipeline} names no pipeline of ${vertexTitle}. Write name, name@tag, https://REGION-kfp.pkg.dev/PROJECT/REPOSITORY/NAME/TAG or gs://BUCKET/FILE as retrain.pipeline in models.yaml.`;
  return new UpstreamError(vertexTitle, sentence, { retryable: false, mendable: true });
}

function homeless(pipeline: string): UpstreamError {
  const sentence = `${pipeline} is a bare name, but the connection names no repository to look it up in. Write its whole address in models.yaml, or the repository in org.yaml.`;
  return new UpstreamError(vertexTitle, sentence, { retryable: false, mendable: true });
}
