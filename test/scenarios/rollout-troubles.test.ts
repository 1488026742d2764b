import { asc, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { stopRollout } from '#operations/rollout/stop-rollout.ts';
import { effects } from '#store/schema/delivery.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import type { PlaybooksFolder } from '../support/playbooks-folder.ts';
import { endpoint, rolloutOutside, rolloutPlaybooks, seedRollout, why } from '../support/rollout-scene.ts';
import { openScene, type Scene } from '../support/scene.ts';

const minute = 60_000;
const hour = 60 * minute;

describe('a promotion whose traffic moves in steps, when something is in its way,', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const open = async (steps?: string) => {
    folder = await rolloutPlaybooks(steps);
    scene = await openScene({ playbooks: folder.path, vertex: { seed: seedRollout, operationMs: 6 * minute } });
  };
  const { served, newest, deployed, production } = rolloutOutside(() => scene.vertex);
  const promote = async () => {
    await scene.as('rosa').types('/mlops promote site-search 2 to production because better ranking of rare words');
    await scene.as('kim').presses('Approve…');
    await scene.as('kim').submits({ reason: why });
  };
  const deploys = async () => {
    await scene.advance(5 * minute);
    await scene.advance(2 * minute);
  };
  const removed = async () => {
    for (let looks = 0; looks < 4; looks += 1) await scene.advance(4 * minute);
  };
  /** Presses and time that wait for nothing, since what is under way is tried for as long as Vertex AI is in trouble. */
  const submits = (reason: string) =>
    scene.slack.act.submit({
      as: 'kim',
      viewId: scene.slack.see.modal('kim')?.viewId ?? '',
      values: { reason: { reason } },
    });
  const passes = async (ms: number) => {
    scene.slack.act.advance(ms);
    await scene.app.tick();
  };
  const inTrouble = () => expect.poll(() => scene.card(), { timeout: 15_000 }).toMatch(/✗ .*Next try at/);
  const stopped = () => expect.poll(() => scene.card(), { timeout: 15_000 }).toContain('Stopped by Kim');
  const stops = async () => {
    const setting = scene.app.setting;
    const [row] = await scene.database.db.select().from(requests);
    const slackUser = scene.slack.see.workspace().people.find(({ name }) => name === 'kim')?.id ?? '';
    const act = { teamId: setting.workspaceId, slackUser, requestId: row?.id ?? '' };
    await stopRollout(setting, { ...act, reason: 'the wrong version was meant' });
  };
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
  const shifts = () =>
    scene.vertex.requests.filter(
      ({ status, method, path }) => status === 200 && method === 'PATCH' && path.includes('/endpoints/'),
    ).length;
  const effectsOf = (kind: string) =>
    scene.database.db.select().from(effects).where(eq(effects.kind, kind)).orderBy(asc(effects.seq));
  /** Vertex AI does not take traffic until it may again. */
  const busy = () => scene.vertex.faults.set('too-many-requests', { on: 'writes', retryAfterSeconds: 1 });
  const calm = () => scene.vertex.faults.clear('too-many-requests');

  it('goes back when its version is deleted from the registry, instead of waiting for ever', async () => {
    await open();
    await promote();
    await deploys();
    expect(served()).toEqual({ v1: 90, v2: 10 });
    const snapshot = scene.vertex.snapshot();
    scene.vertex.restore({
      ...snapshot,
      models: snapshot.models.map((model) => ({
        ...model,
        versions: model.versions.filter(({ version }) => model.id !== 'site-search' || version !== 2),
      })),
    });
    await scene.advance(5 * minute);
    expect(served()).toEqual({ v1: 100 });
    await removed();
    expect(await states()).toEqual(['failed']);
    expect(scene.card()).toContain('Vertex AI has no v2 of search/site any more.');
  });

  it('goes back at the next look when somebody else changes its traffic, and leaves that as it is', async () => {
    await open();
    await promote();
    await deploys();
    scene.vertex.outside.setTraffic(endpoint, { '111': 20, [newest()]: 80 });
    await scene.advance(5 * minute);
    expect(served()).toEqual({ v1: 20, v2: 80 });
    expect(await states()).toEqual(['failed']);
    const told =
      'Somebody else changed the traffic of search-eu: 20% on v1, 80% on v2. The traffic is left as it is, and v2';
    expect(scene.card()).toContain(told);
  });

  it('gives no more traffic after somebody stopped it while a step waits for Vertex AI', async () => {
    await open('{traffic: 10%}, {traffic: 100%}');
    await promote();
    await scene.advance(5 * minute);
    busy();
    await passes(2 * minute);
    await inTrouble();
    await stops();
    await stopped();
    calm();
    await removed();
    expect(shifts()).toBe(0);
    expect(served()).toEqual({ v1: 100 });
    expect(deployed()).toEqual([1]);
    expect(await states()).toEqual(['failed']);
    expect((await events()).filter((event) => event === 'rollout_stopped')).toHaveLength(1);
  });

  it('deploys nothing after it was stopped while Vertex AI was away', async () => {
    await open();
    await scene.as('rosa').types('/mlops promote site-search 2 to production because better ranking of rare words');
    await scene.as('kim').presses('Approve…');
    busy();
    await submits(why);
    await inTrouble();
    await stops();
    calm();
    await scene.advance(minute);
    expect(await states()).toEqual(['failed']);
    expect(deployed()).toEqual([1]);
    expect(scene.vertex.snapshot().operations).toEqual([]);
  });

  it('puts the traffic back that it set unheard, as soon as a permission that was taken away is given again', async () => {
    await open('{traffic: 10%, for: 1h}, {traffic: 100%}');
    await promote();
    await scene.advance(5 * minute);
    scene.vertex.faults.set('lost-answer', { times: 1, on: 'writes' });
    await passes(2 * minute);
    await expect.poll(() => served(), { timeout: 15_000 }).toEqual({ v1: 90, v2: 10 });
    scene.vertex.denied.add('aiplatform.endpoints.get');
    const traffic = async () =>
      (await effectsOf('endpoint.traffic')).map(({ state, payload }) => `${Number(payload['step'])} ${state}`);
    await expect.poll(traffic, { timeout: 15_000 }).toEqual(['0 refused', '-1 intent']);
    const grant = 'Grant our account aiplatform.endpoints.get';
    await expect.poll(() => scene.card(), { timeout: 15_000 }).toMatch(new RegExp(`${grant}.* Next try at`));
    expect(await states()).toEqual(['executing']);
    scene.vertex.denied.clear();
    await scene.settled();
    expect(served()).toEqual({ v1: 100 });
    await removed();
    expect(await states()).toEqual(['failed']);
    expect(deployed()).toEqual([1]);
  });

  it('says no longer that Vertex AI does not answer once it did', async () => {
    await open();
    await promote();
    scene.vertex.faults.set('down', {});
    await scene.advance(minute);
    expect(scene.card()).toContain('Next try at');
    scene.vertex.faults.clear('down');
    await scene.advance(minute);
    expect(scene.card()).not.toContain('Next try at');
    expect(deployed()).toEqual([1]);
  });

  it('goes back when the alias was moved right before it would follow', async () => {
    await open('{traffic: 100%}');
    scene.vertex.outside.addVersion('site-search');
    await promote();
    scene.vertex.outside.moveAlias('site-search', 'production', '3');
    await deploys();
    expect(served()).toEqual({ v1: 100 });
    await removed();
    expect(production()).toBe(3);
    expect(deployed()).toEqual([1]);
    expect(scene.card()).toContain('Somebody moved production meanwhile: it is v3 now.');
  });

  it('deploys anew for a rollback if the old version is being taken away', async () => {
    await open('{traffic: 100%}');
    await promote();
    await deploys();
    await scene.advance(24 * hour);
    expect(deployed()).toEqual([1, 2]);
    await scene.as('tom').presses('Roll back…');
    await scene.as('tom').submits({ reason: 'customers see empty pages' });
    await scene.as('kim').presses('Approve…');
    await scene.as('kim').submits({ reason: why });
    expect(served()).toEqual({ v2: 100 });
    await deploys();
    await scene.advance(7 * minute);
    expect(served()).toEqual({ v1: 100 });
    expect(deployed()).toEqual([2, 1]);
    expect(await states()).toEqual(['verified', 'verified']);
  });

  it('asks to take its deployment away once, however long that takes', async () => {
    await open();
    await promote();
    await deploys();
    await stops();
    await scene.settled();
    expect((await effectsOf('endpoint.undeploy')).map(({ state }) => state)).toEqual(['confirmed']);
    scene.vertex.faults.set('down', {});
    for (let n = 0; n < 5; n += 1) await passes(minute);
    await inTrouble();
    for (let n = 0; n < 5; n += 1) await passes(minute);
    expect(await effectsOf('endpoint.undeploy')).toHaveLength(2);
    scene.vertex.faults.clear('down');
    await removed();
    expect(deployed()).toEqual([1]);
    expect(await states()).toEqual(['failed']);
  });
});
