import { sql } from 'drizzle-orm';
import type { DatabaseFacts } from '#cli/doctor/database.ts';
import { openDatabase } from '#store/database.ts';
import { pendingMigrations } from '#store/migrate.ts';

/** What doctor wants to know of the database at `url`; throws what node or PostgreSQL throws. Changes nothing. */
export async function readDatabaseFacts(url: string): Promise<Omit<DatabaseFacts, 'embedded'>> {
  const database = openDatabase({ url, maxConnections: 1 });
  const { db } = database;
  try {
    // Connects first, so that connecting does not count as skew.
    const server = await db.execute<{ version: string; number: number }>(
      sql`select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
    );
    const sentMs = Date.now();
    const clock = await db.execute<{ ms: number }>(
      sql`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`,
    );
    const ourMs = (sentMs + Date.now()) / 2;
    return {
      version: server.rows[0]?.version.split(' ')[0] ?? '',
      versionNumber: server.rows[0]?.number ?? 0,
      skewMs: Math.round((clock.rows[0]?.ms ?? ourMs) - ourMs),
      pending: await pendingMigrations(db),
    };
  } finally {
    await database.close();
  }
}

/** The code by which a failure to connect is known; walks causes and the members of aggregate errors. */
export function databaseErrorCode(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  if ('code' in error && typeof error.code === 'string') return error.code;
  if (/timeout/i.test(error.message)) return 'timeout';
  if (error instanceof AggregateError) return databaseErrorCode(error.errors[0]);
  return error.cause === undefined ? error.name : databaseErrorCode(error.cause);
}
