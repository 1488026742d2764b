import { type SQL, sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';
import { checkEngine, checkWorld } from './check-world.ts';

let world: RetrainingScene;
beforeAll(async () => {
  world = await retrainingScene();
  await world.ask('ana');
  world.engine.change({ state: 'failed', failure: { step: 'train', message: 'no data' } });
  await world.follow();
});
afterAll(() => world.close());

async function check(): Promise<void> {
  const { database, slack, mlflow } = world.scene;
  await checkWorld({ db: database.db, slack, mlflow });
  await checkEngine(database.db, world.engine);
}

/** As a superuser could, past triggers and keys. */
async function tamper(statement: SQL): Promise<void> {
  await world.scene.database.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });
}

it('finds nothing wrong with a run that was followed to its end', async () => {
  await expect(check()).resolves.toBeUndefined();
});

it.each([
  ['a number that was left out', sql`update runs set number = 7`, sql`update runs set number = 1`],
  [
    'a run that was never found started although its request is done',
    sql`update runs set engine_id = null`,
    sql`update runs set engine_id = 'run-1'`,
  ],
  ['a run that is still being started', sql`update runs set state = 'starting'`, sql`update runs set state = 'failed'`],
  [
    'an end that is on the record of a run that goes on',
    sql`update runs set state = 'running'`,
    sql`update runs set state = 'failed'`,
  ],
  [
    'a run in the engine that no row knows',
    sql`update runs set key = 'x' || key`,
    sql`update runs set key = substr(key, 2)`,
  ],
] as const)('finds %s', async (_what, harm, repair) => {
  await tamper(harm);
  await expect(check()).rejects.toThrow();
  await tamper(repair);
  await expect(check()).resolves.toBeUndefined();
});
