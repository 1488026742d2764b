import { asc } from 'drizzle-orm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Refusal } from '#errors.ts';
import { stopRollout } from '#operations/rollout/stop-rollout.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import { rollouts } from '#store/schema/rollout.ts';
import type { RunningApp } from '../../src/app-options.ts';
import { endpoint, rolloutOutside, rolloutPlaybooks, seedRollout, why } from '../support/rollout-scene.ts';
import { openScene, type Scene } from '../support/scene.ts';

/** `FAULT_RUNS=200 npx vitest run test/faults/rollout-histories` for a long night. */
const runs = Number(process.env['FAULT_RUNS'] ?? 6);
const minute = 60_000;
const steps =
  '{traffic: 10%, for: 20m, stop_if: {metric: {error_rate: {op: ">", value: 1}}}}, {traffic: 50%}, {traffic: 100%}';

const happenings = fc.oneof(
  { weight: 5, arbitrary: fc.record({ is: fc.constant('time' as const), minutes: fc.constantFrom(1, 6, 7, 25) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('report' as const), rate: fc.constantFrom(0.1, 0.1, 1.4) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      is: fc.constant('no answer' as const),
      on: fc.constantFrom('writes' as const, 'reads' as const),
    }),
  },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('busy' as const), times: fc.integer({ min: 1, max: 3 }) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('failing deployment' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('traffic by others' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('alias by others' as const) }) },
  { weight: 1, arbitrary: fc.record({ is: fc.constant('stop' as const) }) },
  { weight: 2, arbitrary: fc.record({ is: fc.constant('restart' as const) }) },
);
type Happening = typeof happenings extends fc.Arbitrary<infer H> ? H : never;

/** What others did, which must stand at the end. */
interface Others {
  traffic: Readonly<Record<string, number>> | null;
  alias: boolean;
}

class History {
  readonly others: Others = { traffic: null, alias: false };
  private readonly scene: Scene;
  private readonly second: RunningApp;
  readonly site: ReturnType<typeof rolloutOutside>;

  constructor(scene: Scene, second: RunningApp) {
    this.scene = scene;
    this.second = second;
    this.site = rolloutOutside(() => scene.vertex);
  }

  async begin(): Promise<void> {
    const { scene } = this;
    await scene.as('rosa').types('/mlops promote site-search 2 to production because better ranking of rare words');
    await scene.as('kim').presses('Approve…');
    await scene.as('kim').submits({ reason: why });
  }

  async happens(happening: Happening): Promise<void> {
    const { vertex } = this.scene;
    switch (happening.is) {
      case 'time':
        return await this.passes(happening.minutes * minute);
      case 'report':
        return this.site.reports(happening.rate);
      case 'no answer':
        return vertex.faults.set('lost-answer', { times: 1, on: happening.on });
      case 'busy':
        return vertex.faults.set('error-500', { times: happening.times });
      case 'failing deployment':
        return vertex.failNextOperation({ code: 8, message: 'Quota of n2 machines is exhausted.' });
      case 'traffic by others':
        return await this.trafficByOthers();
      case 'alias by others':
        vertex.outside.moveAlias('site-search', 'production', '3');
        this.others.alias = true;
        return;
      case 'stop':
        return await this.stops();
      case 'restart':
        return await this.scene.restart();
    }
  }

  /** Both processes look at once. */
  async passes(ms: number): Promise<void> {
    this.scene.slack.act.advance(ms);
    await Promise.all([this.scene.app.tick(), this.second.tick()]);
    await this.scene.settled();
  }

  /** Until the request has ended and what it replaced is gone; faults end before. */
  async comesToRest(): Promise<void> {
    this.scene.vertex.faults.clear('lost-answer');
    this.scene.vertex.faults.clear('error-500');
    for (let n = 0; n < 40 && (await this.state()) === 'executing'; n += 1) {
      if (n % 3 === 1) this.site.reports(0.1);
      await this.passes(10 * minute);
    }
    await this.passes(25 * 60 * minute);
    // Each operation that was to fail costs a look.
    const most = this.others.traffic === null ? 12 : 3;
    for (let n = 0; n < most && this.site.deployed().length > 1; n += 1) await this.passes(20 * minute);
  }

  async state(): Promise<string | undefined> {
    return (await this.scene.database.db.select().from(requests))[0]?.state;
  }

  async events(): Promise<readonly string[]> {
    return (await this.scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
  }

  /** Somebody gives the newest deployment a share that is no step of ours, once ours counts on what it set. */
  private async trafficByOthers(): Promise<void> {
    const [row] = await this.scene.database.db.select().from(rollouts);
    if (row?.state !== 'holding' && row?.state !== 'done') return;
    if (this.site.newest() === '111') return;
    const split = { '111': 63, [this.site.newest()]: 37 };
    if (!this.site.deployed().includes(1)) return;
    this.scene.vertex.outside.setTraffic(endpoint, split);
    this.others.traffic = { v1: 63, v2: 37 };
  }

  private async stops(): Promise<void> {
    const { setting } = this.scene.app;
    const [row] = await this.scene.database.db.select().from(requests);
    const slackUser = this.scene.slack.see.workspace().people.find(({ name }) => name === 'kim')?.id ?? '';
    const act = { teamId: setting.workspaceId, slackUser, requestId: row?.id ?? '', reason: 'the wrong version' };
    await stopRollout(setting, act).catch((error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
    });
  }
}

async function lives(happened: readonly Happening[]): Promise<void> {
  const folder = await rolloutPlaybooks(steps);
  const scene = await openScene({
    playbooks: folder.path,
    vertex: { seed: seedRollout, operationMs: 6 * minute },
  });
  const second = await scene.another('worker');
  try {
    scene.vertex.outside.addVersion('site-search');
    const history = new History(scene, second);
    await history.begin();
    for (const happening of happened) await history.happens(happening);
    await history.comesToRest();
    await ended(history);
  } finally {
    await second.stop();
    await scene.close();
    await folder.remove();
  }
}

/** All the traffic and the alias are where the request says, or as others set them; nothing moved after a stop. */
async function ended(history: History): Promise<void> {
  const { others, site } = history;
  const state = await history.state();
  expect(['verified', 'failed']).toContain(state);
  const won = state === 'verified' ? { v2: 100 } : { v1: 100 };
  expect(site.served(), `traffic of what is ${state}`).toEqual(others.traffic ?? won);
  expect(site.production(), 'production').toBe(others.alias ? 3 : state === 'verified' ? 2 : 1);
  if (others.traffic === null) expect(site.deployed()).toEqual([state === 'verified' ? 2 : 1]);
  const events = await history.events();
  const stopped = events.indexOf('rollout_stopped');
  if (stopped >= 0) expect(events.slice(stopped)).not.toContain('traffic_shifted');
}

describe('a rollout with two workers, whatever happens to it,', () => {
  it('ends with traffic and alias as its request says, and leaves what others did', { timeout: 900_000 }, async () => {
    await fc.assert(fc.asyncProperty(fc.array(happenings, { minLength: 3, maxLength: 9 }), lives), {
      numRuns: runs,
      examples: [[Array.from({ length: 8 }, (): Happening => ({ is: 'failing deployment' }))]],
      endOnFailure: runs < 100,
    });
  });
});
