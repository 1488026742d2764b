import type { DriftMonitor } from '#domain/drift.ts';
import { UpstreamError } from '#errors.ts';
import { changeDriftPoll, type DriftPollRow, takeDriftPoll } from '#store/drift-polls.ts';
import { addDriftReports } from '#store/drift-reports.ts';
import type { Setting } from '../setting.ts';
import { keepValues } from './keep-reports.ts';
import { type PreparedReport, prepareReport } from './translated-reports.ts';

/** Time between two readings of one monitor, and most after failures, in milliseconds. */
const pollEveryMs = 300_000;
const mostMs = 3_600_000;
/** A turn that took longer is free for another worker. */
const turnMs = 120_000;

/**
 * Asks a monitor what it reported since the last time, if it is due, and keeps that with the new place in one
 * transaction. What it says of waiting is obeyed; after downtime it goes on where it stood.
 */
export async function pollDrift(setting: Setting, connection: string): Promise<void> {
  const monitor = setting.drift.monitors.get(connection);
  if (monitor === undefined) return;
  const nowMs = Date.parse(setting.now());
  const turn = { now: new Date(nowMs), until: new Date(nowMs + turnMs) };
  const poll = await takeDriftPoll(setting.db, setting.workspaceId, connection, turn);
  if (poll === null) return;
  try {
    await readMonitor(setting, monitor, poll);
  } catch (error) {
    if (!(error instanceof UpstreamError)) throw error;
    const failures = poll.failures + 1;
    const afterMs = error.retryAfterMs ?? Math.min(pollEveryMs * 2 ** Math.min(poll.failures, 10), mostMs);
    const nextAt = new Date(nowMs + afterMs);
    await changeDriftPoll(setting.db, poll, { failures, trouble: error.message, nextAt });
  }
}

async function readMonitor(setting: Setting, monitor: DriftMonitor, poll: DriftPollRow): Promise<void> {
  const now = new Date(setting.now());
  const { reports, cursor } = await monitor.alertsSince(poll.cursor);
  const from = { connection: poll.connection, eventId: null, receivedAt: now };
  const prepared = new Map<string, PreparedReport>();
  for (const report of reports) prepared.set(report.id, await prepareReport(setting, from, report));
  await setting.db.transaction(async (tx) => {
    const all = [...prepared.values()];
    const added = await addDriftReports(
      tx,
      all.map(({ row }) => row),
    );
    await keepValues(
      setting,
      tx,
      all.filter(({ row }) => added.has(row.reportId)),
    );
    const nextAt = new Date(now.getTime() + pollEveryMs);
    await changeDriftPoll(tx, poll, { cursor, nextAt, failures: 0, trouble: null });
  });
}
