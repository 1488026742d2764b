import { type ChildProcess, spawn } from 'node:child_process';
import { chownSync, closeSync, existsSync, openSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Binaries } from './binaries.ts';
import { cannotStart } from './cannot-start.ts';
import type { Place, ServerUser } from './place.ts';
import { answers, readPidFile } from './running-server.ts';

export interface Launch {
  readonly place: Place;
  readonly binaries: Binaries;
  readonly user: ServerUser | undefined;
  /** Server settings by name, on top of no TCP and UTC. */
  readonly settings: Readonly<Record<string, string>>;
}

/** Makes the cluster if there is none; throws if there is one of another major version. */
export async function prepareCluster(launch: Launch): Promise<void> {
  const { place, binaries } = launch;
  if (existsSync(place.data)) {
    checkVersion(place, binaries);
    return;
  }
  // Renamed when whole, so that a kill in the middle leaves nothing that looks like a cluster.
  const unfinished = `${place.data}.unfinished`;
  rmSync(unfinished, { recursive: true, force: true });
  const options = ['-D', unfinished, '-U', 'postgres', '--auth=trust', '--no-locale', '-E', 'UTF8', '-N'];
  const child = run('initdb', options, launch);
  const code = await new Promise<number | null>((done, fail) => {
    child.once('error', (error) => fail(cannotRun(launch, error)));
    child.once('exit', done);
  });
  if (code !== 0) {
    throw cannotStart(
      `A new PostgreSQL cluster could not be made in ${place.folder}. If the lines below do not say what to mend (a user id without a name needs an entry in /etc/passwd), set DATABASE_URL to a PostgreSQL of your own.`,
      { logFile: place.log },
    );
  }
  renameSync(unfinished, place.data);
}

/** Starts the server and resolves with its process id once it answers. It outlives this process unless stopped. */
export async function launchServer(launch: Launch): Promise<number> {
  const { place } = launch;
  const settings = { listen_addresses: '', port: '5432', timezone: 'UTC', log_timezone: 'UTC', ...launch.settings };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = run('postgres', ['-D', place.data, '-k', place.folder, ...flags], launch);
  let failure: Error | null = null;
  child.once('error', (error) => {
    failure = cannotRun(launch, error);
  });
  child.once('exit', () => {
    failure ??= cannotStart(
      `PostgreSQL stopped while starting upon ${place.data}. If the lines below do not help: npm run demo -- --fresh starts over, without the data.`,
      { logFile: place.log },
    );
  });
  child.unref();
  const started = performance.now();
  for (;;) {
    if (failure !== null) throw failure;
    const found = readPidFile(place);
    if (found?.pid === child.pid && found?.status === 'ready' && (await answers(place))) return found.pid;
    if (performance.now() - started > 120_000) {
      throw cannotStart(
        `PostgreSQL (process ${child.pid}) did not get ready within two minutes. Its log is ${place.log}; end it with kill -INT ${child.pid}.`,
        { logFile: place.log },
      );
    }
    await sleep(10);
  }
}

/** Detached, since Ctrl-C reaches the whole process group and the server has to outlive the connections to it. */
function run(program: 'initdb' | 'postgres', options: readonly string[], launch: Launch): ChildProcess {
  const { place, binaries, user } = launch;
  const log = openSync(place.log, program === 'initdb' ? 'w' : 'a', 0o600);
  if (user !== undefined) chownSync(place.log, user.uid, user.gid);
  try {
    return spawn(join(binaries.native, 'bin', program), options, {
      ...user,
      cwd: place.folder,
      detached: true,
      env: { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

function cannotRun(launch: Launch, cause: Error): Error {
  const sentence = `PostgreSQL's binaries in ${launch.binaries.native} cannot be run here (they need glibc; Alpine and other musl systems have none). Set DATABASE_URL to a PostgreSQL 15 or newer.`;
  return cannotStart(sentence, { cause });
}

function checkVersion(place: Place, binaries: Binaries): void {
  const file = join(place.data, 'PG_VERSION');
  const found = existsSync(file) ? `PostgreSQL ${readFileSync(file, 'utf8').trim()}` : 'no PostgreSQL cluster';
  if (found === `PostgreSQL ${binaries.major}`) return;
  throw cannotStart(
    `${place.data} holds ${found}; PostgreSQL ${binaries.major} is needed. Start over with npm run demo -- --fresh, or move the folder away to keep it.`,
  );
}
