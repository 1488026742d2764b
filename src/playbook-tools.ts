import { runVerb } from '#cli/playbooks/index.ts';
import type { OpenRecord } from '#cli/playbooks/verb.ts';
import type { Database } from '#store/database.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readLocalConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { withDatabase } from './with-database.ts';

/** Runs what was typed after `countersign playbooks`; null if there is no such verb. */
export async function playbookTools(argv: readonly string[]): Promise<number | null> {
  return await runVerb(argv, {
    folder: readLocalConfig().playbooksFolder,
    print: (text) => void process.stdout.write(`${text}\n`),
    withRecord,
    withProgram: async (work) =>
      await whenMigrated(async (db, url) => (await import('./offline-program.ts')).withProgram({ db, url }, work)),
  });
}

async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  return await whenMigrated(async (db) =>
    work({ db, workspaceIds: await workspaceIds(db), now: new Date().toISOString() }),
  );
}

async function whenMigrated<T>(work: (db: Database, url: string) => Promise<T>): Promise<T> {
  try {
    return await withDatabase(work);
  } catch (error) {
    throw isUnmigrated(error) ? new ConfigError([unmigrated], { cause: error }) : error;
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
