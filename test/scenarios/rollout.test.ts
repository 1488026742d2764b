import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import type { PlaybooksFolder } from '../support/playbooks-folder.ts';
import { endpoint, rolloutOutside, rolloutPlaybooks, seedRollout, why } from '../support/rollout-scene.ts';
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const minute = 60_000;
const hour = 60 * minute;

interface Opening extends SceneOptions {
  readonly steps?: string;
  /** What the catalogue says of the model besides. */
  readonly more?: string;
}

describe('a promotion whose traffic moves in steps', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const open = async ({ steps, more, ...options }: Opening = {}) => {
    folder = await rolloutPlaybooks(steps, more);
    scene = await openScene({
      playbooks: folder.path,
      ...options,
      vertex: { seed: seedRollout, operationMs: 6 * minute, ...options.vertex },
    });
  };
  const { served, newest, deployed, production, reports } = rolloutOutside(() => scene.vertex);
  const promote = async () => {
    await scene.as('rosa').types('/mlops promote site-search 2 to production because better ranking of rare words');
    await scene.as('kim').presses('Approve…');
    await scene.as('kim').submits({ reason: why });
  };
  /** The deployment has been begun; it ends, and the first step with it. */
  const deploys = async () => {
    await scene.advance(5 * minute);
    await scene.advance(2 * minute);
  };
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);

  it('deploys without traffic, shifts step by step, then moves the alias, and takes the old one away a day later', async () => {
    await open();
    await promote();
    expect(scene.card()).toMatch(/^# Rolling out site-search v2 to production/);
    expect(scene.card()).toContain('Deploying v2 to');
    expect(deployed()).toEqual([1]);
    await deploys();
    expect(served()).toEqual({ v1: 90, v2: 10 });
    expect(scene.card()).toContain('v2 has 10% of the traffic');
    expect(scene.card()).toContain('Steps: ✓ 10% · … 50% · – 100%');
    expect(production()).toBe(1);
    await scene.advance(hour);
    reports(0.2);
    await scene.advance(hour);
    expect(served()).toEqual({ v1: 50, v2: 50 });
    await scene.advance(hour);
    expect(served()).toEqual({ v2: 100 });
    expect(production()).toBe(2);
    expect(await states()).toEqual(['verified']);
    expect(scene.card()).toMatch(/^# Promoted: site-search v2 is production/);
    expect(scene.card()).toContain('It has all the traffic of');
    expect(deployed()).toEqual([1, 2]);
    await scene.advance(24 * hour);
    await scene.advance(20 * minute);
    expect(deployed()).toEqual([2]);
    expect((await events()).filter((event) => /deploy|traffic/.test(event))).toEqual([
      'deploy_started',
      'deployed',
      'traffic_shifted',
      'traffic_shifted',
      'traffic_shifted',
      'replaced_undeployed',
    ]);
  });

  describe('goes back, traffic first,', () => {
    const back = async () => {
      await scene.advance(minute);
      await scene.advance(8 * minute);
      await scene.advance(minute);
      expect(served()).toEqual({ v1: 100 });
      expect(deployed()).toEqual([1]);
      expect(production()).toBe(1);
      expect(await states()).toEqual(['failed']);
    };

    it('when what it reports is what the playbook stops at', async () => {
      await open();
      await promote();
      await deploys();
      reports(1.4);
      await scene.advance(5 * minute);
      expect(served()).toEqual({ v1: 100 });
      expect(scene.card()).toMatch(/^# Going back: site-search v2 does not become production/);
      await back();
      expect(scene.card()).toContain('Stopped at 10% of the traffic, as the playbook says: error_rate is 1.4');
      expect(scene.as('rosa').notes().join()).toContain('Stopped at 10% of the traffic');
      await scene.as('rosa').presses('Try again');
      expect(await states()).toEqual(['executing']);
      await deploys();
      expect(served()).toEqual({ v1: 90, v2: 10 });
    });

    it('at the word of somebody who may block it, and of nobody else', async () => {
      await open();
      await promote();
      await deploys();
      await scene.as('lea').presses('Stop…');
      expect(scene.as('lea').modal()).toContain('Only Recs ML or Product can stop this rollout');
      await scene.as('tom').presses('Stop…');
      expect(scene.as('tom').modal()).toContain('gives its traffic on');
      await scene.as('tom').submits({ reason: 'customers see empty pages' });
      expect(served()).toEqual({ v1: 100 });
      await back();
      expect(scene.card()).toContain('Stopped by Tom Lindqvist: “customers see empty pages”.');
      await scene.as('tom').types('/mlops show R-1');
      expect((await events()).filter((event) => event === 'rollout_stopped')).toHaveLength(1);
    });

    it('also while it is still being deployed', async () => {
      await open();
      await promote();
      await scene.as('kim').presses('Stop…');
      await scene.as('kim').submits({ reason: 'the wrong version was meant' });
      expect(scene.card()).toContain('What is under way is waited for');
      expect(scene.card()).not.toContain('[Stop…]');
      await deploys();
      await back();
      expect((await events()).filter((event) => event === 'traffic_shifted')).toEqual([]);
    });

    it('when somebody else moved the alias meanwhile, which is not overwritten', async () => {
      await open();
      scene.vertex.outside.addVersion('site-search');
      await promote();
      await deploys();
      scene.vertex.outside.moveAlias('site-search', 'production', '3');
      await scene.advance(5 * minute);
      await scene.advance(minute);
      await scene.advance(8 * minute);
      expect(served()).toEqual({ v1: 100 });
      expect(production()).toBe(3);
      expect(scene.card()).toContain('Somebody moved production meanwhile: it is v3 now.');
    });

    it('when the deployment fails, once more tried', async () => {
      await open();
      scene.vertex.failNextOperation({ code: 8, message: 'Quota of n2 machines is exhausted.' });
      scene.vertex.failNextOperation({ code: 8, message: 'Quota of n2 machines is exhausted.' });
      await promote();
      await scene.advance(7 * minute);
      expect(await states()).toEqual(['executing']);
      await scene.advance(7 * minute);
      expect(await states()).toEqual(['failed']);
      expect(scene.card()).toContain('Deploying it to search-eu failed: Quota of n2 machines is exhausted.');
      expect(served()).toEqual({ v1: 100 });
    });
  });

  it('waits at a step for what nobody reports and for a freeze, and says so', async () => {
    await open();
    await promote();
    await deploys();
    await scene.advance(3 * hour);
    expect(served()).toEqual({ v1: 90, v2: 10 });
    expect(scene.card()).toMatch(/50% waits: .*Nothing was reported since v2 has this traffic/);
    reports(0.1);
    await scene.advance(hour);
    expect(scene.card()).toMatch(/50% waits: Frozen by "Stocktaking"/);
    await scene.advance(20 * hour);
    expect(served()).toEqual({ v1: 50, v2: 50 });
  });

  it('never overwrites what somebody else did with the traffic', async () => {
    await open();
    await promote();
    await deploys();
    scene.vertex.outside.setTraffic(endpoint, { '111': 20, [newest()]: 80 });
    reports(0.1);
    await scene.advance(2 * hour);
    await scene.advance(10 * minute);
    expect(served()).toEqual({ v1: 20, v2: 80 });
    expect(await states()).toEqual(['failed']);
    expect(scene.card()).toContain('Somebody else changed the traffic of search-eu');
  });

  it('goes on after a death at any time, while Vertex AI is away, and does nothing twice', async () => {
    await open();
    await promote();
    await scene.restart();
    scene.vertex.faults.set('down', {});
    await scene.advance(7 * minute);
    expect(scene.card()).toMatch(/✗ .*Vertex AI.* Next try at/);
    scene.vertex.faults.clear('down');
    await scene.restart({ beforeStart: () => scene.slack.act.advance(10 * minute) });
    await scene.advance(minute);
    expect(served()).toEqual({ v1: 90, v2: 10 });
    expect(scene.card()).not.toContain('Next try at');
    reports(0.1);
    await scene.restart({ beforeStart: () => scene.slack.act.advance(2 * hour) });
    await scene.advance(minute);
    expect(served()).toEqual({ v1: 50, v2: 50 });
    scene.vertex.faults.set('lost-answer', { times: 1, on: 'writes' });
    await scene.advance(hour);
    await scene.advance(minute);
    expect(served()).toEqual({ v2: 100 });
    expect(await states()).toEqual(['verified']);
    expect(scene.vertex.requests.filter(({ path }) => path.includes(':deployModel'))).toHaveLength(1);
  });

  it('rolls back by traffic first, at once, while the old version still stands there', async () => {
    await open({ steps: '{traffic: 100%}' });
    await promote();
    await deploys();
    expect(served()).toEqual({ v2: 100 });
    expect(production()).toBe(2);
    await scene.as('tom').presses('Roll back…');
    await scene.as('tom').submits({ reason: 'customers see empty pages' });
    await scene.as('kim').presses('Approve…');
    await scene.as('kim').submits({ reason: why });
    expect(served()).toEqual({ v1: 100 });
    expect(production()).toBe(1);
    expect(await states()).toEqual(['verified', 'verified']);
    await scene.advance(24 * hour);
    await scene.advance(20 * minute);
    await scene.advance(20 * minute);
    expect(deployed()).toEqual([1]);
  });

  it('is refused before anybody is asked where the catalogue names no endpoint', async () => {
    await open({ more: '' });
    await scene.as('rosa').types('/mlops promote site-search 2 to production because better ranking of rare words');
    expect(scene.as('rosa').told()).toContain('models.yaml names no endpoint of search/site. Add `endpoint`');
    expect(await states()).toEqual([]);
  });
});
