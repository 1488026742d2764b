import { readFileSync, realpathSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { cannotStart } from './cannot-start.ts';
import type { Place } from './place.ts';
import { isAlive, worksOn } from './process-life.ts';

export function urlOf(place: Place): string {
  return `postgresql:///postgres?host=${encodeURIComponent(place.folder)}&user=postgres`;
}

/** The server process that `postmaster.pid` names, with its state (`starting`, `ready`, `stopping`), if the file is whole. */
export function readPidFile(place: Place): { readonly pid: number; readonly status: string } | null {
  try {
    const lines = readFileSync(join(place.data, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, status: lines[7]?.trim() ?? '' } : null;
  } catch {
    return null;
  }
}

/**
 * The process id of the server that already runs upon `place`, once it answers; null if none does. What a killed server
 * left behind is cleared away, also when its process id went to another program since. Throws if one is stuck.
 */
export async function findRunning(place: Place, waitMs: number): Promise<number | null> {
  const started = performance.now();
  for (;;) {
    const found = readPidFile(place);
    if (found === null || !isAlive(found.pid)) return null;
    if (worksOn(found.pid, place.data) === false) {
      clearTraces(place);
      return null;
    }
    if (found.status === 'ready' && (await answers(place))) return found.pid;
    if (performance.now() - started > waitMs) {
      throw cannotStart(
        `A PostgreSQL server (process ${found.pid}) holds ${place.data} but does not answer. End it with kill -INT ${found.pid}, then start again.`,
        { logFile: place.log },
      );
    }
    await sleep(25);
  }
}

/** Whether a server on this place's socket serves this place's data. */
export async function answers(place: Place): Promise<boolean> {
  const client = new Client({ connectionString: urlOf(place), connectionTimeoutMillis: 3_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    const shown = await client.query<{ data_directory: string }>('show data_directory');
    return shown.rows[0] !== undefined && realpathSync(shown.rows[0].data_directory) === realpathSync(place.data);
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

function clearTraces(place: Place): void {
  rmSync(join(place.data, 'postmaster.pid'), { force: true });
  rmSync(join(place.folder, '.s.PGSQL.5432.lock'), { force: true });
  rmSync(join(place.folder, '.s.PGSQL.5432'), { force: true });
}

/**
 * Stops the server and waits until it is gone. SIGINT ends open sessions; a server that does not heed it gets SIGQUIT,
 * then SIGKILL, from both of which PostgreSQL recovers at the next start.
 */
export async function stopServer(place: Place, pid: number): Promise<void> {
  for (const [signal, patienceMs] of [
    ['SIGINT', 15_000],
    ['SIGQUIT', 5_000],
    ['SIGKILL', 5_000],
  ] as const) {
    if (!send(pid, signal)) return;
    const since = performance.now();
    while (performance.now() - since < patienceMs) {
      if (!isAlive(pid)) return;
      if (readPidFile(place)?.pid !== pid) return await untilGone(pid);
      await sleep(10);
    }
  }
}

/** The server takes its pid file away just before it ends; a process that outlasts this has taken over the number. */
async function untilGone(pid: number): Promise<void> {
  const since = performance.now();
  while (isAlive(pid) && performance.now() - since < 2_000) await sleep(10);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
