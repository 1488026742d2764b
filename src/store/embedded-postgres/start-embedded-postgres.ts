import { realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { findBinaries } from './binaries.ts';
import { cannotStart } from './cannot-start.ts';
import { launchServer, prepareCluster } from './launch-server.ts';
import { takeLauncherLock } from './launcher-lock.ts';
import { makePlace, type Place, serverUser } from './place.ts';
import { findRunning, stopServer, urlOf } from './running-server.ts';

export interface EmbeddedPostgres {
  readonly url: string;
  /** Whether the server ran already: left by a process that was killed, or shared with one that still runs. */
  readonly adopted: boolean;
  /** Stops the server and waits for its end; does nothing while another process of ours answers for it. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** Holds data and locks; made if missing. */
  readonly directory: string;
  readonly log: (sentence: string) => void;
  /** Server settings by name. */
  readonly settings?: Readonly<Record<string, string>>;
}

/**
 * A real PostgreSQL of our own on a unix socket, for trying and testing only. Of several processes that ask for one
 * directory, one starts the server and the others share it. Throws a ConfigError that says what to do.
 */
export async function startEmbeddedPostgres(options: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const user = serverUser();
  const place = makePlace(options.directory, user);
  const lock = takeLauncherLock(join(realpathSync(options.directory), 'launcher.lock'));
  if ('heldBy' in lock) return share(place, lock.heldBy, options.log);
  try {
    const running = await findRunning(place, 60_000);
    const pid = running ?? (await launch());
    if (running !== null) options.log(`Took over the PostgreSQL server (process ${pid}) that was left running.`);
    let stopping: Promise<void> | undefined;
    const stop = () => (stopping ??= stopServer(place, pid).finally(() => lock.release()));
    return { url: urlOf(place), adopted: running !== null, stop };
  } catch (error) {
    lock.release();
    throw error;
  }

  async function launch(): Promise<number> {
    const launch = { place, binaries: findBinaries(place, user), user, settings: options.settings ?? {} };
    await prepareCluster(launch);
    const pid = await patiently(() => launchServer(launch));
    options.log(`Started PostgreSQL ${launch.binaries.major} (process ${pid}) in ${place.folder}.`);
    return pid;
  }
}

/** The children of a server that was killed hold its memory for a moment longer, and until then no other starts. */
async function patiently(launch: () => Promise<number>): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await launch();
    } catch (error) {
      if (tries === 3) throw error;
      await sleep(300);
    }
  }
}

async function share(place: Place, holder: number, log: (sentence: string) => void): Promise<EmbeddedPostgres> {
  for (let waitedMs = 0; waitedMs < 60_000; waitedMs += 50) {
    const pid = await findRunning(place, 60_000);
    if (pid !== null) {
      log(`Sharing the PostgreSQL server of process ${holder}.`);
      return { url: urlOf(place), adopted: true, stop: async () => {} };
    }
    await sleep(50);
  }
  throw cannotStart(
    `Process ${holder} holds ${place.folder} but its PostgreSQL server did not appear within a minute. End that process, then start again.`,
    { logFile: place.log },
  );
}
