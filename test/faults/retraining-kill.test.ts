import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { type KilledWorld, killedWorld } from '../support/killed-world.ts';
import { type MemoryRunner, memoryRunner, step } from '../support/memory-runner.ts';
import { retrainablePlaybooks } from '../support/retraining-scene.ts';
import { checkEngine } from './check-world.ts';

type Point = (world: KilledWorld) => Promise<void>;
const atEngine =
  (method: string, at: 'asked' | 'done'): Point =>
  (world) =>
    world.killWhen('engine', (call) => call.path === `/${method}` && call.at === at);

/** Each is where the process dies, the first time it gets there. */
const starting = {
  'before it asks the engine for a run of its key': atEngine('findRun', 'asked'),
  'before the engine is asked to start': atEngine('start', 'asked'),
  'when the engine has started the run, before its answer': atEngine('start', 'done'),
  'when the engine is first asked how the run is': atEngine('getRun', 'asked'),
  'while the message of the run is posted': (world: KilledWorld) =>
    world.killWhen(
      'slack',
      async ({ path, at }) =>
        at === 'done' &&
        path.includes('chat.postMessage') &&
        (await world.has(sql`select 1 from messages where key like 'run:%'`)),
    ),
} satisfies Record<string, Point>;

const following = {
  'when the engine has listed what changed': atEngine('listRuns', 'done'),
  'when the engine has said that the run ended': atEngine('getRun', 'done'),
  'when the registry is asked what the run made': (world: KilledWorld) =>
    world.killWhen(
      'mlflow',
      async ({ at }) => at === 'asked' && (await world.has(sql`select 1 from runs where state = 'succeeded'`)),
    ),
} satisfies Record<string, Point>;

const patience = { timeout: 100_000, interval: 500 };

async function inWorld(run: (world: KilledWorld, engine: MemoryRunner) => Promise<void>): Promise<void> {
  const folder = await retrainablePlaybooks();
  let engine: MemoryRunner | null = null;
  const world = await killedWorld({
    playbooks: folder.path,
    engine: (now) => {
      engine = memoryRunner(now);
      return engine.runner;
    },
  });
  try {
    if (engine === null) throw new Error('no engine was made');
    await run(world, engine);
  } finally {
    await world.close();
    await folder.remove();
  }
}

function ended(engine: MemoryRunner): void {
  engine.change({
    state: 'succeeded',
    produced: [{ model: 'fraud-scorer', version: '7' }],
    steps: [step('train', 'succeeded')],
  });
}

/** One run in the engine, one row, one message, one end on the record. */
async function followedOnce(world: KilledWorld, engine: MemoryRunner): Promise<void> {
  ended(engine);
  await vi.waitFor(async () => {
    if (await world.has(sql`select 1 from runs where result is not null`)) return;
    world.pass(10_000);
    throw new Error('it has no result yet');
  }, patience);
  await world.settled();
  expect(engine.runs.size).toBe(1);
  expect(await world.rows(sql`select state, engine_id from runs`)).toEqual([
    { state: 'succeeded', engine_id: 'run-1' },
  ]);
  expect(world.cards()).toHaveLength(2);
  expect(world.cards()[1]).toMatch(/^# Retrained: fraud-scorer v7/);
  await world.check();
  await checkEngine(world.db, engine);
}

// At the same time, because each mostly waits for retries.
describe('a process that is killed with SIGKILL', { timeout: 240_000, concurrent: true }, () => {
  it.each(Object.keys(starting) as (keyof typeof starting)[])('%s leaves one run, followed to its end', (point) =>
    inWorld(async (world, engine) => {
      await world.start('all');
      await starting[point](world);
      await world.askForRun();
      await world.died();
      await world.start('all');
      await vi.waitFor(() => {
        if (engine.runs.size > 0) return;
        world.pass(10_000);
        throw new Error('no run was started yet');
      }, patience);
      await followedOnce(world, engine);
    }),
  );

  it.each(Object.keys(following) as (keyof typeof following)[])('%s leaves the run followed to its end', (point) =>
    inWorld(async (world, engine) => {
      await world.start('all');
      await world.askForRun();
      await vi.waitFor(async () => {
        if (await world.has(sql`select 1 from runs where read_at is not null`)) return;
        world.pass(10_000);
        throw new Error('not read yet');
      }, patience);
      ended(engine);
      await following[point](world);
      await vi.waitFor(() => {
        if (!world.lives()) return;
        world.pass(10_000);
        throw new Error('it has not been killed yet');
      }, patience);
      await world.start('all');
      await followedOnce(world, engine);
    }),
  );
});
