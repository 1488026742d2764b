import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { takeDriftReports } from '#operations/drift/take-reports.ts';
import type { Setting } from '#operations/setting.ts';
import { takeHook } from '#operations/take-hook.ts';
import { base, type DriftDesk, driftDesk, reportOf } from './drift-desk.ts';

let desk: DriftDesk;
beforeEach(async () => {
  desk = await driftDesk();
});
afterEach(() => desk.close());

const count = async (query: ReturnType<typeof sql>) => Number((await desk.database.db.execute(query)).rows[0]?.['n']);
const values = [0.5, 0.5, 0.5, 0.1, 0.1, 0.1, 0.1, 0.1, 0.6, 0.6, 0.6, 0.6, null, 0.1, 0.1];
const story = values.map((value, hour) => ({ id: `e${hour}`, minutes: -60 * (values.length - hour), value }));

describe('drift reports', { timeout: 60_000 }, () => {
  it('give the same alerts in whatever order and however often they come', async () => {
    for (const told of story) await desk.sends(told);
    await desk.rests();
    const inOrder = await desk.alerts();
    expect(inOrder).toHaveLength(1);
    for (const order of [story.toReversed(), [...story.filter((_, n) => n % 3 === 1), ...story, ...story]]) {
      const other = await driftDesk();
      try {
        for (const told of order) {
          await other.sends(told);
          await other.rests();
        }
        expect(await other.alerts()).toEqual(inOrder);
      } finally {
        await other.close();
      }
    }
  });

  it('of one source neither hide nor hold up an alert of another', async () => {
    for (let n = 0; n < 700; n += 1) await desk.sends({ id: `f${n}`, minutes: -n, value: 0.1, model: 'home-ranker' });
    for (const minutes of [-200, -5]) {
      await desk.sends({ connection: 'quiet', id: `q${minutes}`, minutes, value: 0.9 });
    }
    const done: (string | null)[] = [];
    while ((await desk.alerts()).length === 0 && done.length < 20) done.push(await desk.works());
    expect(done.filter((name) => name === 'take-drift-reports').length).toBeLessThanOrEqual(3);
    expect(await count(sql`select count(*) as n from hook_events where handled_at is null`)).toBeGreaterThanOrEqual(
      300,
    );
    await desk.rests();
    expect(await count(sql`select count(*) as n from hook_events where handled_at is null`)).toBe(0);
    expect(await count(sql`select count(*) as n from drift_points`)).toBe(702);
  });

  it('are kept once and whole though taking them breaks off before it is committed', async () => {
    for (const told of story) await desk.sends(told);
    for (let at = 1; ; at += 1) {
      const broken = breakingOff(desk.setting, at);
      try {
        await takeDriftReports(broken, 'noisy');
        break;
      } catch (error) {
        expect(String(error)).toContain('broke off');
        expect(await count(sql`select count(*) as n from drift_points`)).toBe(0);
        expect(await count(sql`select count(*) as n from hook_events where handled_at is null`)).toBe(story.length);
      }
    }
    await desk.rests();
    expect(await count(sql`select count(*) as n from drift_points`)).toBe(story.length);
    expect(await count(sql`select count(*) as n from ledger where event = 'alert_opened'`)).toBe(1);
  });

  it('that were read for their sender are not read again, and what was read is kept only until they are taken', async () => {
    const read = desk.setting.drift.read('noisy', delivery(reportOf({ id: 'told', minutes: -1, value: 0.4 })));
    const news = { kind: 'drift', headers: {}, translation: read } as const;
    await takeHook(desk.setting, { connection: 'noisy', id: 'told', rawBody: Buffer.from('{"as": "sent"}'), news });
    const fault = { ok: false, because: 'It is broken.', at: '/a' } as const;
    const broken = { ...news, translation: fault };
    await takeHook(desk.setting, { connection: 'noisy', id: 'broken', rawBody: Buffer.from('{'), news: broken });
    expect(await count(sql`select count(*) as n from hook_events where translation is not null`)).toBe(2);
    const unread = () => {
      throw new Error('it was read again');
    };
    await takeDriftReports({ ...desk.setting, drift: { ...desk.setting.drift, read: unread } }, 'noisy');
    const rows = (await desk.database.db.execute(sql`select state, because, translation from hook_events`)).rows;
    expect(rows.toSorted((a, b) => (String(a['state']) < String(b['state']) ? -1 : 1))).toEqual([
      { state: 'accepted', because: expect.stringMatching(/^Taken for fraud-scorer v5/), translation: null },
      { state: 'unreadable', because: 'It is broken. It is at /a.', translation: null },
    ]);
    expect(await count(sql`select count(*) as n from drift_points where value = 0.4`)).toBe(1);
  });
});

function delivery(report: object) {
  return { headers: {}, rawBody: Buffer.from(JSON.stringify(report)), receivedAt: new Date(base).toISOString() };
}

/** The setting of a program that dies at its n-th sending of a job. */
function breakingOff(setting: Setting, at: number): Setting {
  let sent = 0;
  return {
    ...setting,
    sendJob: async (...job) => {
      sent += 1;
      if (sent === at) throw new Error('broke off');
      await setting.sendJob(...job);
    },
  };
}
