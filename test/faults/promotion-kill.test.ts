import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { type KilledWorld, killedWorld } from '../support/killed-world.ts';

/** Each is where the process dies, the first time it gets there. */
const points = {
  'before it reads the alias that it is about to write': async (world: KilledWorld) =>
    await world.killWhen(
      'mlflow',
      async ({ path, at }) => at === 'asked' && path.includes('/registered-models/get') && (await world.executing()),
    ),
  'when MLflow has written the alias, before its answer': async (world: KilledWorld) =>
    await world.killWhen(
      'mlflow',
      ({ method, path, at }) => at === 'done' && method === 'POST' && path.includes('/registered-models/alias'),
    ),
  'when MLflow has been asked for the first tag': async (world: KilledWorld) =>
    await world.killWhen('mlflow', ({ path, at }) => at === 'asked' && path.includes('/model-versions/set-tag')),
  'while the card is edited': async (world: KilledWorld) =>
    await world.killWhen(
      'slack',
      async ({ path, at }) => at === 'done' && path.includes('chat.update') && (await world.executing()),
    ),
  'when Slack has posted a line of the thread, before its answer': async (world: KilledWorld) =>
    await world.killWhen(
      'slack',
      async ({ path, at }) => at === 'done' && path.includes('chat.postMessage') && (await world.decided()),
    ),
} satisfies Record<string, (world: KilledWorld) => Promise<void>>;

async function inWorld(run: (world: KilledWorld) => Promise<void>): Promise<void> {
  const world = await killedWorld();
  try {
    await run(world);
  } finally {
    await world.close();
  }
}

async function promotedOnce(world: KilledWorld): Promise<void> {
  await world.settled();
  expect(world.alias()).toBe('7');
  expect(await world.rows(sql`select state from requests`)).toEqual([{ state: 'verified' }]);
  expect(await world.rows(sql`select state from executions`)).toEqual([{ state: 'verified' }]);
  expect(world.cards()).toHaveLength(1);
  expect(world.cards()[0]).toMatch(/^# Promoted: fraud-scorer v7 is production/);
  expect(world.aliasWrites()).toBe(1);
  await world.check();
}

// At the same time, because each mostly waits for the heartbeat of the killed process to be missed.
describe('a process that is killed with SIGKILL', { timeout: 180_000, concurrent: true }, () => {
  it.each(Object.keys(points) as (keyof typeof points)[])('%s leaves one promotion, told once', (point) =>
    inWorld(async (world) => {
      await world.start('all');
      await world.ask();
      for (const person of ['ben', 'mei']) await world.approve(person);
      await points[point](world);
      await world.approve('tom');
      await world.died();
      await world.start('all');
      await promotedOnce(world);
    }),
  );

  it('after the last approval is recorded and before anything was done for it, leaves one promotion', () =>
    inWorld(async (world) => {
      await world.start('all');
      await world.ask();
      for (const person of ['ben', 'mei']) await world.approve(person);
      await world.kill();
      await world.start('web');
      await world.approve('tom');
      expect(await world.rows(sql`select state from requests`)).toEqual([{ state: 'approved' }]);
      await world.kill();
      await world.start('all');
      await promotedOnce(world);
    }));
});

describe('two processes on one database', { timeout: 180_000 }, () => {
  it('make of fifty equal and fifty different presses one vote a person and one write', () =>
    inWorld(async (world) => {
      const [first, second] = [await world.start('all'), await world.start('all')];
      await world.ask();
      const equal = await world.submissionOf('ben');
      await world.sendAll(
        Array.from({ length: 50 }, () => equal),
        [first, second],
      );
      // Presses are acked before they are carried out.
      const votes = () =>
        world.rows(sql`select person, count(*)::int as votes from votes group by person order by person`);
      await vi.waitFor(async () => expect(await votes()).toHaveLength(1), { timeout: 60_000 });
      await world.settled();
      expect(await votes()).toEqual([{ person: 'ben', votes: 1 }]);
      const people = ['ben', 'mei', 'tom'];
      const submissions = [await world.submissionOf('mei'), await world.submissionOf('tom'), equal];
      const different = Array.from({ length: 50 }, (_, n) => world.anew(submissions[n % 3] ?? equal, n));
      await world.sendAll(different, [second, first]);
      await vi.waitFor(async () => expect(await votes()).toHaveLength(people.length), { timeout: 60_000 });
      await world.settled();
      expect(await votes()).toEqual(people.map((person) => ({ person, votes: 1 })));
      const approvals = await world.rows(sql`select event from ledger where event = 'request_approved'`);
      expect(approvals).toHaveLength(1);
      expect(world.alias()).toBe('7');
      expect(world.aliasWrites()).toBe(1);
      await world.check();
    }));
});
