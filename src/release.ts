import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';

/** Migrates the database; safe to run at once from several places. */
export async function release(): Promise<number> {
  const { databaseUrl, dataFolder } = readLocalConfig();
  const log = (sentence: string) => void process.stdout.write(`${sentence}\n`);
  const database = await openDatabaseServer({ url: databaseUrl, folder: `${dataFolder}/postgres`, log });
  await database.stop();
  log('The database is up to date.');
  return 0;
}
