import { Refusal, UpstreamError } from '#errors.ts';
import type { Executor } from '#store/database.ts';
import { liveRequestsOfModel, type RequestRow, requestById } from '#store/requests.ts';
import { changeRun, lockRun, type RunRow, runById } from '#store/runs.ts';
import { enterRequest } from '../enter-request.ts';
import { recordHappening } from '../ledger-entry.ts';
import { draftRequest } from '../open-request.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { type ReadResult, readResult } from './run-result.ts';
import { showRun } from './show-run.ts';

/**
 * Shows what a run made beside what is there, and asks for its promotion where the playbook of the retraining says so,
 * once. While the registry does not answer nothing happens: the next sweep tries again.
 */
export async function finishRun(setting: Setting, runId: string): Promise<void> {
  const run = await runById(setting.db, setting.workspaceId, runId);
  if (run === null || run.state !== 'succeeded' || run.result !== null) return;
  const request = await requestById(setting.db, setting.workspaceId, run.requestId);
  if (request === null) throw new Error(`there is no request ${run.requestId}`);
  const read = await resultOr(setting, run, request);
  if (read === null) return;
  await setting.db.transaction(async (tx) => {
    const locked = await lockRun(tx, setting.workspaceId, runId);
    if (locked.result !== null) return;
    const promotion = await promotionOf(setting, tx, locked, read);
    const result = { ...read.result, note: promotion.note ?? read.result.note };
    const changed = await changeRun(tx, locked, { result, promotionId: promotion.request?.id ?? null });
    await showRun(setting, tx, changed);
    await showMessage(setting, tx, {
      key: messageKeys.runEnded(runId),
      channel: request.requesterSlack,
      content: { view: 'run-ended', runId },
    });
    if (promotion.request === null) return;
    await recordHappening(setting, tx, request, {
      event: 'run_proposed',
      details: { run: `T-${run.number}`, promotion: `R-${promotion.request.number}` },
    });
  });
}

/** Null while another try may tell more; what the registry refuses for good is a result without a version. */
async function resultOr(setting: Setting, run: RunRow, request: RequestRow): Promise<ReadResult | null> {
  try {
    return await readResult(setting, run, request);
  } catch (error) {
    const silent = error instanceof UpstreamError || error instanceof Refusal;
    if (!silent) throw error;
    if (error instanceof UpstreamError && error.retryable) return null;
    const nothing = { version: null, target: null, championVersion: null, rows: [] };
    return { ask: null, result: { ...nothing, note: error.message } };
  }
}

/** The request for what was made, or why there is none although the playbook says so. */
async function promotionOf(
  setting: Setting,
  tx: Executor,
  run: RunRow,
  { ask }: ReadResult,
): Promise<{ readonly request: RequestRow | null; readonly note: string | null }> {
  if (run.promoteTo === null || ask === null) return { request: null, note: null };
  const live = await liveRequestsOfModel(tx, setting.workspaceId, ask.registry, ask.modelName);
  const other = live.find(({ target }) => target === ask.target);
  if (other !== undefined) {
    const note = `R-${other.number} is about ${ask.target} already, so no promotion was asked for. Ask for it when that one is decided.`;
    return { request: null, note };
  }
  try {
    const draft = await draftRequest(setting, tx, ask);
    const details = { run: `T-${run.number}` };
    return { request: await enterRequest(setting, tx, { ...ask, ...draft, runId: run.id, details }), note: null };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { request: null, note: error.message };
  }
}
