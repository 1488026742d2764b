import { addCriterion } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import type { RequestRow } from '#store/requests.ts';
import { recordHappening } from '../ledger-entry.ts';
import type { Setting } from '../setting.ts';
import { isAboutCandidate } from './demanded-of.ts';
import { judgeAnew } from './judge-anew.ts';
import type { Demand } from './read-demand.ts';

/** Whose rejection demands something, and the role that answers for the playbook it was rejected under. */
export interface Demanding {
  readonly person: string;
  readonly slackUser: string;
  readonly owner: string;
}

/**
 * Writes what a rejection demands of the next candidate. Part of the transaction that records the rejection. A request
 * that is about no candidate can demand nothing: then this does nothing.
 */
export async function setCriterion(
  setting: Setting,
  tx: Executor,
  request: RequestRow,
  demand: Demand,
  { person, slackUser, owner }: Demanding,
): Promise<void> {
  if (!isAboutCandidate(request)) return;
  const row = await addCriterion(tx, {
    id: setting.newId(),
    workspaceId: setting.workspaceId,
    requestId: request.id,
    registry: request.registry,
    modelName: request.modelName,
    target: request.target,
    metric: demand.metric,
    sliceDimension: demand.slice?.dimension ?? null,
    sliceValue: demand.slice?.value ?? null,
    op: demand.op,
    bound: demand.value,
    dueAt: demand.due === null ? null : new Date(demand.due),
    setBy: person,
    owner,
    openedAt: new Date(setting.now()),
  });
  await recordHappening(setting, tx, request, {
    event: 'criterion_set',
    actor: { person, slackUser, actingFor: null },
    details: {
      criterion: row.id,
      metric: row.metric,
      slice: demand.slice === null ? null : { ...demand.slice },
      op: row.op,
      value: String(row.bound),
      due: demand.due,
    },
  });
  await judgeAnew(setting, tx, request);
}
