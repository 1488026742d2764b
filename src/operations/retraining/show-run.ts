import type { Executor } from '#store/database.ts';
import { changeRun, type RunRow } from '#store/runs.ts';
import { showAlertsOfRequest } from '../drift-answers/show-alert.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Shows the message of a run as its row is, and the alert that it answers. Part of the transaction that holds the row. */
export async function showRun(setting: Setting, tx: Executor, run: RunRow): Promise<RunRow> {
  await showMessage(setting, tx, {
    key: messageKeys.run(run.id),
    channel: run.channel,
    content: { view: 'run-card', runId: run.id },
  });
  await showAlertsOfRequest(setting, tx, run.requestId);
  return await changeRun(tx, run, { shownAt: new Date(setting.now()), lags: false });
}
