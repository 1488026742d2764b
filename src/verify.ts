import { verifyLedgers } from '#cli/ledger.ts';
import { verifyLedgerOf } from '#store/ledger-of-workspace.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { withDatabase } from './with-database.ts';

/** Proves every workspace's chain; exit code 1 names the first bad entry. */
export async function verify(): Promise<number> {
  return await withDatabase(async (db) => verifyLedgers(await workspaceIds(db), (id) => verifyLedgerOf(db, id)));
}
