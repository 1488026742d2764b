import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ConfigError, PlaybookError } from '#errors.ts';
import { loadPlaybooks } from '#playbook/load.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';

/** What the language can say and this program does not do yet: such a playbook is refused by name, never half obeyed. */
export const notCarriedOut = [
  'after_approval.rollout',
  'after_approval.obligations',
  'auto_approve.sample',
  'alerts',
] as const;

/** Reads and checks a folder of playbooks. Throws a PlaybookError with every problem, or a ConfigError without a folder. */
export async function readPlaybooks(folder: string): Promise<PlaybookSet> {
  const loaded = loadPlaybooks(await readPlaybookFiles(folder), notCarriedOut);
  if (!loaded.ok) throw new PlaybookError(loaded.problems);
  return loaded.set;
}

/** The YAML files of a folder, by the path people know them under. */
export async function readPlaybookFiles(folder: string): Promise<readonly { path: string; text: string }[]> {
  try {
    const names = (await readdir(folder)).filter((name) => /\.ya?ml$/.test(name)).sort();
    return await Promise.all(
      names.map(async (name) => ({ path: join(folder, name), text: await readFile(join(folder, name), 'utf8') })),
    );
  } catch (error) {
    throw new ConfigError(
      [`the playbooks folder ${folder} cannot be read: set COUNTERSIGN_PLAYBOOKS to the folder that holds org.yaml`],
      { cause: error },
    );
  }
}
