import { randomBytes } from 'node:crypto';
import { Pool } from 'pg';
import { inject } from 'vitest';
import { type Database, openDatabase } from '#store/database.ts';
import { workspaces } from '#store/schema/workspace.ts';
import { onServer } from './database-url.ts';

export interface FreshDatabase {
  readonly url: string;
  readonly db: Database;
  readonly pool: Pool;
  /** Closes the pool and drops the database. */
  close(): Promise<void>;
}

/** A migrated, empty database of the caller's own. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const name = `test_${randomBytes(8).toString('hex')}`;
  await administer(`create database "${name}" template "${inject('templateDatabase')}" strategy wal_log`);
  const url = onServer(inject('serverUrl'), name);
  const opened = openDatabase({ url, statementTimeoutMs: 30_000 });
  return {
    url,
    db: opened.db,
    pool: opened.pool,
    close: async () => {
      await opened.close();
      await administer(`drop database if exists "${name}" with (force)`);
    },
  };
}

/** A workspace row, for tests that need no more than that one exists. */
export async function addWorkspace(db: Database, id: string, installNonce = `nonce-of-${id}`): Promise<string> {
  await db.insert(workspaces).values({ id, name: `Workspace ${id}`, installNonce });
  return id;
}

/** One connection for all tests of a process: to make one costs the server as much as to make a database. */
let server: Pool | undefined;

async function administer(statement: string): Promise<void> {
  server ??= new Pool({ connectionString: inject('serverUrl'), max: 2, idleTimeoutMillis: 0, allowExitOnIdle: true });
  await server.query(statement);
}
