import { type Database, openDatabase } from '#store/database.ts';
import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';

/** Runs `work` with the database of the configuration as it is, unmigrated; an embedded server runs as long. */
export async function withDatabase<T>(work: (db: Database, url: string) => Promise<T>): Promise<T> {
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
  } finally {
    await close();
    await server.stop();
  }
}
