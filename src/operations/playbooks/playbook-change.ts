import { type Digest, digestOf } from '#domain/digest.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import type { PolicyChange } from '#playbook/change/policy-change.ts';
import { type Facts, isUnknown } from '#playbook/facts.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import type { Overtaken } from '../end-overtaken.ts';
import type { CurrentPlaybooks, Setting } from '../setting.ts';
import { playbookSet } from './playbooks-in-force.ts';

/**
 * What a request for a change of the playbooks is about, where a promotion names registry, model and alias. No
 * connection can be called so, since ids are written small.
 */
export const playbooksSubject = {
  action: 'change_playbook',
  registry: 'Countersign',
  model: 'playbooks',
  modelName: 'playbooks',
  target: 'in force',
} as const;

/** The digests of the set that was in force when a change was proposed, and of the set it would bring into force. */
export interface ProposedSets {
  readonly before: Digest;
  readonly after: Digest;
}

/** What a change signs: both sets, whatever else is equal. */
export function changeDigest({ before, after }: ProposedSets): Digest {
  return digestOf({ before, after });
}

/** Where the facts of a change name its two sets: as the champion that is replaced, and as what the candidate is made of. */
export function setsAsSubject(
  current: CurrentPlaybooks,
  after: Digest,
  since: string | null,
): Pick<Facts, 'subject' | 'champion'> {
  const { registry, modelName } = playbooksSubject;
  return {
    subject: {
      registry,
      model: modelName,
      version: String(current.number + 1),
      digest: changeDigest({ before: current.digest, after }),
      parts: { config: after },
    },
    champion: {
      version: String(current.number),
      digest: current.digest,
      parts: { config: current.digest },
      since: since ?? { unknown: 'It is not known since when it has been in force.' },
    },
  };
}

/** The two sets of a change. Throws an Error for facts of anything else. */
export function proposedSets({ subject, champion }: Pick<Facts, 'subject' | 'champion'>): ProposedSets {
  const after = subject.parts.config;
  if (champion === null || isUnknown(champion) || typeof after !== 'string') {
    throw new Error('these facts are not those of a change of the playbooks');
  }
  return { before: champion.digest, after };
}

/** Why a change ends when another set came into force since: its people agreed to a change of the one before. */
export function overtakenBy(row: RequestRow, inForce: number): Overtaken {
  return {
    because: `Playbook set ${inForce} came into force meanwhile, and this was a change of set ${row.championVersion}. Whoever still wants it proposes it anew with \`/mlops playbooks\`.`,
    holds: String(inForce),
  };
}

/** What overtook a change; null for one of the set in force, and for anything that is no change of the playbooks. */
export function overtakenChange(
  setting: Pick<Setting, 'playbooks'>,
  { row, facts }: { readonly row: RequestRow; readonly facts: Facts },
): Overtaken | null {
  const { digest, number } = setting.playbooks();
  return isPlaybookChange(row) && proposedSets(facts).before !== digest ? overtakenBy(row, number) : null;
}

export function isPlaybookChange({ action }: Pick<RequestRow, 'action'>): boolean {
  return action === playbooksSubject.action;
}

/** Both sets of a change, and what the second does differently. */
export async function readChange(
  db: Executor,
  workspaceId: string,
  facts: Pick<Facts, 'subject' | 'champion'>,
): Promise<{
  readonly before: PlaybookSet;
  readonly after: PlaybookSet;
  readonly changes: readonly PolicyChange[];
}> {
  const sets = proposedSets(facts);
  const [before, after] = [
    await playbookSet(db, workspaceId, sets.before),
    await playbookSet(db, workspaceId, sets.after),
  ];
  return { before, after, changes: changesBetween(before, after) };
}
