import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Digest, digestOf } from '#domain/digest.ts';
import { ConfigError, PlaybookError, type PlaybookProblem } from '#errors.ts';
import { type LoadedPlaybooks, loadPlaybooks } from '#playbook/load/load.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { setDigest } from '#playbook/portable-set.ts';

/** Reads and checks a folder of playbooks. Throws a PlaybookError with every problem, or a ConfigError without a folder. */
export async function readPlaybooks(folder: string): Promise<PlaybookSet> {
  const loaded = load(await readPlaybookFiles(folder));
  if (!loaded.ok) throw new PlaybookError(loaded.problems);
  return loaded.set;
}

/** The code of the problem that there is no folder to read. */
export const noFolder = 'no_folder';

/** What a folder holds: a set and its digest, or every problem and the digest of what was read. */
export type FolderReading =
  | { readonly ok: true; readonly set: PlaybookSet; readonly digest: Digest }
  | { readonly ok: false; readonly problems: readonly PlaybookProblem[]; readonly contents: Digest };

/** Reads a folder of playbooks from which a change may come; a folder that cannot be read is a problem like any other. */
export async function readChangedPlaybooks(folder: string): Promise<FolderReading> {
  try {
    const files = await readPlaybookFiles(folder);
    const loaded = load(files);
    if (loaded.ok) return { ok: true, set: loaded.set, digest: setDigest(loaded.set) };
    return { ok: false, problems: loaded.problems, contents: digestOf(files) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const problem = { file: folder, line: 1, column: 1, code: noFolder, sentence: error.message };
    return { ok: false, problems: [problem], contents: digestOf(problem) };
  }
}

/** What was read last: a folder is read at each start, several times over, and holds the same nearly always. */
let last: { readonly contents: Digest; readonly loaded: LoadedPlaybooks } | null = null;

function load(files: Awaited<ReturnType<typeof readPlaybookFiles>>): LoadedPlaybooks {
  const contents = digestOf(files);
  if (last?.contents !== contents) last = { contents, loaded: loadPlaybooks(files) };
  return last.loaded;
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
