import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Facts } from '#playbook/facts.ts';
import { sameParts, subjectDigest } from '#playbook/fingerprint.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Verdict } from '#playbook/verdict.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { lockRequest, requestByNumber } from '#store/requests.ts';
import { type VoteRow, votesOf } from '#store/votes.ts';
import { bind } from './judge.ts';
import { readOwnFacts } from './own-facts.ts';
import { withFactsOfFiles } from './playbooks/facts-of-files.ts';
import { readPress } from './press.ts';
import type { RegistryFacts } from './registry-facts.ts';
import type { CurrentPlaybooks, Setting } from './setting.ts';
import { isSilence } from './silence/silence-of.ts';

/** A request with the policy pinned when it opened, its votes, and the facts it is judged by now. */
export interface LoadedRequest {
  readonly row: RequestRow;
  readonly policy: EffectivePolicy;
  readonly votes: readonly VoteRow[];
  readonly facts: Facts;
}

/**
 * Reads what a judgement needs, with Countersign's own facts as they are now. The registry's facts are those last
 * recorded unless `fresh` ones are given.
 */
export async function loadRequest(
  setting: Pick<Setting, 'workspaceId' | 'playbooks'>,
  db: Executor,
  row: RequestRow,
  fresh?: RegistryFacts,
): Promise<LoadedRequest> {
  const { set } = setting.playbooks();
  const policy = await readContent<EffectivePolicy>(db, row.workspaceId, row.policyDigest);
  const recorded = await readContent<Facts>(db, row.workspaceId, row.factsDigest);
  const votes = await votesOf(db, setting.workspaceId, row.id);
  const entry = policy.model ?? findCatalogueModel(set.models, row.registry, row.modelName);
  const own = await readOwnFacts(db, { workspaceId: setting.workspaceId, pressKey: null }, set, entry, row);
  const facts: Facts = {
    ...recorded,
    ...(fresh === undefined ? {} : withoutStatus(fresh)),
    subject: fresh === undefined ? recorded.subject : subjectNow(setting.playbooks(), policy, recorded, fresh),
    ...own,
    // What a change costs is what was known when it was asked for.
    sizeOfChange: recorded.sizeOfChange,
    // Of the alert that it is about, which does not change.
    ...(isSilence(row) ? { alertCriticality: recorded.alertCriticality, dataOwner: [] } : {}),
    draw: recorded.draw,
    progress: { approvedAt: row.decidedAt?.toISOString() ?? null, deadline: row.deadline.toISOString() },
  };
  return { row, policy, votes, facts: await withFactsOfFiles(db, setting, policy, facts) };
}

/** The subject as the registry shows it, under the digest it was opened for unless a part changed that a policy digests. */
function subjectNow(
  inForce: CurrentPlaybooks,
  pinned: EffectivePolicy,
  recorded: Facts,
  { subject }: RegistryFacts,
): Facts['subject'] {
  const { current } = bind(pinned, inForce, recorded);
  const digested = [...new Set([...pinned.candidate.digestOf, ...(current?.candidate.digestOf ?? [])])];
  const same = sameParts(recorded.subject.parts, subject.parts, digested);
  return { ...subject, digest: same ? recorded.subject.digest : subjectDigest(subject, digested) };
}

/** A registry's facts as the evaluator takes them. */
export function withoutStatus({ candidateStatus: _, ...facts }: RegistryFacts): Omit<RegistryFacts, 'candidateStatus'> {
  return facts;
}

/** The row, held until the transaction ends. Throws an Error if there is no such request. */
export async function holdRequest(setting: Setting, tx: Executor, id: string): Promise<RequestRow> {
  const row = await lockRequest(tx, setting.workspaceId, id);
  if (row === null) throw new Error(`there is no request ${id}`);
  return row;
}

/** The request a person named as `R-12`, `r12` or `12`. Throws a Refusal if there is none. */
export async function requestNamed(setting: Setting, db: Executor, text: string): Promise<RequestRow> {
  const match = /^(?:R-?)?(\d{1,9})$/i.exec(text.trim());
  const row = match === null ? null : await requestByNumber(db, setting.workspaceId, Number(match[1]));
  if (row === null) {
    throw new Refusal(
      'no_such_request',
      `There is no request ${text.trim()}. \`/mlops requests\` lists those that wait, with their numbers.`,
    );
  }
  return row;
}

/** The verdict a row was left with. */
export function verdictOf(row: RequestRow): Verdict {
  if (!isVerdict(row.verdict)) throw new Error(`request ${row.id} holds no verdict`);
  return row.verdict;
}

function isVerdict(value: unknown): value is Verdict {
  return typeof value === 'object' && value !== null && 'status' in value && 'votesNotCounted' in value;
}

/** The request of a press, and what of it the person saw. Throws a Refusal for a press that is not ours or not theirs. */
export async function requestOfPress(
  setting: Setting,
  text: string,
  slackUser: string,
): Promise<{ readonly row: RequestRow; readonly seen: { readonly generation: number; readonly code: string } }> {
  const { number, generation, code } = readPress(setting, text, slackUser);
  const row = await requestNamed(setting, setting.db, String(number));
  return { row, seen: { generation, code } };
}
