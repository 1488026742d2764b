import { epochMs, instantAt } from '#domain/instant.ts';
import type { Action, Facts } from '#playbook/facts.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addGeneration, addRequest, nextRequestNumber, type RequestRow } from '#store/requests.ts';
import type { Actor } from './actor.ts';
import { applyJudgement } from './apply-judgement.ts';
import type { Judgement } from './judge.ts';
import { type Happening, recordHappening } from './ledger-entry.ts';
import { championVersionIn } from './registry-facts.ts';
import type { Setting } from './setting.ts';
import { supersedeOlder } from './supersede.ts';

/** What somebody asks for. */
export interface Ask {
  readonly action: Action;
  readonly registry: string;
  /** The catalogue id. */
  readonly model: string;
  readonly modelName: string;
  readonly version: string;
  readonly target: string;
  readonly reason: string;
  readonly requester: Actor;
}

/** A request that was drafted: what it is about, the policy it is pinned to, and its first verdict. */
export interface EnteringRequest extends Ask {
  readonly id: string;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judged: Judgement;
  /** What is owed and was not met, where that asks. */
  readonly obligationId?: string;
  /** What would run, where it asks for that. */
  readonly retraining?: RequestRow['retraining'];
  /** What would be silent, where it asks for that. */
  readonly silence?: RequestRow['silence'];
  /** What would be stopped, where it asks for that. */
  readonly stop?: RequestRow['stop'];
  /** The run that made the version and asks for it. */
  readonly runId?: string;
  /** What its row and its first ledger entry say besides. */
  readonly outcome?: RequestRow['outcome'];
  readonly details?: Happening['details'];
}

/**
 * Writes a drafted request, pins its policy, supersedes older requests for the same target, and shows the card. Part of
 * the transaction that drafted it.
 */
export async function enterRequest(setting: Setting, tx: Executor, entering: EnteringRequest): Promise<RequestRow> {
  const { workspaceId } = setting;
  const { id, policy, facts, judged, requester } = entering;
  const number = await nextRequestNumber(tx, workspaceId);
  const row = await addRequest(tx, {
    id,
    workspaceId,
    number,
    action: entering.action,
    registry: entering.registry,
    model: entering.model,
    modelName: entering.modelName,
    version: entering.version,
    target: entering.target,
    state: 'open',
    code: judged.code,
    subjectDigest: facts.subject.digest,
    evidenceDigest: judged.evidenceDigest,
    policyDigest: await keepContent(tx, workspaceId, policy),
    factsDigest: await keepContent(tx, workspaceId, facts),
    playbook: policy.name,
    championVersion: championVersionIn(facts),
    requesterPerson: requester.person,
    requesterSlack: requester.slackUser,
    reason: entering.reason,
    obligationId: entering.obligationId ?? null,
    retraining: entering.retraining ?? null,
    silence: entering.silence ?? null,
    stop: entering.stop ?? null,
    runId: entering.runId ?? null,
    channel: policy.ask.channel,
    verdict: judged.verdict,
    openedAt: new Date(facts.openedAt),
    deadline: new Date(instantAt(epochMs(facts.openedAt) + policy.timing.expiresAfterMs)),
    outcome: entering.outcome ?? {},
  });
  await addGeneration(tx, {
    workspaceId,
    requestId: id,
    generation: 1,
    code: judged.code,
    evidenceDigest: judged.evidenceDigest,
    policyDigest: judged.policyDigest,
    factsDigest: row.factsDigest,
    at: row.openedAt,
  });
  await supersedeOlder(setting, tx, row);
  await recordHappening(setting, tx, row, {
    event: 'request_opened',
    actor: { person: requester.person, slackUser: requester.slackUser, actingFor: null },
    ...(entering.details === undefined ? {} : { details: entering.details }),
  });
  return await applyJudgement(setting, tx, row, judged, true);
}
