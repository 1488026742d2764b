import { digestOf } from '#domain/digest.ts';
import { Refusal } from '#errors.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import type { LedgerEvent } from '#store/ledger.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import { addVote, votesOf } from '#store/votes.ts';
import { type Actor, actorOf, listedActor } from './actor.ts';
import { applyJudgement } from './apply-judgement.ts';
import type { Demand } from './criteria/read-demand.ts';
import { setCriterion } from './criteria/set-criterion.ts';
import { refuseTwice, refuseUnlessDecidable } from './decidable.ts';
import { judgeBound, votesFrom } from './judge.ts';
import { recordHappening } from './ledger-entry.ts';
import { holdRequest, type LoadedRequest, loadRequest } from './load-request.ts';
import { type Names, readNames } from './names.ts';
import { overtakenChange } from './playbooks/playbook-change.ts';
import { type Preview, previewVote } from './preview-vote.ts';
import { refusalsRecorded } from './refusals-recorded.ts';
import type { Setting } from './setting.ts';
import { messageKeys, showMessage } from './show-message.ts';
import { noteTakenBack, previewTakingBack } from './take-back.ts';
import { isCarriedOut } from './taken-back.ts';

/** What a person can do to a request: after a confirm modal, or (hold and release) at once. */
export type Decision = ConfirmedDecision | 'hold' | 'release';
export type ConfirmedDecision = 'approve' | 'reject' | 'block' | 'lift' | 'withdraw';

export interface DecisionAct {
  readonly teamId: string;
  readonly slackUser: string;
  readonly requestId: string;
  readonly decision: Decision;
  /** What of the request the person was shown: its generation and short code. */
  readonly seen: { readonly generation: number; readonly code: string };
}

/** What the confirm modal repeats before anybody signs. */
export interface DecisionPreview extends Preview {
  readonly row: RequestRow;
  readonly policy: EffectivePolicy;
  readonly actor: Actor & { readonly person: string };
}

/** Checks whether a person may decide, and says what their decision would do. Throws a Refusal that says why not. */
export async function prepareDecision(setting: Setting, act: DecisionAct): Promise<DecisionPreview> {
  return await refusalsRecorded(setting, act, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    const row = await rowOf(setting, act.requestId);
    const loaded = await loadRequest(setting, setting.db, row);
    const names = await readNames(setting, setting.db);
    const preview = check(setting, loaded, names, actor, act);
    await refuseUnlessCurrent(setting, row, preview.code);
    return { row, policy: loaded.policy, actor, ...preview };
  });
}

/** A decision as it is recorded. */
interface CastAct extends DecisionAct {
  readonly reason: string;
  readonly pressId: string;
  /** For whom the confirm modal said that the approval counts; null for oneself. */
  readonly actingFor: string | null;
  /** What a rejection demands of the next candidate, if it does. */
  readonly demand?: Demand | null;
}

/**
 * Records one decision, once, on exactly what the confirm modal showed: `seen` is what it repeated. The vote, what
 * follows from it, the ledger entry and the jobs are one transaction. A repeat of the same press changes nothing.
 */
export async function decide(setting: Setting, act: CastAct): Promise<RequestRow> {
  return await refusalsRecorded(setting, act, async () => {
    const actor = listedActor(setting, await actorOf(setting, act));
    return await setting.db.transaction(async (tx) => {
      const row = await holdRequest(setting, tx, act.requestId);
      const loaded = await loadRequest(setting, tx, row);
      const names = await readNames(setting, tx);
      if (loaded.votes.some((vote) => vote.pressId === act.pressId && vote.person === actor.person)) return row;
      const preview = check(setting, loaded, names, actor, act);
      await refuseUnlessCurrent(setting, row, preview.code);
      if (preview.actingFor !== act.actingFor) throw otherPrincipal(preview.actingFor, names);
      const reason = act.reason.trim();
      if (preview.reasonRequired && reason.length < 10) {
        throw new Refusal(
          'no_reason',
          'A reason of at least 10 characters is required here. Say what convinced you, or what is wrong.',
        );
      }
      return await cast(setting, tx, loaded, actor, { ...act, reason }, preview);
    });
  });
}

