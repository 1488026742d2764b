import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import type { TestProject } from 'vitest/node';
import { jobNames } from '#jobs/handlers.ts';
import { openQueue } from '#jobs/queue.ts';
import type { Jobs } from '#operations/setting.ts';
import { removeEmbeddedPostgres } from '#store/embedded-postgres/remove-embedded-postgres.ts';
import { startEmbeddedPostgres } from '#store/embedded-postgres/start-embedded-postgres.ts';
import { migrate, migrationsFolder } from '#store/migrate.ts';
import { onServer } from './database-url.ts';

declare module 'vitest' {
  export interface ProvidedContext {
    /** A server on which tests may create databases. */
    readonly serverUrl: string;
    /** A migrated database to clone; nothing may connect to it. */
    readonly templateDatabase: string;
  }
}

const prefix = 'countersign-test-';
let stop: (() => Promise<void>) | undefined;

export async function setup(project: TestProject): Promise<void> {
  const serverUrl = process.env['TEST_DATABASE_URL'] ?? (await startServer());
  project.provide('serverUrl', serverUrl);
  project.provide('templateDatabase', await makeTemplate(serverUrl));
}

export async function teardown(): Promise<void> {
  await stop?.();
}

/** A server for this run alone, in a folder of its own, since several runs may share a machine. */
async function startServer(): Promise<string> {
  await removeLeftovers();
  const directory = mkdtempSync(join(tmpdir(), prefix));
  chmodSync(directory, 0o711);
  // Nothing here has to survive a power cut; a killed server process loses nothing even so. Databases live for seconds,
  // so that what pays off later only costs.
  const settings = {
    fsync: 'off',
    full_page_writes: 'off',
    max_connections: '200',
    jit: 'off',
    autovacuum: 'off',
    wal_level: 'minimal',
    max_wal_senders: '0',
    max_parallel_workers_per_gather: '0',
    io_method: 'sync',
  };
  const server = await startEmbeddedPostgres({ directory, log: () => {}, settings });
  stop = async () => {
    await server.stop();
    await removeEmbeddedPostgres(directory);
    rmSync(directory, { recursive: true, force: true });
  };
  return server.url;
}

/** Servers of runs that were killed. A young folder may belong to a run that has not taken its lock yet. */
async function removeLeftovers(): Promise<void> {
  for (const name of readdirSync(tmpdir()).filter((entry) => entry.startsWith(prefix))) {
    const directory = join(tmpdir(), name);
    try {
      if (Date.now() - statSync(directory).mtimeMs < 600_000) continue;
      await removeEmbeddedPostgres(directory);
      rmSync(directory, { recursive: true, force: true });
    } catch {
      // Still in use, or somebody else's.
    }
  }
}

/** Named after the migrations, so that a server that outlives the run (TEST_DATABASE_URL) keeps it for the next. */
async function makeTemplate(serverUrl: string): Promise<string> {
  const name = `countersign_template_${hashOfMigrations()}`;
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7263542)');
    const known = await client.query('select 1 from pg_database where datname = $1', [name]);
    if (known.rowCount === 0) {
      await client.query(`drop database if exists "${name}_unfinished" with (force)`);
      await client.query(`create database "${name}_unfinished"`);
      await migrate(onServer(serverUrl, `${name}_unfinished`));
      await makeQueues(onServer(serverUrl, `${name}_unfinished`));
      await client.query(`alter database "${name}_unfinished" rename to "${name}"`);
    }
  } finally {
    await client.end();
  }
  return name;
}

/** So that not every scene makes them. */
async function makeQueues(url: string): Promise<void> {
  const queue = await openQueue<Jobs>({ url, names: jobNames, onError: () => {}, onDead: async () => {} });
  await queue.stop();
}

function hashOfMigrations(): string {
  const hash = createHash('sha256').update(jobNames.join());
  for (const file of readdirSync(migrationsFolder).sort()) {
    if (file.endsWith('.sql')) hash.update(file).update(readFileSync(join(migrationsFolder, file)));
  }
  return hash.digest('hex').slice(0, 16);
}
