import { runVerb } from '#cli/playbooks/index.ts';
import type { OpenRecord } from '#cli/playbooks/verb.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readLocalConfig } from './config.ts';
import { whenMigrated } from './when-migrated.ts';

/** Runs what was typed after `countersign playbooks`; null if there is no such verb. */
export async function playbookTools(argv: readonly string[]): Promise<number | null> {
  return await runVerb(argv, {
    folder: readLocalConfig().playbooksFolder,
    print: (text) => void process.stdout.write(`${text}\n`),
    withRecord,
    withProgram: async (work) =>
      await whenMigrated(async (db, url) => (await import('./offline-program.ts')).withProgram({ db, url }, work)),
  });
}

async function withRecord<T>(work: (record: OpenRecord) => Promise<T>): Promise<T> {
  return await whenMigrated(async (db) =>
    work({ db, workspaceIds: await workspaceIds(db), now: new Date().toISOString() }),
  );
}
