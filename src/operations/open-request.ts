import { epochMs, instantAt } from '#domain/instant.ts';
import { Refusal } from '#errors.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Action, Facts } from '#playbook/facts.ts';
import type { CatalogueModel, EffectivePolicy } from '#playbook/playbook.ts';
import { selectPlaybook } from '#playbook/select-playbook.ts';
import { keepContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addGeneration, addRequest, nextRequestNumber, type RequestRow } from '#store/requests.ts';
import type { Actor } from './actor.ts';
import { applyJudgement } from './apply-judgement.ts';
import { type Judgement, judge } from './judge.ts';
import { recordHappening } from './ledger-entry.ts';
import { withoutStatus } from './load-request.ts';
import { readOwnFacts } from './own-facts.ts';
import { championVersionIn, type RegistryFacts } from './registry-facts.ts';
import type { Setting } from './setting.ts';
import { supersedeOlder } from './supersede.ts';

/** What somebody asks for, with everything the registry said of it already read. */
export interface NewAsk {
  readonly action: Extract<Action, 'promote' | 'rollback'>;
  readonly registry: string;
  /** The catalogue id. */
  readonly model: string;
  readonly modelName: string;
  readonly version: string;
  readonly target: string;
  readonly reason: string;
  readonly requester: Actor;
  readonly entry: CatalogueModel | null;
  readonly facts: RegistryFacts;
}

/** A request as it would open now: its policy, facts and first verdict. Throws a Refusal if no one playbook governs it. */
export interface Draft {
  readonly id: string;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judged: Judgement;
}

export async function draftRequest(setting: Setting, db: Executor, ask: NewAsk): Promise<Draft> {
  const current = setting.playbooks();
  const now = setting.now();
  const id = setting.newId();
  const own = await readOwnFacts(db, setting, current.set, ask.entry, { ...ask, id });
  const facts: Facts = {
    ...withoutStatus(ask.facts),
    ...own,
    action: ask.action,
    registry: ask.registry,
    model: ask.model,
    target: ask.target,
    openedAt: now,
    reason: ask.reason,
    requester: { person: ask.requester.person, kind: 'person' },
    progress: { approvedAt: null, deadline: null },
  };
  const policy = governingPolicy(setting, facts);
  return { id, policy, facts, judged: judge(policy, current, facts, [], now) };
}

/**
 * Opens a request under the one playbook that governs it, pins that playbook, supersedes older requests for the same
 * target, and shows the card: one transaction. Throws a Refusal if no playbook or several govern it.
 */
export async function openRequest(setting: Setting, ask: NewAsk): Promise<RequestRow> {
  return await setting.db.transaction(async (tx) => {
    const { id, policy, facts, judged } = await draftRequest(setting, tx, ask);
    const number = await nextRequestNumber(tx, setting.workspaceId);
    const row = await addRequest(tx, {
      id,
      workspaceId: setting.workspaceId,
      number,
      action: ask.action,
      registry: ask.registry,
      model: ask.model,
      modelName: ask.modelName,
      version: ask.version,
      target: ask.target,
      state: 'open',
      code: judged.code,
      subjectDigest: facts.subject.digest,
      evidenceDigest: judged.evidenceDigest,
      policyDigest: await keepContent(tx, setting.workspaceId, policy),
      factsDigest: await keepContent(tx, setting.workspaceId, facts),
      playbook: policy.name,
      championVersion: championVersionIn(facts),
      requesterPerson: ask.requester.person,
      requesterSlack: ask.requester.slackUser,
      reason: ask.reason,
      channel: policy.ask.channel,
      verdict: judged.verdict,
      openedAt: new Date(facts.openedAt),
      deadline: new Date(instantAt(epochMs(facts.openedAt) + policy.timing.expiresAfterMs)),
    });
    await addGeneration(tx, {
      workspaceId: setting.workspaceId,
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
      actor: { person: ask.requester.person, slackUser: ask.requester.slackUser, actingFor: null },
    });
    return await applyJudgement(setting, tx, row, policy, judged, true);
  });
}

/** The effective policy that governs these facts. Throws a Refusal if none or several playbooks do. */
function governingPolicy(setting: Setting, facts: Facts): EffectivePolicy {
  const { set } = setting.playbooks();
  const selected = selectPlaybook(set, facts);
  if (!selected.ok) throw new Refusal(selected.code, selected.sentence);
  return effectivePolicy(set, selected.playbook, facts.model);
}
