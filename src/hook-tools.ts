import type { HookPlace } from '#cli/hooks/hook-verb.ts';
import { runHookVerb } from '#cli/hooks/run-hook-verb.ts';
import { followPlaybooks } from '#operations/playbooks/playbooks-in-force.ts';
import type { Database } from '#store/database.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { workspaceIds } from '#store/workspaces.ts';
import { readHookConfig } from './config.ts';
import { ConfigError } from './errors.ts';
import { keyFor } from './keys.ts';
import { untilStopped } from './until-stopped.ts';
import { whenMigrated } from './when-migrated.ts';

/** Runs what was typed after `countersign hooks`; null if there is no such verb. */
export async function hookTools(argv: readonly string[]): Promise<number | null> {
  return await runHookVerb(argv, {
    print: (text) => void process.stdout.write(`${text}\n`),
    now: Date.now,
    wait: waiting(),
    withPlace: async (work) => await whenMigrated(async (db) => await work(await placeOf(db))),
  });
}

async function placeOf(db: Database): Promise<HookPlace> {
  const { secret, connection, publicUrl, port } = readHookConfig();
  const [workspaceId] = await workspaceIds(db);
  if (workspaceId === undefined || (await currentPlaybooks(db, workspaceId)) === null) {
    throw new ConfigError([
      'no playbooks are in force yet: start Countersign once, or run countersign playbooks activate',
    ]);
  }
  return {
    vault: { db, workspaceId, key: keyFor(secret, 'hooks', workspaceId) },
    set: (await followPlaybooks(db, workspaceId)).playbooks().set,
    publicUrl,
    port,
    hasOwnSecret: (id) => connection(id).webhookSecret !== null,
  };
}

/** Waits in turns until Ctrl-C, which it listens to only once something waits. */
function waiting(): (ms: number) => Promise<boolean> {
  let stopped: Promise<boolean> | null = null;
  return async (ms) => {
    stopped ??= untilStopped().then(() => false);
    const passed = new Promise<boolean>((resolve) => void setTimeout(resolve, ms, true));
    return await Promise.race([passed, stopped]);
  };
}
