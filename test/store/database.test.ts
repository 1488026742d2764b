import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type OpenDatabase, openDatabase } from '#store/database.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let opened: OpenDatabase;
const errors: Error[] = [];

beforeAll(async () => {
  database = await freshDatabase();
  opened = openDatabase({
    url: database.url,
    maxConnections: 2,
    statementTimeoutMs: 200,
    onError: (error) => errors.push(error),
  });
});
afterAll(async () => {
  await opened.close();
  await database.close();
});

async function backendPid(db: { execute: OpenDatabase['db']['execute'] }): Promise<number> {
  const { rows } = await db.execute<{ pid: number }>(sql`select pg_backend_pid() as pid`);
  return rows[0]?.pid ?? 0;
}

describe('a pool', () => {
  test('outlives connections that break, idle or within a transaction, and reports them', async () => {
    const idle = await backendPid(opened.db);
    await database.pool.query('select pg_terminate_backend($1, 5000)', [idle]);
    const inTransaction = opened.db.transaction(async (tx) => {
      await database.pool.query('select pg_terminate_backend($1, 5000)', [await backendPid(tx)]);
      await tx.execute(sql`select 1`);
    });
    await expect(inTransaction).rejects.toThrow();
    expect(await backendPid(opened.db)).not.toBe(idle);
    expect(errors.length).toBeGreaterThan(0);
  });

  test('cuts off a statement that takes too long', async () => {
    const slow = opened.db.execute(sql`select pg_sleep(30)`);
    await expect(slow).rejects.toMatchObject({ cause: { code: '57014' } });
  });
});
