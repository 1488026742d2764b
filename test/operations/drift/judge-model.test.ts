import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { judgeDrift } from '#operations/drift/judge-model.ts';
import { sweepDrift } from '#operations/drift/sweep-drift.ts';
import type { Setting } from '#operations/setting.ts';
import { type DriftDesk, driftDesk } from './drift-desk.ts';

let desk: DriftDesk;
afterEach(() => desk.close());

const rowsOf = async (of: DriftDesk, query: ReturnType<typeof sql>) => (await of.database.db.execute(query)).rows;
const lacks = async () =>
  await rowsOf(
    desk,
    sql`select rule, because, cleared_at is not null as ended from drift_alerts where kind = 'no_data' order by number`,
  );
const hours = 60;
const watched = { registry: 'mlflow', modelName: 'fraud-scorer' };
const sweepAfter = async (minutes: number) => {
  desk.passes(minutes);
  await sweepDrift(desk.setting);
  await desk.rests();
};

describe('a monitor that says nothing', { timeout: 60_000 }, () => {
  it('is one alert for all the alerts that wait for it, and another one only for another monitor', async () => {
    desk = await driftDesk();
    for (const metric of ['js_divergence', 'psi']) await desk.sends({ id: metric, minutes: 0, value: 0.1, metric });
    await desk.rests();
    for (const wait of [25 * hours, 5, 5]) await sweepAfter(wait);
    expect(await lacks()).toMatchObject([{ ended: false }]);
    // One signal comes again, so that the other is the one that is missed.
    await desk.sends({ id: 'again', minutes: 25 * hours, value: 0.1 });
    await desk.rests();
    await sweepAfter(5);
    const after = await lacks();
    expect(after.filter(({ ended }) => ended === false)).toMatchObject([{ rule: 'input-drift' }]);
    expect(after.filter(({ ended }) => ended === true).length).toBe(after.length - 1);
  });

  it('although the catalogue names it, is said once if it never reported, until it does', async () => {
    desk = await driftDesk({ monitored: ['fraud/scorer'] });
    await sweepAfter(0);
    await sweepAfter(23 * hours);
    expect(await lacks()).toEqual([]);
    for (const wait of [2 * hours, 5, 25 * hours]) await sweepAfter(wait);
    const never = 'Nothing has been reported since it is watched, for as long as the playbook allows.';
    expect(await lacks()).toMatchObject([{ because: never, ended: false }]);
    await desk.sends({ id: 'first', minutes: 50 * hours, value: 0.1 });
    await desk.rests();
    expect(await lacks()).toMatchObject([{ because: 'It reports now.', ended: true }]);
    await sweepAfter(25 * hours);
    expect(await lacks()).toHaveLength(2);
    // Others take over from the version that fell silent.
    await rowsOf(desk, sql`update models set aliases = '{"production": "6"}' where name = 'fraud-scorer'`);
    await desk.sends({ id: 'last', minutes: 30, value: 0.1 });
    await desk.rests();
    expect((await lacks()).at(-1)).toMatchObject({ because: expect.stringMatching(/^v5 serves no more/), ended: true });
  });
});

