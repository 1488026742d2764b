import { epochMs, instantAt } from '#domain/instant.ts';
import { nextCheckAt } from '#playbook/obligations.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import { readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import { addObligations, changeObligation, type ObligationRow, openObligationsBefore } from '#store/obligations.ts';
import type { RequestRow } from '#store/requests.ts';
import { recordHappening } from './ledger-entry.ts';
import type { Setting } from './setting.ts';

/**
 * Begins what the policy of a request says is owed after it, once, and ends what was owed for the same target before.
 * Part of the transaction in which the request is done.
 */
export async function openObligations(setting: Setting, tx: Executor, request: RequestRow): Promise<void> {
  for (const before of await openObligationsBefore(tx, request)) {
    const ended = request.action === 'rollback' && before.followUp === request.id ? 'rolled_back' : 'superseded';
    await endObligation(setting, tx, before, request, ended);
  }
  const policy = await readContent<EffectivePolicy>(tx, setting.workspaceId, request.policyDigest);
  const openedAt = setting.now();
  const rows = policy.afterApproval.obligations.map((owed, position) => {
    const untilAt = instantAt(epochMs(openedAt) + owed.forMs);
    const next = nextCheckAt({ openedAt, untilAt, everyMs: owed.everyMs }, openedAt) ?? untilAt;
    return {
      id: setting.newId(),
      workspaceId: setting.workspaceId,
      requestId: request.id,
      position,
      registry: request.registry,
      modelName: request.modelName,
      target: request.target,
      version: request.version,
      what: owed.what,
      check: owed.check,
      everyMs: owed.everyMs,
      else: owed.else,
      owner: policy.owner,
      openedAt: new Date(openedAt),
      untilAt: new Date(untilAt),
      nextCheckAt: new Date(next),
    };
  });
  for (const row of await addObligations(tx, rows)) {
    await recordHappening(setting, tx, request, {
      event: 'obligation_opened',
      details: {
        obligation: row.id,
        what: row.what,
        every_ms: row.everyMs,
        until: row.untilAt.toISOString(),
        else: row.else,
      },
    });
  }
}

/** Ends something owed; `by` is the request about which the record says so. */
export async function endObligation(
  setting: Setting,
  tx: Executor,
  row: ObligationRow,
  by: RequestRow,
  ended: NonNullable<ObligationRow['ended']>,
): Promise<ObligationRow> {
  const changed = await changeObligation(tx, row, { ended, endedAt: new Date(setting.now()) });
  await recordHappening(setting, tx, by, { event: 'obligation_ended', details: { obligation: row.id, ended } });
  return changed;
}
