import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { activatePlaybooks } from '#operations/playbooks/activate-playbooks.ts';
import { readPlaybooks } from '#operations/playbooks/read-playbooks.ts';
import type { Scene } from './scene.ts';

/** A folder of playbooks of its own, to be changed: at first what is shipped. */
export interface PlaybooksFolder {
  readonly path: string;
  /** Replaces the first place of a text in a file. Throws an Error if it is not there. */
  edit(file: string, from: string, to: string): Promise<void>;
  write(file: string, text: string): Promise<void>;
  take(file: string): Promise<void>;
  remove(): Promise<void>;
}

export async function playbooksFolder(): Promise<PlaybooksFolder> {
  const path = await mkdtemp(join(tmpdir(), 'playbooks-'));
  await cp('playbooks', path, { recursive: true });
  return {
    path,
    edit: async (file, from, to) => {
      const text = await readFile(join(path, file), 'utf8');
      if (!text.includes(from)) throw new Error(`${file} does not hold ${from}`);
      await writeFile(join(path, file), text.replace(from, to));
    },
    write: (file, text) => writeFile(join(path, file), text),
    take: (file) => rm(join(path, file)),
    remove: () => rm(path, { recursive: true, force: true }),
  };
}

/** Brings what the folder holds into force without asking anybody, as an administrator of the database could. */
export async function forceInForce({ database, app }: Scene, folder: string): Promise<void> {
  const set = await readPlaybooks(folder);
  const at = new Date(app.setting.now()).toISOString();
  await database.db.transaction((tx) => activatePlaybooks(tx, app.setting.workspaceId, set, { by: 'a test', at }));
}
