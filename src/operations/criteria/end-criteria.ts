import type { Json } from '#domain/canonical-json.ts';
import { type CriterionRow, criteriaDue, finishCriterion, lockCriterion, openCriteria } from '#store/criteria.ts';
import type { Executor } from '#store/database.ts';
import { type RequestRow, requestById } from '#store/requests.ts';
import { showCard } from '../apply-judgement.ts';
import { type Happening, recordHappening } from '../ledger-entry.ts';
import { holdRequest, verdictOf } from '../load-request.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { isAboutCandidate } from './demanded-of.ts';
import { judgeAnew } from './judge-anew.ts';

/** How a criterion ends, and what the ledger says of it besides. */
export interface CriterionEnd {
  readonly ended: NonNullable<CriterionRow['ended']>;
  readonly metBy?: string;
  readonly withdrawnBy?: string;
  readonly reason?: string;
  readonly actor?: Happening['actor'];
  readonly details?: Readonly<Record<string, Json>>;
}

/**
 * Ends what the rejection of a request demanded, once: nobody is held to it any more, the rejected card and a line
 * below it say so, and live requests are judged again.
 */
export async function endCriterion(
  setting: Setting,
  tx: Executor,
  row: CriterionRow,
  rejected: RequestRow,
  { actor, details, ...end }: CriterionEnd,
): Promise<void> {
  const changed = await finishCriterion(tx, row, { ...end, endedAt: new Date(setting.now()) });
  if (changed === null) return;
  await recordHappening(setting, tx, rejected, {
    event: 'criterion_ended',
    ...(actor === undefined ? {} : { actor }),
    details: { criterion: row.id, ended: end.ended, ...details },
  });
  await showCard(setting, tx, rejected);
  await showMessage(setting, tx, {
    key: messageKeys.criterionEnded(row.id),
    channel: rejected.channel,
    threadKey: messageKeys.card(rejected.id),
    content: { view: 'criterion-ended', requestId: rejected.id },
  });
  await judgeAnew(setting, tx, rejected);
}

/** Ends every criterion that a version met which now holds the target. Part of the transaction in which it does. */
export async function endMetCriteria(setting: Setting, tx: Executor, promoted: RequestRow): Promise<void> {
  if (!isAboutCandidate(promoted)) return;
  const passed = new Set(verdictOf(promoted).evidence.flatMap(({ id, status }) => (status === 'passed' ? [id] : [])));
  const { registry, modelName, target } = promoted;
  const open = await openCriteria(tx, { workspaceId: setting.workspaceId, registry, modelName, target });
  for (const { criterion } of open) {
    const rejected = passed.has(criterion.id) ? await requestById(tx, setting.workspaceId, criterion.requestId) : null;
    if (rejected === null) continue;
    await endCriterion(setting, tx, criterion, rejected, {
      ended: 'met',
      metBy: promoted.version,
      details: { met_by: `R-${promoted.number}`, version: promoted.version },
    });
  }
}

/** Ends every criterion whose due date has passed. */
export async function sweepCriteria(setting: Setting): Promise<void> {
  for (const { requestId } of await criteriaDue(setting.db, setting.workspaceId, new Date(setting.now()))) {
    await setting.db.transaction(async (tx) => {
      const rejected = await holdRequest(setting, tx, requestId);
      const row = await lockCriterion(tx, setting.workspaceId, requestId);
      if (row === null || row.endedAt !== null) return;
      await endCriterion(setting, tx, row, rejected, { ended: 'lapsed' });
    });
  }
}
