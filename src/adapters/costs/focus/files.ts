import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UpstreamError } from '#errors.ts';
import type { FocusFilesOptions } from './options.ts';

export interface FocusFile {
  /** Absolute. */
  readonly path: string;
  readonly format: 'csv' | 'parquet';
  readonly bytes: number;
  /** When it was last written, in ms since the epoch. */
  readonly writtenMs: number;
}

const mostFiles = 20_000;

/**
 * All files of a bill, in the order of their paths; what is hidden, and what is neither CSV nor Parquet, as manifests
 * are, is passed over. Throws an UpstreamError where there is none, or where the same file is there twice: all that it
 * says would count double.
 */
export async function focusFiles({ title, path }: FocusFilesOptions): Promise<readonly FocusFile[]> {
  const files: FocusFile[] = [];
  try {
    for (const one of await pathsIn(path)) {
      const format = formatOf(one);
      if (format === null) continue;
      const { size, mtimeMs } = await stat(one);
      if (size > 0) files.push({ path: one, format, bytes: size, writtenMs: mtimeMs });
    }
  } catch (cause) {
    throw unreadable(title, path, cause);
  }
  if (files.length === 0) {
    throw wrong(
      title,
      `${path} has no FOCUS file, which ends in .csv, .csv.gz or .parquet. Check the path of the connection in org.yaml.`,
    );
  }
  if (files.length > mostFiles) {
    throw wrong(title, `${path} has more than ${mostFiles} files. Keep old months in another folder.`);
  }
  await refuseTwins(title, files);
  return files;
}

async function pathsIn(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const under = (folder: string) => folder.slice(path.length).split('/');
  return entries
    .filter(
      (entry) => !entry.isDirectory() && ![...under(entry.parentPath), entry.name].some((part) => /^[._]./.test(part)),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

function formatOf(path: string): FocusFile['format'] | null {
  if (/\.csv(?:\.gz)?$/i.test(path)) return 'csv';
  return /\.parquet$/i.test(path) ? 'parquet' : null;
}

/** Only files of the same size are compared. */
async function refuseTwins(title: string, files: readonly FocusFile[]): Promise<void> {
  const bySize = Map.groupBy(files, ({ bytes }) => bytes);
  for (const same of bySize.values()) {
    if (same.length < 2) continue;
    const seen = new Map<string, string>();
    for (const { path } of same) {
      const digest = await digestOf(title, path);
      const twin = seen.get(digest);
      if (twin !== undefined) {
        throw wrong(
          title,
          `${twin} and ${path} have the same content, which would count double. Delete one of them: a month that was delivered again leaves none of its old files.`,
        );
      }
      seen.set(digest, path);
    }
  }
}

async function digestOf(title: string, path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    await pipeline(createReadStream(path), hash);
  } catch (cause) {
    throw unreadable(title, path, cause);
  }
  return hash.digest('hex');
}

function unreadable(title: string, path: string, cause: unknown): UpstreamError {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'an error';
  const fix =
    code === 'ENOENT'
      ? 'Check the path of the connection in org.yaml, and that its store is mounted.'
      : 'Let the account that Countersign runs as read it.';
  return new UpstreamError(
    title,
    `${path} cannot be read (${code}). ${fix}`,
    { retryable: code !== 'ENOENT', mendable: true },
    { cause },
  );
}

/** A fault that a person mends where the files are. */
export function wrong(title: string, sentence: string): UpstreamError {
  return new UpstreamError(title, sentence, { retryable: false, mendable: true });
}
