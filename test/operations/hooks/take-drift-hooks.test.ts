import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { hookTaker } from '#operations/take-hook.ts';
import { type DriftDesk, driftDesk } from '../drift/drift-desk.ts';

let desk: DriftDesk;
beforeEach(async () => {
  desk = await driftDesk();
});
afterEach(() => desk.close());

const rows = async () =>
  (await desk.database.db.execute(sql`select external_id as id, repeats from hook_events order by external_id`)).rows;
const hook = (id: string, connection = 'noisy', raw = '{}') => ({
  connection,
  id,
  rawBody: Buffer.from(raw),
  news: { kind: 'drift', headers: {}, translation: null } as const,
});

/** The setting with a count of the statements that store something. */
function counting() {
  let inserts = 0;
  const db = new Proxy(desk.setting.db, {
    get: (target, name) => {
      if (name === 'insert') inserts += 1;
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { setting: { ...desk.setting, db }, inserts: () => inserts };
}

describe('drift reports that come at the same time', { timeout: 60_000 }, () => {
  it('are stored by few statements, each once, and one job reads those of a connection', async () => {
    const { setting, inserts } = counting();
    const take = hookTaker(setting);
    const ids = Array.from({ length: 50 }, (_, at) => `e${String(at).padStart(2, '0')}`);
    await Promise.all(ids.map((id, at) => take(hook(id, at % 2 === 0 ? 'noisy' : 'quiet'))));
    expect(await rows()).toEqual(ids.map((id) => ({ id, repeats: 0 })));
    expect(inserts()).toBeLessThan(5);
    expect(desk.waiting.map(({ data }) => data)).toEqual([{ connection: 'noisy' }, { connection: 'quiet' }]);
  });

  it('are counted as repeats where they are, also within one turn', async () => {
    const take = hookTaker(desk.setting);
    await Promise.all(['first', 'a', 'a', 'b', 'a'].map((id) => take(hook(id))));
    await take(hook('b'));
    expect(await rows()).toEqual([
      { id: 'a', repeats: 2 },
      { id: 'b', repeats: 1 },
      { id: 'first', repeats: 0 },
    ]);
  });

  it('are kept though one among them cannot be, and only its sender is told', async () => {
    const take = hookTaker(desk.setting);
    const all = await Promise.allSettled(['first', 'a', 'null\u0000', 'b'].map((id) => take(hook(id))));
    expect(all.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled']);
    expect((await rows()).map(({ id }) => id)).toEqual(['a', 'b', 'first']);
  });
});
