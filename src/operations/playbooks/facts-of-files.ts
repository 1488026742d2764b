import { epochMs } from '#domain/instant.ts';
import type { Facts } from '#playbook/facts.ts';
import { parentsOf } from '#playbook/inherit.ts';
import type { EffectivePolicy, PlaybookSet } from '#playbook/playbook.ts';
import { fileNameOf } from '#playbook/portable-set.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import type { Executor } from '#store/database.ts';
import { looseningChanges } from '#store/playbook-versions.ts';
import { type BrokenPlaybooks, brokenPlaybooks } from '#store/workspaces.ts';
import type { Setting } from '../setting.ts';
import { playbooksSubject } from './playbook-change.ts';

const sharedFiles = ['org.yaml', 'people.yaml', 'models.yaml'];

type Changes = Awaited<ReturnType<typeof looseningChanges>>;

/**
 * The facts with what the files say by which a request is judged: who loosened one of them, and which cannot be loaded
 * since before it was opened. `pinned` is the policy it opened under, null while it opens.
 */
export async function withFactsOfFiles(
  db: Executor,
  setting: Pick<Setting, 'workspaceId' | 'playbooks'>,
  pinned: EffectivePolicy | null,
  facts: Facts,
): Promise<Facts> {
  if (facts.action === playbooksSubject.action) return facts;
  const [changes, broken] = [
    await looseningChanges(db, setting.workspaceId),
    await brokenPlaybooks(db, setting.workspaceId),
  ];
  if (changes.length === 0 && broken === null) return withoutBroken(facts);
  const files = filesJudgedBy(setting.playbooks().set, pinned, facts);
  return { ...withoutBroken(facts), ...authorsOf(changes, files), ...brokenOf(broken, files, facts) };
}

/** Whoever ever loosened a file by which the request is judged; the evaluator knows for how long that shuts them out. */
function authorsOf(changes: Changes, files: ReadonlySet<string>): Pick<Facts, 'looseningAuthors'> {
  const authors = changes.filter(({ loosened }) => loosened.some((file) => files.has(file)));
  return { looseningAuthors: authors.map(({ author, at }) => ({ person: author, at: at.toISOString() })) };
}

/** What was opened before goes on by the set in force. */
function brokenOf(
  broken: BrokenPlaybooks | null,
  files: ReadonlySet<string>,
  { openedAt }: Facts,
): Pick<Facts, 'brokenFiles'> {
  if (broken === null || epochMs(openedAt) < epochMs(broken.since)) return {};
  const found = broken.files.filter((file) => files.has(file) || sharedFiles.includes(file));
  return found.length === 0 ? {} : { brokenFiles: found };
}

function withoutBroken({ brokenFiles: _, ...facts }: Facts): Facts {
  return facts;
}

/** The playbook pinned or in force, those it builds on, and `org.yaml` where it has a baseline. */
function filesJudgedBy(set: PlaybookSet, pinned: EffectivePolicy | null, facts: Facts): ReadonlySet<string> {
  const selected = selectPlaybook(set, facts);
  const playbooks = selected.ok ? [selected.playbook, ...parentsOf(set, selected.playbook)] : [];
  return new Set([
    ...(pinned === null ? [] : [fileNameOf(pinned.path)]),
    ...playbooks.map(({ path }) => fileNameOf(path)),
    ...(set.org.baseline === null ? [] : ['org.yaml']),
  ]);
}
