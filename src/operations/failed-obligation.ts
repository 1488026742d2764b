import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Facts } from '#playbook/facts.ts';
import { type ObligationVerdict, orderedRollback } from '#playbook/obligations.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { changeObligation, type ObligationRow } from '#store/obligations.ts';
import { liveRequestsOfModel, type RequestRow, requestById, unsettled } from '#store/requests.ts';
import type { DutyNews } from './duty-news.ts';
import { enterRequest } from './enter-request.ts';
import { isWhatItWas } from './held-before.ts';
import { draftRequest, governingPolicy, type NewAsk } from './open-request.ts';
import { registryOf } from './registry-of.ts';
import { candidateFacts } from './request-promotion.ts';
import type { Setting } from './setting.ts';
import { tellOwner } from './tell-owner.ts';

/** A check with the request that owes it. */
export interface FailedCheck {
  readonly row: ObligationRow;
  readonly request: RequestRow;
  readonly verdict: ObligationVerdict;
}

type Asked = Pick<NewAsk, 'version' | 'facts'>;

/** What the registry says of the version that a follow-up is about; or why there can be none, as a sentence. */
export type FollowUp = { readonly asked: Asked } | { readonly hindrance: string };

/** Reads what the answer to a failed check needs of the registry. Throws `UpstreamError`. */
export async function readFollowUp(setting: Setting, row: ObligationRow, request: RequestRow): Promise<FollowUp> {
  const model = { modelId: request.model, name: request.modelName };
  const registry = registryOf(setting, request.registry);
  const read = (version: string) => candidateFacts(setting, registry, model, version, request.target);
  if (row.else !== 'rollback') return { asked: { version: row.version, facts: await read(row.version) } };
  const [last] = await verifiedExecutions(setting.db, row, 1);
  const before = last?.version === row.version ? last.previousVersion : null;
  if (before === null) return { hindrance: 'No version held it before, so there is none to go back to.' };
  try {
    const facts = await read(before);
    if (await isWhatItWas(setting, setting.db, request, facts)) return { asked: { version: before, facts } };
    return { hindrance: `v${before}, which held it before, is not known to be what it was then.` };
  } catch (error) {
    if (error instanceof Refusal) return { hindrance: `v${before}, which held it before, is gone.` };
    throw error;
  }
}

/** Does what the playbook says of a check that failed. Part of the transaction that records it. */
export async function answerFailed(
  setting: Setting,
  tx: Executor,
  check: FailedCheck,
  followUp: FollowUp,
): Promise<void> {
  const { row, verdict } = check;
  const tell = (news: Omit<DutyNews, 'because'>) => tellOwner(setting, tx, row, { ...news, because: verdict.because });
  if (row.else === 'escalate') return await tell({ kind: 'failed' });
  if (await stillAsked(tx, row)) return;
  if ('hindrance' in followUp) return await tell({ kind: 'cannot_roll_back', hindrance: followUp.hindrance });
  if (row.else === 'rollback') {
    const { number } = await rollBack(setting, tx, check, followUp.asked);
    return await tell({ kind: 'rolls_back', request: number });
  }
  const others = await liveRequestsOfModel(tx, setting.workspaceId, row.registry, row.modelName);
  const other = others.find(({ target }) => target === row.target);
  if (other !== undefined) return await tell({ kind: 'waits', request: other.number });
  try {
    await askAgain(setting, tx, check, followUp.asked);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tell({ kind: 'cannot_ask', hindrance: error.message });
  }
}

/** Whether the request that an earlier check opened is still being decided or carried out. */
async function stillAsked(tx: Executor, row: ObligationRow): Promise<boolean> {
  const before = row.followUp === null ? null : await requestById(tx, row.workspaceId, row.followUp);
  const live: readonly string[] = unsettled;
  return before !== null && live.includes(before.state);
}

/** Asks people whether the version may stay, as for a new one; nothing moves until they decide, nor after a no. */
async function askAgain(setting: Setting, tx: Executor, check: FailedCheck, asked: Asked): Promise<void> {
  await enter(setting, tx, check, { action: 'promote', ...asked }, (facts) => ({
    ...governingPolicy(setting, facts),
    autoApprove: null,
  }));
}

/** Orders the rollback that the playbook promised; from there on it is carried out like any other. */
async function rollBack(setting: Setting, tx: Executor, check: FailedCheck, asked: Asked): Promise<RequestRow> {
  const policy = await readContent<EffectivePolicy>(tx, setting.workspaceId, check.request.policyDigest);
  const because = `Ordered by the playbook: “${check.row.what}” does not hold.`;
  return await enter(setting, tx, check, { action: 'rollback', ...asked }, () => orderedRollback(policy, because));
}

async function enter(
  setting: Setting,
  tx: Executor,
  { row, request, verdict }: FailedCheck,
  about: Asked & Pick<NewAsk, 'action'>,
  under: (facts: Facts) => EffectivePolicy,
): Promise<RequestRow> {
  const ask: NewAsk = {
    ...about,
    registry: request.registry,
    model: request.model,
    modelName: request.modelName,
    target: request.target,
    reason: `What R-${request.number} promised does not hold. ${row.what}: ${verdict.because}`,
    requester: { slackUser: '', person: null, name: 'Countersign' },
    entry: findCatalogueModel(setting.playbooks().set.models, request.registry, request.modelName),
    obligationId: row.id,
  };
  const draft = await draftRequest(setting, tx, ask, under);
  const details = { obligation: row.id, promised_with: `R-${request.number}` };
  const opened = await enterRequest(setting, tx, { ...ask, ...draft, details });
  await changeObligation(tx, row, { followUp: opened.id, told: null });
  return opened;
}
