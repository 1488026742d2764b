import { verifyLedgers } from '#cli/ledger.ts';
import { openDatabase } from '#store/database.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readLocalConfig } from './config.ts';
import { openDatabaseServer } from './database-server.ts';

/** Proves every workspace's chain; exit code 1 names the first bad entry. */
export async function verify(): Promise<number> {
  const { databaseUrl, dataFolder } = readLocalConfig();
  const server = await openDatabaseServer({
    url: databaseUrl,
    folder: `${dataFolder}/postgres`,
    log: () => {},
    migrate: false,
  });
  const { db, close } = openDatabase({ url: server.url, statementTimeoutMs: 0 });
  try {
    return await verifyLedgers(await workspaceIds(db), (id) => verifyLedgerOf(db, id));
  } finally {
    await close();
    await server.stop();
  }
}
