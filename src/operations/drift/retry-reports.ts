import { changeWaitingReport, waitingReports } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import { keepValues } from './keep-reports.ts';
import { settleAgain } from './take-reports.ts';
import { aheadMs, type PreparedReport, prepareReport } from './translated-reports.ts';

const turn = 100;
/** How long until a model that was not known is looked for again under the same playbooks, in milliseconds. */
const againMs = 600_000;

/**
 * Tries reports again that wait: for their time to come, or for a model that was not known and may be now. Where more
 * wait it sends itself again.
 */
export async function retryDriftReports(setting: Setting): Promise<void> {
  const nowMs = Date.parse(setting.now());
  const due = {
    until: new Date(nowMs + aheadMs),
    playbooks: setting.playbooks().number,
    triedBefore: new Date(nowMs - againMs),
    limit: turn,
  };
  const rows = await waitingReports(setting.db, setting.workspaceId, due);
  const prepared: PreparedReport[] = [];
  for (const { connection, eventId, receivedAt, body } of rows) {
    if (body !== null) prepared.push(await prepareReport(setting, { connection, eventId, receivedAt }, body));
  }
  if (prepared.length === 0) return;
  await setting.db.transaction(async (tx) => {
    const taken: PreparedReport[] = [];
    for (const one of prepared) {
      if (!(await changeWaitingReport(tx, one.row))) continue;
      const { connection, eventId } = one.row;
      if (eventId !== null) await settleAgain(setting, tx, connection, eventId);
      if (one.row.state === 'accepted') taken.push(one);
    }
    await keepValues(setting, tx, taken);
    if (rows.length === turn) await setting.sendJob(tx, 'retry-drift-reports', {});
  });
}
