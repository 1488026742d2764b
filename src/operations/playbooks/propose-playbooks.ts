import type { Digest } from '#domain/digest.ts';
import { epochMs, instantAt } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { withAdded } from '#playbook/change/added-policies.ts';
import { changePolicy } from '#playbook/change/change-policy.ts';
import { changesBetween } from '#playbook/change/changes-between.ts';
import type { PolicyChange } from '#playbook/change/policy-change.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EffectivePolicy, PlaybookSet } from '#playbook/playbook.ts';
import { portableSet, setDigest } from '#playbook/portable-set.ts';
import { replayDecision } from '#playbook/replay/replay.ts';
import { playbooksFor } from '#playbook/select-playbook.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { messageByKey } from '#store/messages.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { type Actor, readPeopleAnew } from '../actor.ts';
import { enterRequest } from '../enter-request.ts';
import { recordedDecisions } from '../explain/recorded-decisions.ts';
import { type Judgement, judge } from '../judge.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { changeFacts } from './change-facts.ts';
import { changeDigest, playbooksSubject } from './playbook-change.ts';
import { type FolderReading, readChangedPlaybooks } from './read-playbooks.ts';

/** A change as it would open now: what it does, who must agree, and its first verdict. */
export interface DraftedChange {
  readonly id: string;
  readonly after: PlaybookSet;
  readonly digest: Digest;
  readonly changes: readonly PolicyChange[];
  /** Recorded decisions that the set in force does not approve and the changed one would, as `R-12`. */
  readonly newlyApproved: readonly string[];
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judged: Judgement;
}

export interface Proposal {
  /** Who asks for the change and answers for it: no seat of it is theirs. */
  readonly requester: Actor & { readonly person: string };
  readonly reason: string;
  /** The digest of the changed set that the person was shown. */
  readonly digest: Digest;
  /** How it came; from the command line, nobody but whoever runs it vouches for who asks. */
  readonly via?: 'command line';
}

/** How far back recorded decisions are decided again. */
const replayedMs = 90 * 86_400_000;

/**
 * Drafts the change that the folder proposes. Throws a Refusal if the folder cannot be read, holds what is in force, or
 * holds something else than `digest`.
 */
export async function draftChange(setting: Setting, proposal: Proposal): Promise<DraftedChange> {
  const { set, digest } = await proposedSet(setting, proposal.digest);
  await readPeopleAnew(setting);
  const current = setting.playbooks();
  const id = setting.newId();
  const changes = changesBetween(current.set, set);
  const newlyApproved = await newlyApprovedBy(setting, set);
  const facts = await changeFacts(setting, { ...proposal, id });
  const builtIn = changePolicy(current.set, set, changes, newlyApproved);
  const added = playbooksFor(current.set, facts).map((one) =>
    effectivePolicy(current.set, one, facts.model, facts.registry),
  );
  const policy = withAdded(builtIn, added);
  const judged = judge(policy, current, facts, [], facts.openedAt);
  return { id, after: set, digest, changes, newlyApproved, policy, facts, judged };
}

/** Opens the request for the change that the folder proposes, and keeps both sets. Throws a Refusal as `draftChange`. */
export async function proposePlaybooks(setting: Setting, proposal: Proposal): Promise<RequestRow> {
  if (proposal.reason.trim().length < 10) {
    throw new Refusal(
      'no_reason',
      'A reason of at least 10 characters is required here. Say why the rules should change.',
    );
  }
  const draft = await draftChange(setting, proposal);
  return await setting.db.transaction(async (tx) => {
    await keepContent(tx, setting.workspaceId, portableSet(draft.after));
    const { id, digest, newlyApproved, changes, policy, facts, judged } = draft;
    const row = await enterRequest(setting, tx, {
      ...playbooksSubject,
      id,
      policy,
      facts,
      judged,
      version: facts.subject.version ?? '',
      reason: proposal.reason.trim(),
      requester: proposal.requester,
      outcome: newlyApproved.length === 0 ? {} : { newlyApproved },
      details: {
        change: {
          before: setting.playbooks().digest,
          after: digest,
          changes: await keepContent(tx, setting.workspaceId, changes),
          newly_approved: newlyApproved,
          via: proposal.via ?? 'Slack',
        },
      },
    });
    await showNoticeAgain(setting, tx, digest);
    return row;
  });
}

/** The notice of the changed folder, if there is one, names the request from now on. */
async function showNoticeAgain(setting: Setting, tx: Executor, digest: Digest): Promise<void> {
  const key = messageKeys.playbooksChanged(digest);
  const known = await messageByKey(tx, setting.workspaceId, key);
  if (known === null) return;
  await showMessage(setting, tx, { key, channel: known.channel, content: { view: 'playbooks-changed', digest } });
}

async function proposedSet(setting: Setting, seen: Digest): Promise<Extract<FolderReading, { ok: true }>> {
  const reading = await readChangedPlaybooks(setting.playbooksFolder);
  if (!reading.ok) {
    const [first] = reading.problems;
    const where = first === undefined ? '' : ` ${first.file}:${first.line}:${first.column}: ${first.sentence}.`;
    throw new Refusal(
      'playbooks_broken',
      `The playbooks folder cannot be loaded, so nothing can be proposed.${where} \`countersign playbooks lint\` shows everything; mend it, then propose again.`,
    );
  }
  if (reading.digest !== seen) {
    throw new Refusal(
      'folder_changed',
      'The playbooks folder holds something else by now than you were shown. `/mlops playbooks` shows what; propose that.',
    );
  }
  const { set, digest } = setting.playbooks();
  const sets = { before: digest, after: reading.digest };
  if (reading.digest === setDigest(set)) {
    throw new Refusal(
      'nothing_to_propose',
      'The playbooks folder holds what is in force, so there is nothing to propose. Change a file of it first.',
    );
  }
  const live = await liveRequestsOfModel(
    setting.db,
    setting.workspaceId,
    playbooksSubject.registry,
    playbooksSubject.modelName,
  );
  const same = live.find(({ subjectDigest }) => subjectDigest === changeDigest(sets));
  if (same !== undefined) {
    throw new Refusal(
      'already_proposed',
      `R-${same.number} proposes this very change already. Look at it with \`/mlops show R-${same.number}\`.`,
    );
  }
  return reading;
}

async function newlyApprovedBy(setting: Setting, after: PlaybookSet): Promise<readonly string[]> {
  const since = instantAt(epochMs(setting.now()) - replayedMs);
  const before = setting.playbooks().set;
  const decisions = await recordedDecisions(setting.db, setting.workspaceId, since);
  return decisions
    .filter((one) => replayDecision(after, one).direction === 'looser')
    .filter((one) => replayDecision(before, one).direction !== 'looser')
    .map(({ request }) => request);
}
