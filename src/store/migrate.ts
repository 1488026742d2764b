import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { readMigrationFiles } from 'drizzle-orm/migrator';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator';
import { Client } from 'pg';
import type { Executor } from './database.ts';

export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Any fixed number of our own: two releases that start together take turns on it. */
const advisoryKey = 7_263_541;

/** Brings the database at `url` up to the newest migration; all pending ones in one transaction, or none. */
export async function migrate(url: string): Promise<void> {
  const client = new Client({ connectionString: url, application_name: 'countersign migrate' });
  client.on('error', () => {});
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [advisoryKey]);
    await applyMigrations(drizzle({ client }), { migrationsFolder });
  } finally {
    await client.end();
  }
}

/** File names, without `.sql`, of the migrations that this database has not had yet, oldest first. */
export async function pendingMigrations(db: Executor): Promise<readonly string[]> {
  const names = readdirSync(migrationsFolder)
    .filter((file) => file.endsWith('.sql'))
    .map((file) => file.slice(0, -'.sql'.length))
    .sort();
  const files = readMigrationFiles({ migrationsFolder });
  const newest = await newestApplied(db);
  return names.filter((_, index) => (files[index]?.folderMillis ?? 0) > newest);
}

async function newestApplied(db: Executor): Promise<number> {
  const known = await db.execute<{ known: boolean }>(
    sql`select to_regclass('drizzle.__drizzle_migrations') is not null as known`,
  );
  if (known.rows[0]?.known !== true) return 0;
  const newest = await db.execute<{ newest: string | null }>(
    sql`select max(created_at) as newest from drizzle.__drizzle_migrations`,
  );
  return Number(newest.rows[0]?.newest ?? 0);
}
