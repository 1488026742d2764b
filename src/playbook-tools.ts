import { runVerb } from '#cli/playbooks/index.ts';
import type { OpenRecord } from '#cli/playbooks/verb.ts';
import { type Database, openDatabase } from '#store/database.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';
import { ConfigError } from './errors.ts';

/** Runs what was typed after `countersign playbooks`; null if there is no such verb. */
export async function playbookTools(argv: readonly string[]): Promise<number | null> {
  return await runVerb(argv, {
    folder: readLocalConfig().playbooksFolder,
    print: (text) => void process.stdout.write(`${text}\n`),
    withRecord,
    withProgram: async (work) =>
      await withDatabase(async (db, url) => (await import('./offline-program.ts')).withProgram({ db, url }, work)),
  });
}

async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  return await withDatabase(async (db) =>
    work({ db, workspaceIds: await workspaceIds(db), now: new Date().toISOString() }),
  );
}

async function withDatabase<T>(work: (db: Database, url: string) => Promise<T>): Promise<T> {
  const { databaseUrl, dataFolder } = readLocalConfig();
  const server = await openDatabaseServer({
    url: databaseUrl,
    folder: `${dataFolder}/postgres`,
    log: () => {},
    migrate: false,
  });
  const { db, close } = openDatabase({ url: server.url, statementTimeoutMs: 0 });
  try {
    return await work(db, server.url);
  } catch (error) {
    throw isUnmigrated(error) ? new ConfigError([unmigrated], { cause: error }) : error;
  } finally {
    await close();
    await server.stop();
  }
}

const unmigrated = 'the database is not set up for this version: run countersign release first';

/** PostgreSQL knows no such table or column. */
function isUnmigrated(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && (cause.code === '42P01' || cause.code === '42703')) return true;
  }
  return false;
}
