import { randomUUID } from 'node:crypto';
import { eq, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type ClaimedEffect,
  claimEffect,
  confirmEffect,
  markUnresolved,
  noteUnclear,
  refuseEffect,
  releaseEffect,
  writeAhead,
} from '#store/effect-lease.ts';
import {
  answerUnresolved,
  cancelEffect,
  comeBackInMs,
  countOpenEffects,
  effectById,
  intendEffect,
  type NewEffect,
  nextInOrder,
  overdueEffects,
  sweepableEffects,
} from '#store/effects.ts';
import { effects } from '#store/schema/delivery.ts';
import { addWorkspace, type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let workspaceId: string;
beforeAll(async () => {
  database = await freshDatabase();
  workspaceId = await addWorkspace(database.db, 'T1');
});
afterAll(() => database.close());

const leaseMs = 60_000;

async function intend(orderKey: string, more: Partial<NewEffect> = {}): Promise<string> {
  const id = randomUUID();
  const effect = { id, workspaceId, kind: 'slack.post', orderKey, idemKey: id, payload: { text: 'hello' }, ...more };
  return (await database.db.transaction((tx) => intendEffect(tx, effect))).effect.id;
}

async function claim(id: string): Promise<ClaimedEffect> {
  const claimed = await claimEffect(database.db, { id, leaseMs });
  if (claimed === null) throw new Error('not claimed');
  return claimed;
}

/** Lets the lease of an effect run out. */
async function expire(id: string): Promise<void> {
  await database.db.update(effects).set({ leaseUntil: sql`now()` }).where(eq(effects.id, id));
}

describe('an intention', () => {
  test('with a known key is the same effect, and an error if it means something else', async () => {
    const id = await intend('intend', { idemKey: 'once' });
    expect(await intend('intend', { idemKey: 'once' })).toBe(id);
    for (const other of [{ payload: { text: 'bye' } }, { kind: 'slack.update' }]) {
      await expect(intend('intend', { idemKey: 'once', ...other })).rejects.toThrow('as something else');
    }
    const elsewhere = await addWorkspace(database.db, 'T2');
    expect(await intend('intend', { idemKey: 'once', workspaceId: elsewhere, payload: { text: 'bye' } })).not.toBe(id);
  });

  test('written by two transactions at once is one effect', async () => {
    const ids = await Promise.all(Array.from({ length: 8 }, () => intend('race', { idemKey: 'race' })));
    expect(new Set(ids).size).toBe(1);
  });

  test('can be taken back until it may have been sent, even from under a lease', async () => {
    const [idle, leased, sent] = [await intend('c1'), await intend('c2'), await intend('c3')];
    const holder = await claim(leased);
    await writeAhead(database.db, await claim(sent));
    expect(await cancelEffect(database.db, idle)).toBe(true);
    expect(await cancelEffect(database.db, leased)).toBe(true);
    expect(await cancelEffect(database.db, sent)).toBe(false);
    expect(await writeAhead(database.db, holder)).toBe(false);
    expect(await effectById(database.db, leased)).toMatchObject({ state: 'cancelled' });
  });
});

describe('a lease', () => {
  test('goes to one of many who ask at once', async () => {
    const ids = await Promise.all(Array.from({ length: 12 }, (_, n) => intend(`many-${n}`, { kind: 'many' })));
    const asked = ids.flatMap((id) => [id, id, id, id]).map((id) => claimEffect(database.db, { id, leaseMs }));
    const got = (await Promise.all(asked)).filter((claimed) => claimed !== null);
    expect(got.map((claimed) => claimed.id).toSorted()).toEqual(ids.toSorted());
  });

  test('goes to any due effect where none is named, the oldest first', async () => {
    await database.db.update(effects).set({ state: 'cancelled', blocks: false });
    const first = await intend('any-1');
    await intend('any-2', { delayMs: 60_000 });
    const second = await intend('any-3');
    const got = [];
    for (let n = 0; n < 3; n += 1) got.push((await claimEffect(database.db, { leaseMs }))?.id);
    expect(got).toEqual([first, second, undefined]);
  });

  test('once run out and taken by another, no longer lets its holder write anything', async () => {
    const id = await intend('fence');
    const slow = await claim(id);
    await expire(id);
    const fast = await claim(id);
    expect(await writeAhead(database.db, slow)).toBe(false);
    expect(await confirmEffect(database.db, slow, { ts: 'slow' })).toBe(false);
    expect(await refuseEffect(database.db, slow, 'no')).toBe(false);
    expect(await markUnresolved(database.db, slow, { because: '?', blocks: true })).toBe(false);
    expect(await releaseEffect(database.db, slow, { afterMs: 0, because: '' })).toBe(false);
    expect(await noteUnclear(database.db, slow, '?')).toBeNull();
    expect(await confirmEffect(database.db, fast, { ts: 'fast' })).toBe(true);
    expect(await effectById(database.db, id)).toMatchObject({
      state: 'confirmed',
      providerRef: { ts: 'fast' },
      attempts: 2,
    });
  });

  test('run out but taken by nobody still lets its holder confirm', async () => {
    const id = await intend('late');
    const holder = await claim(id);
    await writeAhead(database.db, holder);
    await expire(id);
    expect(await confirmEffect(database.db, holder, {})).toBe(true);
  });
});

describe('order', () => {
  test('holds within a key and a workspace, and nowhere else', async () => {
    const other = await addWorkspace(database.db, 'T3');
    const [first, second] = [await intend('line'), await intend('line')];
    const elsewhere = await intend('line', { workspaceId: other });
    expect(await claimEffect(database.db, { id: second, leaseMs })).toBeNull();
    expect(await claimEffect(database.db, { id: elsewhere, leaseMs })).not.toBeNull();
    const holder = await claim(first);
    expect(await nextInOrder(database.db, holder)).toMatchObject({ id: first });
    await confirmEffect(database.db, holder, {});
    expect(await nextInOrder(database.db, holder)).toEqual({ id: second, dueInMs: 0 });
    expect(await claimEffect(database.db, { id: second, leaseMs })).not.toBeNull();
  });

  test('waits for a person where an unresolved effect blocks, until that person answers', async () => {
    for (const answer of ['again', { there: { by: 'U1' } }] as const) {
      const key = `blocked-${typeof answer}`;
      const [first, second] = [await intend(key), await intend(key)];
      const holder = await claim(first);
      await writeAhead(database.db, holder);
      await markUnresolved(database.db, holder, { because: 'nobody knows', blocks: true });
      expect(await nextInOrder(database.db, holder)).toBeNull();
      expect(await claimEffect(database.db, { id: second, leaseMs })).toBeNull();
      expect(await sweepableEffects(database.db, 1000)).not.toContain(second);
      const answered = await answerUnresolved(database.db, first, answer);
      expect(answered).toMatchObject({ state: answer === 'again' ? 'intent' : 'confirmed' });
      expect(await answerUnresolved(database.db, first, answer)).toBeNull();
      expect(await nextInOrder(database.db, holder)).toMatchObject({ id: answer === 'again' ? first : second });
    }
  });
});

describe('the sweep', () => {
  test('finds what is due, first in its order and not leased', async () => {
    const [due, behind, later, leased] = [
      await intend('s1'),
      await intend('s1'),
      await intend('s2', { delayMs: 60_000 }),
      await intend('s3'),
    ];
    await claim(leased);
    const before = await sweepableEffects(database.db, 1000);
    expect([due, behind, later, leased].filter((id) => before.includes(id))).toEqual([due]);
    await expire(leased);
    expect(await sweepableEffects(database.db, 1000)).toContain(leased);
    expect(await sweepableEffects(database.db, 1)).toHaveLength(1);
  });

  test('comes back to an effect when its lease or wait ends, and soon to one that waits its turn', async () => {
    const [leased, waiting, behind, done] = [
      await intend('w1'),
      await intend('w2', { delayMs: 5_000 }),
      await intend('w1'),
      await intend('w3'),
    ];
    await claim(leased);
    await confirmEffect(database.db, await claim(done), {});
    expect(await comeBackInMs(database.db, leased)).toBeGreaterThan(leaseMs / 2);
    expect(await comeBackInMs(database.db, waiting)).toBeLessThanOrEqual(5_000);
    expect(await comeBackInMs(database.db, behind)).toBe(1_000);
    expect(await comeBackInMs(database.db, done)).toBeNull();
    expect(await comeBackInMs(database.db, randomUUID())).toBeNull();
  });

  test('alarms about what has been open too long, counted from when it was first due', async () => {
    const [old, young, delayed] = [await intend('o1'), await intend('o2'), await intend('o3', { delayMs: 3_600_000 })];
    const anHourAgo = sql`now() - interval '1 hour'`;
    for (const id of [old, delayed]) {
      await database.db.update(effects).set({ createdAt: anHourAgo }).where(eq(effects.id, id));
    }
    await database.db.update(effects).set({ notBefore: anHourAgo }).where(eq(effects.id, old));
    const overdue = (await overdueEffects(database.db, 300_000)).map((row) => row.id);
    expect([old, young, delayed].filter((id) => overdue.includes(id))).toEqual([old]);
  });

  test('is at rest when nothing is open', async () => {
    const quiet = await addWorkspace(database.db, 'T4');
    expect(await countOpenEffects(database.db, [quiet])).toBe(0);
    const id = await intend('rest', { workspaceId: quiet });
    expect(await countOpenEffects(database.db, [quiet])).toBe(1);
    await refuseEffect(database.db, await claim(id), 'no');
    expect(await countOpenEffects(database.db, [quiet])).toBe(0);
    expect(await countOpenEffects(database.db)).toBeGreaterThan(0);
  });
});
