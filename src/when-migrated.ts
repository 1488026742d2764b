import type { Database } from '#store/database.ts';
import { ConfigError } from './errors.ts';
import { withDatabase } from './with-database.ts';

/** As `withDatabase`. Throws a ConfigError where the database is not of this version. */
export async function whenMigrated<T>(work: (db: Database, url: string) => Promise<T>): Promise<T> {
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
