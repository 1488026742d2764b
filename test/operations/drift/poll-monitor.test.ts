import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { DriftMonitor, DriftReport } from '#domain/drift.ts';
import { pollDrift } from '#operations/drift/poll-monitor.ts';
import type { Setting } from '#operations/setting.ts';
import { seeDriftPoll } from '#store/drift-polls.ts';
import { UpstreamError } from '../../../src/errors.ts';
import { base, type DriftDesk, driftDesk } from './drift-desk.ts';

let desk: DriftDesk;
beforeEach(async () => {
  desk = await driftDesk();
});
afterEach(() => desk.close());

const report: DriftReport = {
  id: 'r-1',
  status: 'breach',
  watched: { registry: 'mlflow', model: 'fraud-scorer', version: '5', environment: null, deployed: null },
  window: null,
  at: new Date(base - 60_000).toISOString(),
  baseline: null,
  detector: 'test/1',
  reportUrl: null,
  readings: [
    { feature: 'amount', metric: 'js_divergence', value: 0.5, threshold: 0.1, comparator: '>=', breach: true },
  ],
  drill: false,
};

it('goes on where it stood, waits longer after each failure, and keeps what comes again once', async () => {
  const asked: (string | null)[] = [];
  let failing = true;
  const monitor = {
    alertsSince: async (cursor: string | null) => {
      asked.push(cursor);
      if (failing)
        throw new UpstreamError('Monitor', 'Monitor did not answer. It is asked again.', { retryable: true });
      return { reports: [report, report], cursor: `after ${cursor ?? 'nothing'}` };
    },
  } as unknown as DriftMonitor;
  const setting: Setting = { ...desk.setting, drift: { ...desk.setting.drift, monitors: new Map([['m', monitor]]) } };
  await seeDriftPoll(setting.db, 'T1', 'm', new Date(base));
  for (const minutes of [0, 4, 2, 5, 6]) {
    desk.passes(minutes);
    await pollDrift(setting, 'm');
  }
  // Due after 5 minutes, and after 10 more.
  expect(asked).toEqual([null, null, null]);
  failing = false;
  for (let n = 0; n < 2; n += 1) {
    desk.passes(30);
    await pollDrift(setting, 'm');
  }
  expect(asked.slice(3)).toEqual([null, 'after nothing']);
  const { rows } = await setting.db.execute(sql`select cursor, failures, trouble from drift_polls`);
  expect(rows).toEqual([{ cursor: 'after after nothing', failures: 0, trouble: null }]);
  expect((await setting.db.execute(sql`select report_id from drift_points`)).rows).toEqual([{ report_id: 'r-1' }]);
});
