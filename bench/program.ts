import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Closing } from './closing.ts';
import { botToken, root, type Surroundings, signingSecret } from './surroundings.ts';

/** A program that answers Slack, in a process of its own. */
export interface Program {
  readonly port: number;
  /** From the spawn to the first 200 of /readyz. */
  readonly readyMs: number;
  /** Resident memory now. */
  residentBytes(): number;
  /** The last of what it printed. */
  said(): string;
  /** Resolves when the process has ended. */
  stop(): Promise<void>;
}

export type StartProgram = (closing: Closing, around: Surroundings, databaseUrl: string) => Promise<Program>;

/** `countersign all`, as an operator would run it. */
export const startCountersign: StartProgram = (closing, around, databaseUrl) =>
  startCountersignWith({}, closing, around, databaseUrl);

/** The same with more environment variables. */
export async function startCountersignWith(
  variables: Readonly<Record<string, string>>,
  closing: Closing,
  { slack, mlflow }: Surroundings,
  databaseUrl: string,
): Promise<Program> {
  return await startProgram(closing, ['src/main.ts', 'all'], slack.apiUrl, {
    ...variables,
    DATABASE_URL: databaseUrl,
    COUNTERSIGN_SECRET: 'a secret of the bench, 32 characters long',
    COUNTERSIGN_MLFLOW_URL: mlflow.url,
    COUNTERSIGN_PLAYBOOKS: `${root}playbooks`,
    HOST: '127.0.0.1',
  });
}

/** The floor: the same Bolt and receiver, one listener that acks. */
export const startBareBolt: StartProgram = (closing, { slack }) =>
  startProgram(closing, ['bench/bare-bolt.script.ts'], slack.apiUrl, {});

async function startProgram(
  closing: Closing,
  words: readonly string[],
  apiUrl: string,
  variables: Readonly<Record<string, string>>,
): Promise<Program> {
  const port = await freePort();
  closing.check();
  const from = performance.now();
  const child = spawn(process.execPath, words, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: process.env['PATH'],
      SLACK_BOT_TOKEN: botToken,
      SLACK_SIGNING_SECRET: signingSecret,
      SLACK_API_URL: apiUrl,
      PORT: String(port),
      ...variables,
    },
  });
  closing.add(() => stop(child));
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      said = `${said}${chunk.toString()}`.slice(-4_000);
    });
  }
  while (!(await answersReady(port))) {
    if (ended(child)) throw new Error(`${words.join(' ')} ended while starting. It said:\n${said}`);
    if (performance.now() - from > 30_000) {
      throw new Error(`${words.join(' ')} was not ready within 30 s. It said:\n${said}`);
    }
    await sleep(5);
  }
  const readyMs = performance.now() - from;
  const { pid = 0 } = child;
  return { port, readyMs, residentBytes: () => residentBytes(pid), said: () => said, stop: () => stop(child) };
}

function ended(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function stop(child: ChildProcess): Promise<void> {
  if (ended(child)) return;
  const exited = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited;
  clearTimeout(patience);
}

function answersReady(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get({ host: '127.0.0.1', port, path: '/readyz', agent: false, timeout: 2_000 }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}

function residentBytes(pid: number): number {
  if (process.platform === 'linux') {
    const kib = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    if (kib === undefined) throw new Error(`process ${pid} has no resident memory: it ended`);
    return Number(kib) * 1024;
  }
  const shown = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout.trim();
  if (!/^\d+$/.test(shown)) throw new Error(`ps knows no process ${pid}: it ended`);
  return Number(shown) * 1024;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (typeof address !== 'object' || address === null) throw new Error('no free port was given');
  return address.port;
}
