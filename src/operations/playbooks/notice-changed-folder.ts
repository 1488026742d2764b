import type { Digest } from '#domain/digest.ts';
import type { PlaybookProblem } from '#errors.ts';
import { fileNameOf, portableSet, setDigest } from '#playbook/portable-set.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { messageByKey } from '#store/messages.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { brokenPlaybooks, recordBrokenPlaybooks } from '#store/workspaces.ts';
import { rejudgeRequests } from '../rejudge-requests.ts';
import type { Setting } from '../setting.ts';
import { type MessageContent, messageKeys, showMessage } from '../show-message.ts';
import { type FolderReading, noFolder, readChangedPlaybooks } from './read-playbooks.ts';

/** How the folder stands to the set in force. */
export type FolderState =
  | { readonly is: 'same' }
  | { readonly is: 'changed'; readonly digest: Digest }
  | { readonly is: 'broken'; readonly problems: readonly PlaybookProblem[] };

/**
 * Reads the folder and says in the alarm channel, once for each content, that it holds another set than is in force, or
 * what is wrong in it. Nothing of it decides.
 */
export async function noticeChangedFolder(setting: Setting): Promise<FolderState> {
  const reading = await readChangedPlaybooks(setting.playbooksFolder);
  await rememberBroken(setting, reading);
  const { set } = setting.playbooks();
  if (reading.ok && reading.digest === setDigest(set)) return { is: 'same' };
  const { alarm } = set.org.channels;
  return await setting.db.transaction(async (tx): Promise<FolderState> => {
    if (reading.ok) {
      await keepContent(tx, setting.workspaceId, portableSet(reading.set));
      const content = { view: 'playbooks-changed', digest: reading.digest } as const;
      await showOnce(setting, tx, messageKeys.playbooksChanged(reading.digest), alarm, content);
      return { is: 'changed', digest: reading.digest };
    }
    const { problems, contents } = reading;
    const kept = await keepContent(tx, setting.workspaceId, problems);
    const content = { view: 'playbooks-broken', problems: kept } as const;
    await showOnce(setting, tx, messageKeys.playbooksBroken(contents), alarm, content);
    return { is: 'broken', problems };
  });
}

/** Requests asked for from now on wait for the files that are broken; once they are mended, those that waited go on. */
async function rememberBroken(setting: Setting, reading: FolderReading): Promise<void> {
  await setting.db.transaction(async (tx) => {
    await currentPlaybooks(tx, setting.workspaceId, { lock: 'exclusive' });
    const before = await brokenPlaybooks(tx, setting.workspaceId);
    if (reading.ok && before === null) return;
    const files = reading.ok ? [] : brokenFiles(reading.problems);
    const since = before?.since ?? setting.now();
    const now = reading.ok ? null : { files: [...new Set(files)].sort(), since };
    await recordBrokenPlaybooks(tx, setting.workspaceId, now);
    await rejudgeRequests(setting, tx);
  });
}

/** Names of the files with problems; a folder that cannot be read lacks what everything stands under. */
export function brokenFiles(problems: readonly PlaybookProblem[]): readonly string[] {
  return problems.map(({ file, code }) => (code === noFolder ? 'org.yaml' : fileNameOf(file)));
}

/** Under a lock, since several processes start at once. */
async function showOnce(
  setting: Setting,
  tx: Executor,
  key: string,
  channel: string,
  content: MessageContent,
): Promise<void> {
  await currentPlaybooks(tx, setting.workspaceId, { lock: 'exclusive' });
  if ((await messageByKey(tx, setting.workspaceId, key)) !== null) return;
  await showMessage(setting, tx, { key, channel, content });
}
