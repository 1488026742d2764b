import type { Executor } from '#store/database.ts';
import { changeRun, type RunRow } from '#store/runs.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';

/** Shows the message of a run, or shows it anew as its row is. Part of the transaction that holds the row. */
export async function showRun(setting: Setting, tx: Executor, run: RunRow): Promise<RunRow> {
  await showMessage(setting, tx, {
    key: messageKeys.run(run.id),
    channel: run.channel,
    content: { view: 'run-card', runId: run.id },
  });
  return await changeRun(tx, run, { shownAt: new Date(setting.now()), lags: false });
}
