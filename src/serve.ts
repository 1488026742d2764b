import { startApp } from './app.ts';
import { readConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';
import { openLog } from './log.ts';
import { untilStopped } from './until-stopped.ts';

/** Runs Countersign until it is told to stop. */
export async function serve(processes: 'web' | 'worker' | 'all'): Promise<number> {
  const config = readConfig();
  const log = openLog(config.logLevel);
  process.on('unhandledRejection', (err) => {
    log.fatal({ err }, 'a rejection nobody handled: ending, to be started anew');
    process.exitCode = 1;
    setImmediate(() => process.exit(1));
  });
  const stopping = untilStopped();
  const database = await openDatabaseServer({
    url: config.databaseUrl,
    folder: `${config.dataFolder}/postgres`,
    log: (sentence) => log.info(sentence),
    migrate: config.databaseUrl === null,
  });
  try {
    const app = await startApp({ ...config, databaseUrl: database.url, log, processes });
    await stopping;
    log.info('stopping');
    await app.stop();
    return 0;
  } finally {
    await database.stop();
  }
}