describe('a monitor of alerts that are each of one feature', { timeout: 60_000 }, () => {
  it('is missed too if it never reported, and not any more once it reports anything', async () => {
    desk = await driftDesk({ monitored: ['fraud/scorer'], byFeature: true });
    await sweepAfter(0);
    for (const wait of [25 * hours, 5, 25 * hours]) await sweepAfter(wait);
    expect(await lacks()).toMatchObject([
      { because: expect.stringMatching(/^Nothing has been reported/), ended: false },
    ]);
    await desk.sends({ id: 'first', minutes: 45 * hours, value: 0.5 });
    await desk.sends({ id: 'second', minutes: 50 * hours, value: 0.5 });
    await desk.rests();
    expect(await lacks()).toMatchObject([{ because: 'It reports now.', ended: true }]);
    // Nothing but the feature itself raises an alert.
    expect(await rowsOf(desk, sql`select feature from drift_alerts where kind = 'drift'`)).toEqual([
      { feature: 'amount' },
    ]);
    await sweepAfter(5);
    expect(await lacks()).toHaveLength(1);
  });

  it('is heard although it names no version', async () => {
    desk = await driftDesk({ monitored: ['fraud/scorer'], byFeature: true });
    await rowsOf(desk, sql`update models set aliases = '{}' where name = 'fraud-scorer'`);
    await sweepAfter(0);
    await sweepAfter(25 * hours);
    for (const minutes of [20, 25]) {
      await desk.sends({ id: `of-none-${minutes}`, minutes: minutes * hours, value: 0.5, version: null });
    }
    await desk.rests();
    expect(await lacks()).toMatchObject([{ because: 'It reports now.', ended: true }]);
    expect(await rowsOf(desk, sql`select feature, version from drift_alerts where kind = 'drift'`)).toEqual([
      { feature: 'amount', version: null },
    ]);
  });
});

describe('the judgement of a model', { timeout: 60_000 }, () => {
  it('leaves nothing where it broke off, and says the same the next time', async () => {
    desk = await driftDesk();
    const whole = await driftDesk();
    try {
      for (const one of [desk, whole]) {
        for (const minutes of [-900, -840, -780, -300, -240, -180, -120, -5]) {
          await one.sends({ id: `e${minutes}`, minutes, value: minutes < -700 || minutes > -130 ? 0.5 : 0.1 });
        }
        while (one.waiting[0]?.name !== 'judge-drift') await one.works();
      }
      await judgeDrift(whole.setting, watched);
      const before = await state(desk);
      let broken = 0;
      for (let at = 1; ; at += 1) {
        const { setting, broke } = breakingOff(desk.setting, at);
        try {
          await judgeDrift(setting, watched);
        } catch (error) {
          expect(String(error)).toContain('broke off');
        }
        if (!broke()) break;
        broken += 1;
        expect(await state(desk)).toEqual(before);
      }
      expect(broken).toBeGreaterThan(20);
      expect(await state(desk)).toEqual(await state(whole));
      expect(await state(desk)).not.toEqual(before);
    } finally {
      await whole.close();
    }
  });
});

/** What a judgement writes, without ids. */
async function state(of: DriftDesk) {
  return await Promise.all([
    rowsOf(
      of,
      sql`select number, kind, rule, opened_at, cleared_at, told_at, because from drift_alerts order by number`,
    ),
    rowsOf(of, sql`select event, seq from ledger order by seq`),
    rowsOf(of, sql`select rule, memory, judged_until, next_look_at from drift_groups order by rule`),
    rowsOf(of, sql`select dirty_from, next_look_at from drift_models`),
    rowsOf(of, sql`select wanted_revision, view ->> 'view' as view from messages order by view, wanted_revision`),
    rowsOf(of, sql`select kind, count(*)::int as n from effects group by kind`),
  ]);
}

/** The setting of a program that dies before its n-th statement or job within a transaction. */
function breakingOff(setting: Setting, at: number): { readonly setting: Setting; readonly broke: () => boolean } {
  let done = 0;
  const step = () => {
    done += 1;
    if (done === at) throw new Error('broke off');
  };
  const statements = new Set(['select', 'selectDistinct', 'selectDistinctOn', 'insert', 'update', 'delete', 'execute']);
  const counting = <T extends object>(tx: T): T =>
    new Proxy(tx, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== 'function') return value;
        return (...given: unknown[]) => {
          if (statements.has(String(name))) step();
          return Reflect.apply(value, target, given) as unknown;
        };
      },
    });
  const db = new Proxy(setting.db, {
    get: (target, name) =>
      name === 'transaction'
        ? (work: (tx: object) => Promise<unknown>) => target.transaction((tx) => work(counting(tx)))
        : (Reflect.get(target, name, target) as unknown),
  });
  return {
    setting: {
      ...setting,
      db,
      sendJob: async (...job) => {
        step();
        await setting.sendJob(...job);
      },
    },
    broke: () => done >= at,
  };
}
