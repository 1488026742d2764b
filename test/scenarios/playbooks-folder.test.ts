import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PlaybookError } from '#errors.ts';
import { carryOutChange } from '#operations/playbooks/carry-out-change.ts';
import { requests } from '#store/schema/request.ts';
import { playbookVersions } from '#store/schema/workspace.ts';
import { forceInForce, type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at what it does, it is fine';
const alarm = '#ml-alerts';
const button = 'Propose this change…';
const ask = '/mlops promote fraud-scorer 7 to production because better recall on EU cards';

describe('the playbooks folder', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  const logged: string[] = [];
  beforeEach(async () => {
    logged.length = 0;
    folder = await playbooksFolder();
    scene = await openScene({ playbooks: folder.path, logTo: (line) => logged.push(line) });
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  /** A change that risk, which owns the file, can agree to alone. */
  const tighten = () => folder.edit('promotion-critical.yaml', 'expires_after: 5d', 'expires_after: 4d');
  const restart = async () => {
    await scene.restart();
    await scene.settled();
  };
  const propose = async (person = 'ana', channel = alarm) => {
    await scene.as(person).presses(button, { channel });
    await scene.as(person).submits({ reason: 'five days were too many' });
  };
  const approve = async (person: string, request: string) => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  const told = async (person = 'ana') => {
    await scene.as(person).types('/mlops playbooks');
    return scene.as(person).told();
  };
  const numbers = async () =>
    (await scene.database.db.select().from(playbookVersions).orderBy(asc(playbookVersions.number))).map(
      ({ number }) => number,
    );
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);

  /** Keeps approved requests from being carried out, and lets them go on. */
  const later = () =>
    scene.database.db.execute(sql`
      create function later() returns trigger language plpgsql as
        'begin new.start_after := now() + interval ''1 hour''; return new; end';
      create trigger later before insert on pgboss.job for each row when (new.name = 'promote-candidate') execute function later()`);
  const atOnce = () =>
    scene.database.db.execute(sql`drop trigger later on pgboss.job; delete from pgboss.job where state = 'created'`);

  it('that holds what is in force is not spoken of', async () => {
    await restart();
    expect(scene.channel(alarm)).toEqual([]);
    expect(await told()).toContain('The playbooks folder holds the same.');
    await expect(scene.as('ana').presses(button)).rejects.toThrow('no message');
  });

  it('that changed decides nothing, and is told of once', async () => {
    await tighten();
    await restart();
    await restart();
    expect(scene.channel(alarm)).toEqual([
      expect.stringMatching(/^# The playbooks folder holds changes: 1 tighter\n.*promotion-critical.yaml\n▲ Tighter/s),
    ]);
    expect(scene.slack.exchanges().filter(({ title }) => title.startsWith('chat.update'))).toEqual([]);
    expect(await numbers()).toEqual([1]);
    expect(await told()).toMatch(/^# Playbook set 1 is in force\n/);
    await scene.as('ana').types(ask);
    expect(scene.card()).toContain('expires Mon 1 Dec 10:00');
  });

  it('that is broken is told of once, and requests that were open go on by the last good set', async () => {
    await scene.as('ana').types(ask);
    await scene.advance(60_000);
    await folder.edit('promotion-critical.yaml', 'expires_after: 5d', 'expries_after: 5d');
    await restart();
    await restart();
    expect(scene.channel(alarm)).toHaveLength(1);
    expect(scene.channel(alarm)[0]).toMatch(/promotion-critical\.yaml:\d+:\d+: .*did you mean.*expires_after/);
    expect(scene.channel(alarm)[0]).toContain('Risk answers for it: @U0MEI0003 or @U0JON0004');
    expect(scene.channel(alarm)[0]).toContain('Playbook set 1, the last good one, stays in force');
    expect(logged.join('\n')).toContain('unknown_key');
    for (const person of ['ben', 'mei', 'tom']) await approve(person, 'R-1');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('that is broken lets a new request under the broken file wait until it is mended, and no other', async () => {
    await folder.edit('promotion-critical.yaml', 'expires_after: 5d', 'expries_after: 5d');
    await restart();
    await scene.as('kim').types('/mlops promote churn-early-warning 3 to production because it finds more of them');
    for (const person of ['ben', 'tom']) await approve(person, 'R-1');
    expect(scene.card()).toMatch(/^# Promoted: churn-early-warning/);
    await scene.as('ana').types(ask);
    for (const person of ['ben', 'mei', 'tom']) await approve(person, 'R-2');
    expect(scene.card()).toMatch(/^# Approved, not started yet/);
    expect(scene.card()).toContain('… promotion-critical.yaml cannot be loaded; it waits until that is mended.');
    await scene.advance(60_000);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(await told()).toContain('The playbooks folder cannot be loaded');
    await folder.edit('promotion-critical.yaml', 'expries_after: 5d', 'expires_after: 5d');
    expect(await told()).toContain('The playbooks folder holds the same.');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('that changed after it was shown has to be looked at again', async () => {
    await tighten();
    await restart();
    await folder.edit('promotion-critical.yaml', 'execute_within: 3d', 'execute_within: 2d');
    await scene.as('ana').presses(button, { channel: alarm });
    expect(scene.as('ana').modal()).toContain('The playbooks folder holds something else by now than you were shown.');
    expect(scene.as('ana').modal()).not.toContain('[Propose]');
    expect(await told()).toMatch(/▲ Tighter.*\n▲ Tighter/);
    await propose('ana', '#ml-approvals');
    expect(await states()).toEqual(['open']);
    await scene.as('ana').types('/mlops playbooks');
    expect(scene.as('ana').told()).toContain('R-1 proposes it');
    expect(scene.as('ana').told()).not.toContain(button);
  });

  it('asks for a reason, and for people whom people.yaml lists', async () => {
    await tighten();
    await restart();
    await scene.as('ana').presses(button, { channel: alarm });
    await scene.as('ana').submits({ reason: '   because   ' });
    expect(scene.as('ana').modal()).toContain('A reason of at least 10 characters');
    const guest = scene.slack.see.workspace().people.find(({ kind }) => kind === 'guest')?.id ?? '';
    scene.slack.act.invite(alarm, guest);
    await scene.as(guest).presses(button, { channel: alarm });
    expect(scene.as(guest).modal()).toContain('Guests');
    expect(await states()).toEqual([]);
  });

  it('whose change is rejected leaves the set in force, and is not proposed by itself', async () => {
    await tighten();
    await restart();
    await propose();
    await scene.as('jon').presses('Reject…');
    await scene.as('jon').submits({ reason: 'reviews take the full five days' });
    expect(scene.card()).toMatch(/^# Rejected: playbook set 2/);
    expect(scene.card()).toContain('Playbook set 1 stays in force');
    await restart();
    expect(await states()).toEqual(['rejected']);
    expect(await numbers()).toEqual([1]);
    expect(scene.channel(alarm)).toHaveLength(1);
    await told();
    await propose('ana', '#ml-approvals');
    await approve('jon', 'R-2');
    expect(await numbers()).toEqual([1, 2]);
  });

  it('whose change is held, listed, explained and taken back, in words that are about playbooks', async () => {
    await tighten();
    await restart();
    await propose();
    await scene.as('ana').presses('Hold');
    expect(scene.thread()).toEqual([expect.stringContaining('put the change on hold')]);
    await approve('mei', 'R-1');
    expect(scene.card()).toMatch(/^# Approved, not in force yet: playbook set 2/);
    expect(scene.card()).toContain('The change starts when the hold is released.');
    await scene.as('tom').types('/mlops requests');
    expect(scene.as('tom').told()).toMatch(/Playbook set 2: R-1, approved, on hold by Ana/);
    await scene.as('tom').types('/mlops explain R-1');
    expect(scene.as('tom').told()).toMatch(/^R-1: playbook set 2/);
    await scene.as('ana').presses('Details');
    expect(scene.as('ana').modal()).toContain('Playbook set 2 in place of playbook set 1: 1 tighter');
    await scene.as('ana').presses('Withdraw request', { modal: true });
    expect(scene.as('ana').modal()).toContain('R-1 is withdrawn. The playbooks in force stay.');
    expect(scene.card()).toMatch(/^# Withdrawn: playbook set 2/);
    await scene.as('mei').types('/mlops approve R-1');
    expect(scene.as('mei').modal()).toContain('R-1 is withdrawn, so no vote can change it. `/mlops playbooks` offers');
    expect(await numbers()).toEqual([1]);
  });

  it('whose change is not decided in time leaves the set in force', async () => {
    await tighten();
    await restart();
    await propose();
    await scene.advance(7 * 86_400_000 + 1_000);
    expect(scene.card()).toMatch(/^# Expired: playbook set 2/);
    expect(await numbers()).toEqual([1]);
  });

  it('whose change was overtaken ends it with a sentence, and its votes count for nothing', async () => {
    const other = await playbooksFolder();
    await tighten();
    await restart();
    await propose();
    await scene.as('mei').presses('Approve…');
    await other.edit('promotion-critical.yaml', 'execute_within: 3d', 'execute_within: 2d');
    await forceInForce(scene, other.path);
    await scene.as('mei').submits({ reason: why });
    expect(scene.as('mei').modal()).toMatch(/Playbook set 2 came into force meanwhile.*Nothing was recorded/s);
    await restart();
    expect(scene.card()).toMatch(/^# Overtaken: playbook set 2 did not come into force/);
    expect(scene.card()).toContain('Playbook set 2 came into force meanwhile, and this was a change of set 1');
    expect(await states()).toEqual(['superseded']);
    expect(await numbers()).toEqual([1, 2]);
    await other.remove();
  });

  it('may change again while its change waits: what was proposed is what comes into force', async () => {
    await tighten();
    await restart();
    await propose();
    await folder.edit('promotion-critical.yaml', 'execute_within: 3d', 'execute_within: 30d');
    await restart();
    await approve('mei', 'R-1');
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
    const { timing } =
      scene.app.setting.playbooks().set.playbooks.find(({ path }) => path === 'promotion-critical.yaml') ?? {};
    expect(timing).toMatchObject({ expiresAfterMs: 4 * 86_400_000, executeWithinMs: 3 * 86_400_000 });
  });

  it('comes into force after a restart, if the process ended between the last vote and that', async () => {
    await tighten();
    await restart();
    await propose();
    await later();
    await approve('mei', 'R-1');
    expect(await states()).toEqual(['approved']);
    expect(await numbers()).toEqual([1]);
    await atOnce();
    await restart();
    await scene.advance(60_000);
    expect(await states()).toEqual(['verified']);
    expect(await numbers()).toEqual([1, 2]);
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
  });

  it('is followed in every process, by whatever begins after a change', async () => {
    const web = await scene.another('web');
    await tighten();
    await restart();
    await propose();
    await approve('mei', 'R-1');
    expect(web.setting.playbooks().number).toBe(1);
    scene.slack.setRequestUrl(`http://127.0.0.1:${web.port}/slack/events`);
    await scene.as('ana').types(ask);
    await web.settled();
    expect(scene.card()).toContain('expires Sun 30 Nov 10:00');
    await scene.as('ana').types('/mlops playbooks');
    await web.settled();
    expect(scene.as('ana').told()).toMatch(/^# Playbook set 2 is in force/);
    expect(web.setting.playbooks().number).toBe(2);
    const known = web.setting.playbooks();
    expect(await web.setting.refreshPlaybooks()).toBe(known);
    await web.stop();
  });

  it('comes into force once, however many processes carry it out at the same time', async () => {
    await tighten();
    await restart();
    await propose();
    await later();
    await approve('mei', 'R-1');
    const [request] = await scene.database.db.select().from(requests);
    const { setting } = scene.app;
    expect(request?.state).toBe('approved');
    await Promise.all([1, 2, 3].map(() => carryOutChange(setting, request?.id ?? '')));
    await atOnce();
    expect(await states()).toEqual(['verified']);
    expect(await numbers()).toEqual([1, 2]);
  });

  it('a first start does not accept a broken one', async () => {
    await folder.edit('promotion-critical.yaml', 'expires_after: 5d', 'expries_after: 5d');
    await expect(openScene({ playbooks: folder.path })).rejects.toThrow(PlaybookError);
  });
});
