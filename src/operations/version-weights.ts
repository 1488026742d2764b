import { digestOf } from '#domain/digest.ts';
import type { ModelRegistry, ModelVersion, TrainingRun } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';
import type { Facts, Part } from '#playbook/facts.ts';
import { readWeights, writeWeights } from '#playbook/weights.ts';
import { readContent } from '#store/contents.ts';
import type { RequestRow } from '#store/requests.ts';
import type { Setting } from './setting.ts';

/**
 * Whether the files of candidate and champion are read: when a request is drafted, those of both; before it is carried
 * out, those of its candidate once more (`anew`); in between only those that could not be read before.
 */
export type FilesAsked =
  | { readonly recorded: null }
  | { readonly recorded: Pick<Facts, 'subject' | 'champion'>; readonly anew: boolean };

export const readFilesOfBoth: FilesAsked = { recorded: null };

/** The files of a request as they were recorded, with those of its candidate read `anew` or not. */
export async function filesRecorded(
  setting: Pick<Setting, 'db'>,
  { workspaceId, factsDigest }: RequestRow,
  anew: 'anew' | 'not anew',
): Promise<FilesAsked> {
  return { recorded: await readContent<Facts>(setting.db, workspaceId, factsDigest), anew: anew === 'anew' };
}

/** What is known of a version's weights, as the digest of that part. Throws `UpstreamError`. */
export async function weightsOf(
  registry: ModelRegistry,
  version: ModelVersion,
  run: TrainingRun | null,
  asked: FilesAsked,
  as: 'candidate' | 'champion',
): Promise<string> {
  const tag = digestTag('weights', version, run);
  const address = digestOf({ source: version.source, run: version.runId });
  return writeWeights({
    files: await filesOf(registry, version, asked, as),
    tag: tag === null ? null : digestOf({ tag }),
    address,
  });
}

/** What the pipeline says of a part: a tag of the version, else of its run. */
export function digestTag(part: Part, version: ModelVersion, run: TrainingRun | null): string | null {
  const tag = `countersign.digest.${part}`;
  return version.tags[tag] ?? run?.tags[tag] ?? null;
}

async function filesOf(
  registry: ModelRegistry,
  version: ModelVersion,
  asked: FilesAsked,
  as: 'candidate' | 'champion',
): Promise<string | null> {
  const before = asked.recorded === null ? null : filesBefore(asked.recorded, version.version, as);
  const read = asked.recorded === null || (as === 'candidate' && (asked.anew || before === null));
  if (!read) return before;
  const files = await registry.readFiles(version);
  if ('digest' in files) return files.digest;
  if (before === null) return null;
  const sentence = `The files of v${version.version} were read when it was asked for, and cannot be read now. ${files.unknown}`;
  throw new UpstreamError(registry.title, sentence, { status: 404, retryable: true });
}

function filesBefore(
  { subject, champion }: Pick<Facts, 'subject' | 'champion'>,
  version: string,
  as: 'candidate' | 'champion',
): string | null {
  const recorded = as === 'candidate' ? subject : champion;
  if (recorded === null || 'unknown' in recorded || recorded.version !== version) return null;
  return readWeights(recorded.parts.weights ?? '')?.files ?? null;
}
