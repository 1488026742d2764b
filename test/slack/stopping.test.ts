import { sql } from 'drizzle-orm';
import { expect, it, vi } from 'vitest';
import { votes } from '#store/schema/request.ts';
import { openScene } from '../support/scene.ts';

it.each(['http', 'socket'] as const)(
  'over %s, a vote that was acked is recorded before the program ends',
  async (mode) => {
    const scene = await openScene({ mode });
    const { db, pool } = scene.database;
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await scene.as('ben').presses('Approve…');
    const holder = await pool.connect();
    const jobsOpen = async () => {
      const { rows } = await db.execute(
        sql`select 1 from pg_stat_activity where datname = current_database() and application_name = 'countersign jobs'`,
      );
      return rows.length > 0;
    };
    try {
      await holder.query('begin; lock table hook_events in access exclusive mode');
      const viewId = scene.slack.see.modal('ben')?.viewId ?? '';
      const values = { reason: { reason: 'looked at the evidence, it is fine' } };
      expect(await scene.slack.act.submit({ as: 'ben', viewId, values })).toMatchObject({ acked: true });
      const stopped = scene.app.stop();
      // The work needs the queue, so that must not close before the work is done.
      const closed = vi.waitFor(async () => expect(await jobsOpen()).toBe(false), { timeout: 3_000 });
      await expect(closed).rejects.toThrow();
      await holder.query('rollback');
      await stopped;
      expect(await db.select().from(votes)).toMatchObject([{ person: 'ben', decision: 'approve' }]);
      expect(await jobsOpen()).toBe(false);
    } finally {
      holder.release();
      await scene.close({ unchecked: true });
    }
  },
);