async function cast(
  setting: Setting,
  tx: Executor,
  loaded: LoadedRequest,
  actor: Actor & { person: string },
  act: CastAct,
  preview: Preview,
): Promise<RequestRow> {
  const { row, facts } = loaded;
  const now = setting.now();
  const added = await addVote(tx, {
    workspaceId: setting.workspaceId,
    requestId: row.id,
    generation: row.generation,
    person: actor.person,
    slackUser: actor.slackUser,
    actingFor: preview.actingFor,
    decision: act.decision,
    reason: act.reason,
    subjectDigest: facts.subject.digest,
    evidence: { ...preview.fingerprints },
    findings: { ...preview.findings },
    code: act.seen.code,
    pressId: act.pressId,
    at: new Date(now),
  });
  if (!added) return row;
  const votes = await votesOf(tx, setting.workspaceId, row.id);
  const vote = votes.at(-1);
  await recordHappening(setting, tx, row, {
    event: eventOf[act.decision],
    actor: { person: actor.person, slackUser: actor.slackUser, actingFor: preview.actingFor },
    details: {
      decision: act.decision,
      reason_digest: digestOf(act.reason),
      roles: preview.roles,
      evidence_seen: preview.fingerprints,
      source: act.pressId,
    },
  });
  const demand = act.decision === 'reject' ? (act.demand ?? null) : null;
  if (demand !== null) await setCriterion(setting, tx, row, demand, { ...actor, owner: loaded.policy.owner });
  if (vote === undefined) throw new Error('the vote that was just added is not there');
  const changed = isCarriedOut(row)
    ? await noteTakenBack(setting, tx, row, { slackUser: actor.slackUser, reason: act.reason, voteId: vote.id })
    : await applyJudgement(setting, tx, row, judgeBound(preview.binding, facts, votesFrom(votes), now), true);
  await showMessage(setting, tx, {
    key: messageKeys.vote(row.id, vote.id),
    channel: row.channel,
    threadKey: messageKeys.card(row.id),
    content: { view: 'vote-line', requestId: row.id, voteId: vote.id },
  });
  return changed;
}

const eventOf = {
  approve: 'vote_recorded',
  reject: 'vote_recorded',
  block: 'block_placed',
  withdraw: 'approval_taken_back',
  hold: 'hold_placed',
  release: 'hold_released',
  lift: 'block_lifted',
} as const satisfies Record<Decision, LedgerEvent>;

/** Checks 8 to 12: the request is open and current, and this person may decide this. */
function check(
  setting: Setting,
  loaded: LoadedRequest,
  names: Names,
  actor: Actor & { person: string },
  act: DecisionAct,
): Preview {
  const late = act.decision === 'withdraw' && isCarriedOut(loaded.row);
  if (!late) refuseUnlessDecidable(loaded.row);
  const { generation, code } = loaded.row;
  const overtaken = late ? null : overtakenChange(setting, loaded);
  if (overtaken !== null) throw new Refusal('overtaken', `${overtaken.because} Nothing was recorded.`);
  if (act.seen.generation !== generation || act.seen.code !== code) throw changedSince(loaded.row);
  if (act.decision === 'approve') refuseTwice(loaded, names, actor.person);
  return late
    ? previewTakingBack(setting, loaded, actor.person)
    : previewVote(setting, loaded, names, actor.person, act.decision);
}

/** What the card shows is judged by rules or roles that have changed since: it is judged anew before anybody signs. */
async function refuseUnlessCurrent(setting: Setting, row: RequestRow, code: string): Promise<void> {
  if (code === row.code) return;
  await setting.sendJob(setting.db, 'settle-request', { requestId: row.id });
  throw changedSince({ number: row.number, code });
}

function changedSince(row: Pick<RequestRow, 'number' | 'code'>): Refusal {
  return new Refusal(
    'not_current',
    `What you were shown has changed: request R-${row.number} now stands for code ${row.code}. Look at its card, then decide again; nothing was recorded.`,
  );
}

function otherPrincipal(actingFor: string | null, names: Names): Refusal {
  return new Refusal(
    'not_current',
    `What you were shown has changed: you would approve ${actingFor === null ? 'for yourself' : `for ${names.of(actingFor)}`} now. Press Approve… again; nothing was recorded.`,
  );
}

async function rowOf(setting: Setting, requestId: string): Promise<RequestRow> {
  const row = await requestById(setting.db, setting.workspaceId, requestId);
  if (row === null)
    throw new Refusal('no_such_request', 'This request is not known here. `/mlops requests` lists those that wait.');
  return row;
}
