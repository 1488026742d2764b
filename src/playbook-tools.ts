import { runVerb } from '#cli/playbooks/index.ts';
import type { OpenRecord } from '#cli/playbooks/verb.ts';
import { openDatabase } from '#store/database.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';

/** Runs what was typed after `countersign playbooks`; null if there is no such verb. */
export async function playbookTools(argv: readonly string[]): Promise<number | null> {
  return await runVerb(argv, {
    folder: readLocalConfig().playbooksFolder,
    print: (text) => void process.stdout.write(`${text}\n`),
    withRecord,
  });
}

async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  const { databaseUrl, dataFolder } = readLocalConfig();
  const server = await openDatabaseServer({
    url: databaseUrl,
    folder: `${dataFolder}/postgres`,
    log: () => {},
    migrate: false,
  });
  const { db, close } = openDatabase({ url: server.url, statementTimeoutMs: 0 });
  try {
    return await work({ db, workspaceIds: await workspaceIds(db), now: new Date().toISOString() });
  } finally {
    await close();
    await server.stop();
  }
}
