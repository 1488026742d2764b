import { digestOf } from '#domain/digest.ts';
import type { VersionFiles } from '#domain/registry.ts';
import { UpstreamError } from '#errors.ts';

/** A version made of more files or bytes than these is not read: what it is made of has to be told by a tag. */
export const most = { files: 10_000, bytes: 2 * 1024 ** 3 };

/** One file: its path below the version's own root, its size in bytes, and something that another content never has. */
export interface VersionFile {
  readonly path: string;
  readonly bytes: number;
  readonly content: string;
}

/** What the files are together, in whatever order they were listed. */
export function filesDigest(files: readonly VersionFile[]): VersionFiles {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  return { digest: digestOf(sorted.map((file) => ({ ...file }))), count: files.length, bytes };
}

/** Why files of this number and size are not read; null if they are. */
export function tooMuch(count: number, bytes: number): { readonly unknown: string } | null {
  if (count > most.files) return { unknown: `It has more than ${most.files.toLocaleString('en')} files.` };
  if (bytes <= most.bytes) return null;
  const gib = (bytes / 1024 ** 3).toFixed(1);
  return { unknown: `Its files are ${gib} GiB; more than ${most.bytes / 1024 ** 3} GiB are not read.` };
}

/**
 * What was read, or the failure's own sentence where asking again would not help. Throws an UpstreamError where it
 * would: no answer, a quota, a gateway. A 500 of the system itself is most often a store that it cannot reach.
 */
export async function orUnknown(read: () => Promise<VersionFiles>): Promise<VersionFiles> {
  try {
    return await read();
  } catch (error) {
    if (!(error instanceof UpstreamError) || (error.retryable && error.status !== 500)) throw error;
    return { unknown: error.message };
  }
}
