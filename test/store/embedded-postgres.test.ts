import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { ConfigError } from '#errors.ts';
import { birthOf, isAlive } from '#store/embedded-postgres/process-life.ts';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { startEmbeddedPostgres } from '#store/embedded-postgres/start-embedded-postgres.ts';

let top: string;
let directory: string;
const children: ChildProcess[] = [];

beforeAll(() => {
  top = mkdtempSync(join(tmpdir(), 'countersign-embedded-'));
  chmodSync(top, 0o711);
  directory = join(top, '.countersign');
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await removeEmbeddedPostgres(directory);
  rmSync(top, { recursive: true, force: true });
});

const start = (at = directory) => startEmbeddedPostgres({ directory: at, log: () => {} });
const postmasterPid = () => Number(readFileSync(join(directory, 'postgres/db/postmaster.pid'), 'utf8').split('\n')[0]);

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  try {
    return (await client.query(text)).rows;
  } finally {
    await client.end();
  }
}

async function startInChild(): Promise<{ child: ChildProcess; adopted: boolean }> {
  const script = join(import.meta.dirname, '../support/embedded-server.script.ts');
  const child = spawn(process.execPath, [script, directory], { stdio: ['ignore', 'pipe', 'inherit'] });
  children.push(child);
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout?.once('data', (data: Buffer) => resolve(data.toString('utf8')));
    child.once('exit', (code) => reject(new Error(`the child ended with ${code}`)));
  });
  return { child, adopted: (JSON.parse(said) as { adopted: boolean }).adopted };
}

async function kill(child: ChildProcess): Promise<void> {
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await gone;
}

async function killServer(): Promise<void> {
  const pid = postmasterPid();
  process.kill(pid, 'SIGKILL');
  await vi.waitUntil(() => !isAlive(pid), { timeout: 10_000 });
}

async function failure(starting: Promise<unknown>): Promise<string> {
  const error = await starting.then(
    () => expect.unreachable('it started'),
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(ConfigError);
  return (error as ConfigError).message;
}

describe('the built-in PostgreSQL', () => {
  test('keeps its data over a stop, listens on no port, and is gone after the stop', async () => {
    const first = await start();
    await query(first.url, 'create table kept (n int); insert into kept values (7)');
    expect(await query(first.url, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
    const pid = postmasterPid();
    await first.stop();
    await first.stop();
    expect(isAlive(pid)).toBe(false);
    const second = await start();
    expect(second.adopted).toBe(false);
    expect(await query(second.url, 'select n from kept')).toEqual([{ n: 7 }]);
    await second.stop();
  });

  test('stops although somebody is connected', async () => {
    const server = await start();
    const client = new Client({ connectionString: server.url });
    const ended = new Promise((resolve) => client.once('end', resolve));
    client.on('error', () => {});
    await client.connect();
    await server.stop();
    await ended;
  });

  test('left behind by a killed process is taken over, and stopped by the one who took it', async () => {
    const { child, adopted } = await startInChild();
    expect(adopted).toBe(false);
    const pid = postmasterPid();
    await kill(child);
    expect(isAlive(pid)).toBe(true);
    const server = await start();
    expect(server.adopted).toBe(true);
    expect(postmasterPid()).toBe(pid);
    await server.stop();
    expect(isAlive(pid)).toBe(false);
  });

  test('is started once by processes that ask at the same time; only the one who started it stops it', async () => {
    const [one, two] = await Promise.all([startInChild(), startInChild()]);
    expect(Number(one.adopted) + Number(two.adopted)).toBe(1);
    const shared = await start();
    expect(shared.adopted).toBe(true);
    await shared.stop();
    expect(await query(shared.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await expect(removeEmbeddedPostgres(directory)).rejects.toThrow('is still running');
    await Promise.all([kill(one.child), kill(two.child)]);
    await (await start()).stop();
  });

  test('killed itself recovers at the next start', async () => {
    const server = await start();
    await query(server.url, 'insert into kept values (8)');
    await killServer();
    await server.stop();
    const again = await start();
    expect(await query(again.url, 'select n from kept order by n')).toEqual([{ n: 7 }, { n: 8 }]);
    await again.stop();
  });

  test('starts over traces whose process ids went to other programs', async () => {
    const data = join(directory, 'postgres/db');
    writeFileSync(join(data, 'postmaster.pid'), `${process.pid}\n${data}\n0\n5432\n${directory}\n\n0 0\nready   \n`);
    writeFileSync(join(directory, 'postgres/.s.PGSQL.5432.lock'), `${process.pid}\n`);
    writeFileSync(join(directory, 'launcher.lock'), `${process.ppid} another-birth-than-${birthOf(process.ppid)}`);
    const server = await start();
    expect(server.adopted).toBe(false);
    await server.stop();
    expect(existsSync(join(directory, 'launcher.lock'))).toBe(false);
  });

  test('says which version it found where it cannot read the data', async () => {
    const file = join(directory, 'postgres/db/PG_VERSION');
    const right = readFileSync(file);
    writeFileSync(file, '15\n');
    expect(await failure(start())).toMatch(/holds PostgreSQL 15; PostgreSQL 18 is needed.*--fresh/);
    writeFileSync(file, right);
    await (await start()).stop();
  });

  test('passes on what the server said when it cannot start', async () => {
    const file = join(directory, 'postgres/db/postgresql.conf');
    const right = readFileSync(file);
    writeFileSync(file, 'no_such_setting = 1\n');
    const said = await failure(start());
    expect(said).toMatch(/stopped while starting/);
    expect(said).toMatch(/unrecognized configuration parameter "no_such_setting"/);
    writeFileSync(file, right);
    await (await start()).stop();
  });

  test('begins anew after it was interrupted while being made', async () => {
    const other = join(top, 'interrupted');
    mkdirSync(join(other, 'postgres/db.unfinished'), { recursive: true });
    writeFileSync(join(other, 'postgres/db.unfinished/PG_VERSION'), '18\n');
    const server = await start(other);
    expect(await query(server.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await server.stop();
    await removeEmbeddedPostgres(other);
    expect(existsSync(join(other, 'postgres'))).toBe(false);
  });

  test('lives under /var/tmp where its socket would have too long a name, and is removed from there', async () => {
    const deep = join(top, 'a'.repeat(60), 'b'.repeat(60));
    const server = await start(deep);
    const place = readFileSync(join(deep, 'postgres-place'), 'utf8').trim();
    expect(place).toMatch(/^\/var\/tmp\/countersign-[0-9a-f]{12}$/);
    expect(await query(server.url, 'select 1 as up')).toEqual([{ up: 1 }]);
    await server.stop();
    await removeEmbeddedPostgres(deep);
    expect(existsSync(place)).toBe(false);
    expect(existsSync(join(deep, 'postgres-place'))).toBe(false);
  });
});
