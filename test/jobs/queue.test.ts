import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { UpstreamError } from '#errors.ts';
import { openQueue, type Queue } from '#jobs/queue.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

interface Jobs {
  readonly greet: { readonly name: string };
  readonly tidy: { readonly id: string };
}

let database: FreshDatabase;
const opened: Queue<Jobs>[] = [];
const errors: unknown[] = [];
const dead: unknown[] = [];

beforeAll(async () => {
  database = await freshDatabase();
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((queue) => queue.stop()));
  await database.pool.query('delete from pgboss.job');
  errors.length = 0;
  dead.length = 0;
});
afterAll(() => database.close());

async function open(): Promise<Queue<Jobs>> {
  const queue = await openQueue<Jobs>({
    url: database.url,
    names: ['greet', 'tidy'],
    onError: (error) => errors.push(error),
    onDead: async (name, data) => void dead.push([name, data]),
    pollSeconds: 0.5,
  });
  opened.push(queue);
  return queue;
}

const patient = { timeout: 15_000, interval: 20 };

describe('sending', () => {
  test('makes a job exist if and only if the transaction commits', async () => {
    const queue = await open();
    const rolledBack = database.db.transaction(async (tx) => {
      await queue.send(tx, 'greet', { name: 'Ada' });
      throw new Error('no');
    });
    await expect(rolledBack).rejects.toThrow('no');
    expect(await queue.idle()).toBe(true);
    await database.db.transaction((tx) => queue.send(tx, 'greet', { name: 'Ada' }));
    expect(await queue.idle()).toBe(false);
  });

  test('with a greater priority goes before what waits, though it came later', async () => {
    const queue = await open();
    for (let n = 0; n < 60; n += 1) await queue.send(database.db, 'greet', { name: `${n}` });
    await queue.send(database.db, 'greet', { name: 'urgent' }, { priority: 3 });
    const seen: string[] = [];
    await queue.work({ greet: async ({ name }) => void seen.push(name), tidy: async () => {} });
    await vi.waitFor(() => expect(seen).toHaveLength(61), patient);
    // Three batches of ten may be under way at a time.
    expect(seen.indexOf('urgent')).toBeLessThan(30);
  });

  test('twice with equal data, or with an equal key, waits as one job', async () => {
    const queue = await open();
    for (let n = 0; n < 3; n += 1) await queue.send(database.db, 'greet', { name: 'Ada' });
    await queue.send(database.db, 'greet', { name: 'Grace' });
    await queue.send(database.db, 'greet', { name: 'Edsger' }, { singletonKey: '{"name":"Grace"}' });
    const seen: string[] = [];
    await queue.work({ greet: async ({ name }) => void seen.push(name), tidy: async () => {} });
    await vi.waitUntil(() => queue.idle(), patient);
    expect(seen.toSorted()).toEqual(['Ada', 'Grace']);
  });

  test('for later is not due now, and does not keep the queue from being idle', async () => {
    const queue = await open();
    await queue.send(database.db, 'tidy', { id: 'in a minute' }, { startAfter: 60 });
    await queue.send(database.db, 'tidy', { id: 'at a time' }, { startAfter: new Date(Date.now() + 60_000) });
    expect(await queue.idle()).toBe(true);
    await queue.send(database.db, 'tidy', { id: 'a time ago' }, { startAfter: new Date(Date.now() - 60_000) });
    await queue.send(database.db, 'tidy', { id: 'soon' }, { startAfter: 0.05 });
    const seen: string[] = [];
    await queue.work({ greet: async () => {}, tidy: async ({ id }) => void seen.push(id) });
    await vi.waitUntil(() => seen.length === 2, patient);
    expect(seen.toSorted()).toEqual(['a time ago', 'soon']);
  });
});

describe('opening', () => {
  test('by several processes at once, on a database that has no engine yet, succeeds for all', async () => {
    const fresh = await freshDatabase();
    const options = { url: fresh.url, names: ['greet', 'tidy'] as const, onDead: async () => {} };
    const onError = (error: unknown) => expect.unreachable(String(error));
    const queues = await Promise.all([1, 2, 3].map(() => openQueue<Jobs>({ ...options, onError })));
    await queues[0]?.send(fresh.db, 'greet', { name: 'Ada' });
    expect(await queues[2]?.idle()).toBe(false);
    await Promise.all(queues.map((queue) => queue.stop()));
    await fresh.close();
  });
});

describe('working', () => {
  test('runs a job that sends itself again once more, afterwards', async () => {
    const queue = await open();
    let running = 0;
    let runs = 0;
    const greet = async (data: Jobs['greet']) => {
      running += 1;
      runs += 1;
      expect(running).toBe(1);
      if (runs < 3) await database.db.transaction((tx) => queue.send(tx, 'greet', data, { startAfter: 0.01 }));
      running -= 1;
    };
    await queue.work({ greet, tidy: async () => {} });
    await queue.send(database.db, 'greet', { name: 'Ada' });
    await vi.waitUntil(() => runs === 3, patient);
    await vi.waitUntil(() => queue.idle(), patient);
  });

  test('tries a broken job again and leaves the others of its batch alone', async () => {
    const queue = await open();
    const seen: string[] = [];
    const greet = async ({ name }: Jobs['greet']) => {
      if (name === 'broken') throw new TypeError('broken');
      seen.push(name);
    };
    for (const name of ['a', 'broken', 'b']) await queue.send(database.db, 'greet', { name });
    await queue.work({ greet, tidy: async () => {} });
    await vi.waitUntil(() => errors.length > 0 && seen.length === 2, patient);
    const job = `select state, retry_count from pgboss.job where data->>'name' = 'broken'`;
    await vi.waitUntil(async () => (await database.pool.query(job)).rows[0]?.state === 'retry', patient);
    expect(errors).toEqual([new TypeError('broken')]);
  });

  test('tells of a job that another system refused for good', async () => {
    const queue = await open();
    const error = new UpstreamError('MLflow', 'forbidden', { retryable: false });
    await queue.work({
      greet: async () => {
        throw error;
      },
      tidy: async () => {},
    });
    await queue.send(database.db, 'greet', { name: 'Ada' });
    await vi.waitUntil(() => dead.length > 0, patient);
    expect(dead).toEqual([['greet', { name: 'Ada' }]]);
    expect(errors).toEqual([error]);
  });

  test('goes on after every connection to the database was cut', async () => {
    const queue = await open();
    const seen: string[] = [];
    await queue.work({ greet: async ({ name }) => void seen.push(name), tidy: async () => {} });
    const others = 'from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()';
    await database.pool.query(`select pg_terminate_backend(pid) ${others}`);
    await vi.waitUntil(
      async () => {
        await queue.send(database.db, 'greet', { name: 'Ada' }).catch(() => {});
        return seen.length > 0;
      },
      { ...patient, interval: 200 },
    );
    await vi.waitUntil(() => queue.idle(), patient);
  });

  test('ends only when the jobs that run have ended, and leaves the rest for the next process', async () => {
    const queue = await open();
    const { promise: gate, resolve: openGate } = Promise.withResolvers<void>();
    const ended: string[] = [];
    let begun = 0;
    const greet = async ({ name }: Jobs['greet']) => {
      begun += 1;
      await gate;
      ended.push(name);
    };
    await queue.work({ greet, tidy: async () => {} });
    await queue.send(database.db, 'greet', { name: 'Ada' });
    await vi.waitUntil(() => begun === 1, patient);
    const stopped = queue.stop();
    openGate();
    await stopped;
    expect(ended).toEqual(['Ada']);
    const next = await open();
    expect(await next.idle()).toBe(true);
  });
});
