import { sql } from 'drizzle-orm';
import { describe, expect, it, vi } from 'vitest';
import { type KilledWorld, killedWorld } from '../support/killed-world.ts';
import { endpoint, rolloutOutside, rolloutPlaybooks, seedRollout } from '../support/rollout-scene.ts';
import type { Call } from '../support/watched.ts';

const calls = {
  deploy: ['POST', /:deployModel$/],
  'operation look': ['GET', /\/operations\/[^/?]+$/],
  traffic: ['PATCH', /\/endpoints\/\d+\?/],
  alias: ['POST', /:mergeVersionAliases$/],
  labels: ['PATCH', /\/models\//],
  undeploy: ['POST', /:undeployModel$/],
  'reading of what was measured': ['GET', /\/evaluations/],
} as const;
type CallName = keyof typeof calls;

const patience = { timeout: 100_000, interval: 300 };

type Site = ReturnType<typeof rolloutOutside>;

async function inWorld(steps: string, run: (world: KilledWorld, site: Site) => Promise<void>): Promise<void> {
  const folder = await rolloutPlaybooks(steps);
  const world = await killedWorld({ playbooks: folder.path, vertex: { seed: seedRollout, operationMs: 60_000 } });
  try {
    await world.start('all');
    await run(
      world,
      rolloutOutside(() => world.vertex),
    );
  } finally {
    await world.close();
    await folder.remove();
  }
}

const promote = (world: KilledWorld) =>
  world.ask('promote site-search 2 to production because better ranking of rare words');

/** Lets time pass up to the moment at which a rollout looks again; null where none waits. */
async function passToNextLook(world: KilledWorld): Promise<number | null> {
  const [row] = await world.rows(sql`
    select extract(epoch from min(at)) * 1000 as at from (
      select due_at as at from rollouts union all select retire_at from rollouts where retired_at is null
    ) as looks`);
  if (row?.['at'] === null || row === undefined) return null;
  const ms = Math.max(0, Math.ceil(Number(row['at']) - world.now()));
  world.pass(ms);
  return ms;
}

function trap(world: KilledWorld, name: CallName, at: Call['at']): Promise<void> {
  const [method, path] = calls[name];
  return world.killWhen('vertex', (call) => call.at === at && call.method === method && path.test(call.path));
}

/** The process lives until it gets there. */
async function livesUpTo(world: KilledWorld, name: CallName, at: Call['at']): Promise<void> {
  await vi.waitFor(async () => {
    if (!world.lives()) return;
    await passToNextLook(world);
    throw new Error(`it has not been killed yet when the ${name} was ${at}`);
  }, patience);
  await world.died();
}

/** It may get there before it says that it listens. */
async function startToBeKilled(world: KilledWorld): Promise<void> {
  await world.start('all').catch((error: unknown) => {
    if (world.lives()) throw error;
  });
}

/** Kills at each of the moments, of which `begin` brings about the first, then lets it live. */
async function killedAt(
  world: KilledWorld,
  moments: readonly (readonly [CallName, Call['at']])[],
  begin: () => Promise<unknown>,
): Promise<void> {
  for (const [name, at] of moments) {
    await trap(world, name, at);
    if (world.lives()) await begin();
    else await startToBeKilled(world);
    await livesUpTo(world, name, at);
  }
  await world.start('all');
}

/** Nothing waits any more, and nothing is under way. */
async function atRest(world: KilledWorld): Promise<void> {
  await vi.waitFor(async () => {
    if ((await passToNextLook(world)) !== null) throw new Error('a rollout still waits');
    if (await world.executing()) throw new Error('it is still carried out');
  }, patience);
  await world.settled();
  await world.check();
}

/** How often a call was carried out. */
function done(world: KilledWorld, name: CallName): number {
  const [method, path] = calls[name];
  return world.vertex.requests.filter((one) => one.status === 200 && one.method === method && path.test(one.path))
    .length;
}

const states = async (world: KilledWorld) =>
  (await world.rows(sql`select state from requests order by number`)).map(({ state }) => state);
const events = async (world: KilledWorld) =>
  (
    await world.rows(sql`select event from ledger where event ~ 'deploy|traffic|rollout_|alias|execution' order by seq`)
  ).map(({ event }) => event);

describe('a process that is killed with SIGKILL around', { timeout: 400_000, concurrent: true }, () => {
  it('each call of a rollout leaves one deployment, each step once, and the alias moved once', () =>
    inWorld('{traffic: 10%}, {traffic: 100%}', async (world, { served, deployed, production }) => {
      await promote(world);
      const moments = [
        ['deploy', 'asked'],
        ['deploy', 'done'],
        ['operation look', 'done'],
        ['traffic', 'asked'],
        ['traffic', 'done'],
        ['alias', 'done'],
        ['undeploy', 'done'],
      ] as const;
      await killedAt(world, moments, () => world.approve('kim'));
      await atRest(world);
      expect(served()).toEqual({ v2: 100 });
      expect(deployed()).toEqual([2]);
      expect(production()).toBe(2);
      expect(await states(world)).toEqual(['verified']);
      expect(['deploy', 'traffic', 'alias', 'undeploy'].map((name) => done(world, name as CallName))).toEqual([
        1, 2, 1, 1,
      ]);
      expect(await events(world)).toEqual([
        'execution_started',
        'deploy_started',
        'deployed',
        'traffic_shifted',
        'traffic_shifted',
        'alias_set',
        'execution_verified',
        'replaced_undeployed',
      ]);
      expect(world.cards()).toHaveLength(1);
      expect(world.cards()[0]).toMatch(/^# Promoted: site-search v2 is production/);
    }));

  it('each call of going back leaves the traffic as it was, and nothing of ours behind', () =>
    inWorld(
      '{traffic: 10%, stop_if: {metric: {error_rate: {op: ">", value: 1}}}}, {traffic: 100%}',
      async (world, { served, deployed, production, reports }) => {
        await promote(world);
        await world.approve('kim');
        await vi.waitFor(async () => {
          await passToNextLook(world);
          if (served()['v2'] !== 10) throw new Error('the first step has no traffic yet');
          if (!(await world.has(sql`select 1 from rollouts where state = 'holding'`))) throw new Error('not recorded');
        }, patience);
        const moments = [
          ['reading of what was measured', 'done'],
          ['traffic', 'asked'],
          ['traffic', 'done'],
          ['undeploy', 'asked'],
        ] as const;
        await killedAt(world, moments, async () => {
          world.pass(1_000);
          reports(1.4);
        });
        await atRest(world);
        expect(served()).toEqual({ v1: 100 });
        expect(deployed()).toEqual([1]);
        expect(production()).toBe(1);
        expect(await states(world)).toEqual(['failed']);
        expect(['deploy', 'traffic', 'undeploy', 'alias'].map((name) => done(world, name as CallName))).toEqual([
          1, 2, 1, 0,
        ]);
        expect(await events(world)).toEqual([
          'execution_started',
          'deploy_started',
          'deployed',
          'traffic_shifted',
          'rollout_stopped',
          'traffic_restored',
          'execution_failed',
        ]);
      },
    ));

  it('each call of a rollback leaves the old version with all the traffic and the alias', () =>
    inWorld('{traffic: 100%}', async (world, { served, deployed, production }) => {
      await promote(world);
      await world.approve('kim');
      await vi.waitFor(async () => {
        if (!(await world.has(sql`select 1 from rollouts where state = 'done'`))) {
          await passToNextLook(world);
          throw new Error('it is not promoted yet');
        }
      }, patience);
      await world.askToRollBack('site-search');
      const moments = [
        ['traffic', 'done'],
        ['alias', 'asked'],
        ['labels', 'done'],
      ] as const;
      await killedAt(world, moments, () => world.approve('kim'));
      await vi.waitFor(async () => {
        if (!(await world.has(sql`select 1 from rollouts having count(*) filter (where state = 'done') = 2`)))
          throw new Error('it is not rolled back yet');
      }, patience);
      expect(served()).toEqual({ v1: 100 });
      expect(production()).toBe(1);
      await atRest(world);
      expect(deployed()).toEqual([1]);
      expect(await states(world)).toEqual(['verified', 'verified']);
      expect(['deploy', 'traffic', 'alias', 'undeploy'].map((name) => done(world, name as CallName))).toEqual([
        1, 2, 2, 1,
      ]);
    }));

  it('a step, and meanwhile others change the traffic, leaves that as they set it', () =>
    inWorld('{traffic: 10%}, {traffic: 100%}', async (world, { served, newest, production }) => {
      await promote(world);
      await trap(world, 'traffic', 'done');
      await world.approve('kim');
      await livesUpTo(world, 'traffic', 'done');
      world.vertex.outside.setTraffic(endpoint, { '111': 63, [newest()]: 37 });
      await world.start('all');
      await atRest(world);
      expect(served()).toEqual({ v1: 63, v2: 37 });
      expect(production()).toBe(1);
      expect(await states(world)).toEqual(['failed']);
      expect(done(world, 'traffic')).toBe(1);
      expect(world.cards()[0]).toContain('Somebody else changed the traffic of search-eu: 63% on v1, 37% on v2.');
    }));

  it('the alias is written, and meanwhile others move it, leaves it there and gives the traffic back', () =>
    inWorld('{traffic: 100%}', async (world, { served, deployed, production }) => {
      world.vertex.outside.addVersion('site-search');
      await promote(world);
      await trap(world, 'alias', 'asked');
      await world.approve('kim');
      await livesUpTo(world, 'alias', 'asked');
      expect(served()).toEqual({ v2: 100 });
      world.vertex.outside.moveAlias('site-search', 'production', '3');
      await world.start('all');
      await atRest(world);
      expect(served()).toEqual({ v1: 100 });
      expect(deployed()).toEqual([1]);
      expect(production()).toBe(3);
      expect(await states(world)).toEqual(['failed']);
      expect(done(world, 'alias')).toBe(0);
    }));
});
