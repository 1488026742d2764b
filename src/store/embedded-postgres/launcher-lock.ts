import { closeSync, openSync, readFileSync, rmSync, statSync, writeSync } from 'node:fs';
import { cannotStart } from './cannot-start.ts';
import { birthOf, isAlive } from './process-life.ts';

export interface LauncherLock {
  release(): void;
}

/**
 * Makes this process the only launcher of a folder, or says which process already is. A lock whose process is gone is
 * taken over; of several that notice it at once, one wins.
 */
export function takeLauncherLock(file: string): LauncherLock | { readonly heldBy: number } {
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (create(file, `${process.pid} ${birthOf(process.pid) ?? ''}`)) return { release: () => release(file) };
    const holder = holderOf(file);
    if (holder !== null) return { heldBy: holder };
    // An empty lock is one that its winner is about to write its name into.
    if (read(file) === '' && ageMs(file) < 2_000) pause();
    else removeStale(file);
  }
  throw cannotStart(`The lock file ${file} can neither be taken nor removed. Delete it and start again.`);
}

/** The live process that holds the lock, or null. A process that was given a dead one's id does not count. */
function holderOf(file: string): number | null {
  const [pidText = '', birth = ''] = read(file).split(' ');
  const pid = Number(pidText);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return null;
  return birth === '' || birthOf(pid) === null || birthOf(pid) === birth ? pid : null;
}

/** Under a second lock, because a slower process would otherwise remove the fresh lock of a faster one. */
function removeStale(file: string): void {
  const healing = `${file}.healing`;
  if (!create(healing, String(process.pid))) {
    if (ageMs(healing) > 10_000) rmSync(healing, { force: true });
    pause();
    return;
  }
  try {
    if (holderOf(file) === null) rmSync(file, { force: true });
  } finally {
    rmSync(healing, { force: true });
  }
}

function create(file: string, text: string): boolean {
  try {
    const handle = openSync(file, 'wx', 0o600);
    writeSync(handle, text);
    closeSync(handle);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw cannotStart(`The folder of ${file} cannot be written to. Give this user write access to it.`, {
      cause: error,
    });
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20);
}

function release(file: string): void {
  if (Number(read(file).split(' ')[0]) === process.pid) rmSync(file, { force: true });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch {
    return '';
  }
}

function ageMs(file: string): number {
  try {
    return Date.now() - statSync(file).mtimeMs;
  } catch {
    return 0;
  }
}
