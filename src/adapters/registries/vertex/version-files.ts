import type { ModelVersion, VersionFiles } from '#domain/registry.ts';
import { filesDigest, most, orUnknown, tooMuch, type VersionFile } from '../version-files.ts';
import type { VertexCalls } from './calls.ts';

/**
 * Asks Cloud Storage what it keeps of the content of a version's files: nothing is downloaded, so they may be as large
 * as they are. What was composed of other objects has no MD5 and counts as new whenever it is written.
 */
export async function readVersionFiles(calls: VertexCalls, { source }: ModelVersion): Promise<VersionFiles> {
  const [, bucket, directory = ''] = /^gs:\/\/([^/]+)\/?(.*)$/.exec(source) ?? [];
  if (bucket === undefined) return { unknown: 'Vertex AI keeps its files where nobody else can read them.' };
  const prefix = directory === '' || directory.endsWith('/') ? directory : `${directory}/`;
  return await orUnknown(async () => {
    const files: VersionFile[] = [];
    let pageToken: string | undefined;
    do {
      const page = await calls.listObjects(bucket, prefix, pageToken);
      for (const { name, size, md5Hash, crc32c, generation } of page.items) {
        const content = md5Hash === undefined ? `crc32c:${crc32c} generation:${generation}` : `md5:${md5Hash}`;
        files.push({ path: name.slice(prefix.length), bytes: size, content });
      }
      pageToken = page.nextPageToken || undefined;
    } while (pageToken !== undefined && files.length <= most.files);
    if (files.length === 0) return { unknown: `Cloud Storage has nothing at gs://${bucket}/${prefix}.` };
    return tooMuch(files.length, 0) ?? filesDigest(files);
  });
}
