import type { ModelVersion, VersionFiles } from '#domain/registry.ts';
import { filesDigest, most, orUnknown, tooMuch, type VersionFile } from '../version-files.ts';
import type { MlflowCalls } from './calls.ts';
import type { MlflowHttp } from './http.ts';
import { loggedModelId } from './logged-model.ts';

interface Listed {
  readonly path: string;
  readonly bytes: number;
}

type Level = Awaited<ReturnType<MlflowCalls['runArtifacts']>>;

/** Where the files of a version are listed: a logged model, or what its run left at a path. */
interface Place {
  readonly list: (path: string, pageToken?: string) => Promise<Level>;
  /** Of the version within what is listed; empty for all of it. */
  readonly root: string;
}

/**
 * Reads every file of a version through the tracking server, whichever store keeps them. MLflow itself keeps no digest:
 * its listings tell sizes, and another content may have the same size.
 */
export async function readVersionFiles(
  http: MlflowHttp,
  calls: MlflowCalls,
  version: ModelVersion,
): Promise<VersionFiles> {
  return await orUnknown(async () => {
    const place = await placeOf(calls, version);
    if (place === null) return { unknown: `MLflow does not list what is at ${version.source || 'no source'}.` };
    const listed = await everyFile(place);
    if (listed.length === 0) return { unknown: `MLflow lists no file at ${version.source}.` };
    const bytes = listed.reduce((sum, file) => sum + file.bytes, 0);
    const refused = tooMuch(listed.length, bytes);
    if (refused !== null) return refused;
    const files: VersionFile[] = [];
    for (const { path } of listed) files.push(await readFile(http, version, path));
    return (
      tooMuch(
        files.length,
        files.reduce((sum, file) => sum + file.bytes, 0),
      ) ?? filesDigest(files)
    );
  });
}

async function placeOf(calls: MlflowCalls, { source, runId }: ModelVersion): Promise<Place | null> {
  const logged = loggedModelId(source);
  if (logged !== null) return { list: (path, token) => calls.modelArtifacts(logged, path, token), root: '' };
  if (runId === null) return null;
  const list: Place['list'] = (path, token) => calls.runArtifacts(runId, path, token);
  const named = /^runs:\/([^/]+)\/(.+?)\/?$/.exec(source);
  if (named !== null) return named[1] === runId ? { list, root: named[2] ?? '' } : null;
  const { root_uri: root } = await list('');
  return root !== '' && source.startsWith(`${root}/`)
    ? { list, root: source.slice(root.length + 1).replace(/\/+$/, '') }
    : null;
}

async function everyFile({ list, root }: Place): Promise<Listed[]> {
  const found: Listed[] = [];
  const directories = [root];
  const seen = new Set<string>(directories);
  for (let at = directories.shift(); at !== undefined && found.length <= most.files; at = directories.shift()) {
    let pageToken: string | undefined;
    do {
      const level = await list(at, pageToken);
      for (const { path, is_dir: isDirectory, file_size: bytes } of level.files) {
        if (!isDirectory) found.push({ path: root === '' ? path : path.slice(root.length + 1), bytes });
        else if (!seen.has(path)) directories.push(path);
        seen.add(path);
      }
      pageToken = level.next_page_token || undefined;
    } while (pageToken !== undefined && found.length <= most.files);
  }
  return found;
}

async function readFile(http: MlflowHttp, { name, version }: ModelVersion, path: string): Promise<VersionFile> {
  const query = new URLSearchParams({ name, version, path });
  const { sha256, bytes } = await http.digest({
    path: `/model-versions/get-artifact?${query.toString()}`,
    doing: `read the files of ${name} v${version}`,
    right: `READ on ${name}`,
  });
  return { path, bytes, content: `sha256:${sha256}` };
}
