import type { Digest } from '#domain/digest.ts';
import type { PlaybookProblem } from '#errors.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import { fileNameOf, setDigest } from '#playbook/portable-set.ts';
import { readContent } from '#store/contents.ts';
import { currentPlaybooks } from '#store/playbook-versions.ts';
import { requestsOfModel, unsettled } from '#store/requests.ts';
import type { PlaybookChange } from '#views/changed-files.ts';
import type { FolderHolds, PlaybooksInForce } from '#views/playbooks-in-force.ts';
import type { KnownProposal, PlaybooksBroken, PlaybooksChanged } from '#views/playbooks-notice.ts';
import { roleNow } from '../drift/role-now.ts';
import { readNames } from '../names.ts';
import { standingOf } from '../request-lines.ts';
import type { Setting } from '../setting.ts';
import { brokenFiles, noticeChangedFolder } from './notice-changed-folder.ts';
import { changeDigest, playbooksSubject } from './playbook-change.ts';
import { playbookSet } from './playbooks-in-force.ts';
import { shownChange } from './present-change.ts';
import { readChangedPlaybooks } from './read-playbooks.ts';

/** Which set is in force and since when, and how the folder stands to it: it is read anew, as at a start. */
export async function playbooksStatus(setting: Setting): Promise<PlaybooksInForce> {
  await noticeChangedFolder(setting);
  const { set, digest, number } = setting.playbooks();
  const [row, names] = [await currentPlaybooks(setting.db, setting.workspaceId), await readNames(setting, setting.db)];
  if (row === null) throw new Error(`no playbooks are in force in workspace ${setting.workspaceId}`);
  return {
    number,
    digest,
    since: row.activatedAt.toISOString(),
    by: row.activatedBy,
    author: row.author === null ? null : names.of(row.author),
    playbooks: set.playbooks.length,
    folder: await folderHolds(setting),
  };
}

async function folderHolds(setting: Setting): Promise<FolderHolds> {
  const reading = await readChangedPlaybooks(setting.playbooksFolder);
  if (!reading.ok) return { is: 'broken', problems: reading.problems.map(problemText) };
  if (reading.digest === setDigest(setting.playbooks().set)) return { is: 'same' };
  return {
    is: 'changed',
    digest: reading.digest,
    change: changeTo(setting, reading.set),
    proposal: await proposalOf(setting, reading.digest),
  };
}

/** What the alarm channel says of a changed folder, as things are now. */
export async function changedFolder(setting: Setting, digest: Digest): Promise<PlaybooksChanged> {
  const after = await playbookSet(setting.db, setting.workspaceId, digest);
  return {
    digest,
    change: changeTo(setting, after),
    inForce: digest === setDigest(setting.playbooks().set),
    proposal: await proposalOf(setting, digest),
  };
}

/** What the alarm channel says of a folder that cannot be loaded, and who owns what is broken in it. */
export async function brokenFolder(setting: Setting, problems: Digest): Promise<PlaybooksBroken> {
  const kept = await readContent<readonly PlaybookProblem[]>(setting.db, setting.workspaceId, problems);
  const { set, number } = setting.playbooks();
  const owners = [...new Set(brokenFiles(kept).map((file) => ownerOf(set, file)))].sort();
  return {
    problems: kept.map(problemText),
    from: String(number),
    owners: await Promise.all(owners.map((role) => roleNow(setting, setting.db, role))),
  };
}

/** Who answers for a file, as the set in force says; for a file that it does not have, whoever owns the organization's. */
function ownerOf({ org, people, models, capabilities, playbooks }: PlaybookSet, file: string): string {
  if (file === 'people.yaml') return people.owner;
  if (file === 'models.yaml') return models.owner;
  if (file === 'capabilities.yaml') return capabilities?.owner ?? org.owner;
  return playbooks.find(({ path }) => fileNameOf(path) === file)?.owner ?? org.owner;
}

function changeTo(setting: Setting, after: PlaybookSet): PlaybookChange {
  const { set, number } = setting.playbooks();
  return shownChange(changesBetween(set, after), { from: String(number), to: String(number + 1), newlyApproved: [] });
}

/** The newest request that proposes exactly this set in place of the one in force. */
async function proposalOf(setting: Setting, after: Digest): Promise<KnownProposal | null> {
  const { registry, modelName } = playbooksSubject;
  const rows = await requestsOfModel(setting.db, setting.workspaceId, registry, modelName, 100);
  const subject = changeDigest({ before: setting.playbooks().digest, after });
  const row = rows.find(({ subjectDigest }) => subjectDigest === subject);
  if (row === undefined) return null;
  const live: readonly string[] = unsettled;
  return {
    number: row.number,
    standing: standingOf(row, await readNames(setting, setting.db)),
    live: live.includes(row.state),
  };
}

function problemText({ file, line, column, sentence }: PlaybookProblem): string {
  return `${file}:${line}:${column}: ${sentence}`;
}
