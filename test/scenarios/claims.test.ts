import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeftOn, UnclaimedThing } from '#domain/claim.ts';
import type { ResourceCost } from '#domain/cost.ts';
import { askOfRollUp } from '#operations/claims/after-roll-up.ts';
import { askWhose } from '#operations/claims/ask-whose.ts';
import { labelReport } from '#operations/claims/label-report.ts';
import { leftOnSince } from '#operations/claims/present-idle.ts';
import { tellIdle } from '#operations/claims/tell-idle.ts';
import { mappingRules } from '#store/claims.ts';
import { replaceDays } from '#store/cost-lines.ts';
import { ledger } from '#store/schema/ledger.ts';
import { profiles } from '#store/schema/workspace.ts';
import { spendWithoutLabel } from '#store/unclaimed-costs.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const digest = '#ml-digest';

const notebook: UnclaimedThing = {
  kind: 'resource',
  provider: 'Google Cloud',
  name: 'projects/ml-lab/locations/z/instances/gpu-lab-3',
  project: 'ml-lab',
  service: 'Notebooks',
  amount: '240.18',
  currency: 'EUR',
  first: '2036-10-27',
  last: '2036-11-25',
};
const others = Array.from({ length: 6 }, (_, at) => ({ ...notebook, name: `projects/p/zones/z/disks/d${at}` }));

describe('what nobody is named for', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .map(({ event }) => event)
      .filter((event) => /^(claim|idle)/.test(event));
  const rules = async () => await mappingRules(scene.database.db, scene.app.setting.workspaceId);
  const said = () => scene.channel(digest).filter((text) => !text.includes('· week '));
  const presses = async (who: string, button: string) => {
    await scene.as(who).presses(button, { channel: digest });
    await scene.settled();
  };

  it('is asked about once, claimed by whoever it is of, counted from tomorrow, and asked again if that was wrong', async () => {
    const { setting } = scene.app;
    const asked = await Promise.all([askWhose(setting, [notebook]), askWhose(setting, [notebook])]);
    expect(asked.toSorted((a, b) => a - b)).toEqual([0, 1]);
    await scene.settled();
    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain('Whose is gpu-lab-3?');

    await presses('ben', 'Not mine');
    await presses('ben', 'Not mine');
    expect(said()[0]).toMatch(/Not of .*ben/i);

    await presses('ana', 'Mine…');
    expect(scene.as('ana').modal()).toContain('From 27 Nov on it counts for the team');
    await scene.as('ana').submits({ team: 'fraud' });
    await scene.settled();
    expect(said()[0]).toContain('Claimed: gpu-lab-3 is fraud’s');
    expect(await rules()).toEqual([
      {
        kind: 'resource',
        provider: 'Google Cloud',
        name: notebook.name,
        labels: { team: 'fraud', owner: 'ana' },
        fromDay: '2036-11-27',
        untilDay: null,
      },
    ]);
    expect(await askWhose(setting, [notebook])).toBe(0);

    await scene.advance(3 * day);
    await presses('kim', 'Ask again');
    expect(said()).toHaveLength(2);
    expect(said()[1]).toContain('Whose is gpu-lab-3?');
    await presses('kim', 'Shared');
    expect(said()[1]).toContain('Shared: gpu-lab-3');
    expect((await rules()).map(({ labels, fromDay, untilDay }) => [labels.team, fromDay, untilDay])).toEqual([
      ['fraud', '2036-11-27', '2036-11-29'],
      ['shared', '2036-11-30', null],
    ]);
    const answered = ['claim_answered', 'claim_answered', 'claim_asked', 'claim_answered'];
    expect(await events()).toEqual(['claim_asked', ...answered]);
  });

  it('is asked about five times a week, and not for what costs nothing', async () => {
    const { setting } = scene.app;
    expect(await askWhose(setting, [{ ...notebook, amount: '-3' }, ...others])).toBe(5);
    expect(await askWhose(setting, others)).toBe(0);
    await scene.advance(8 * day);
    expect(await askWhose(setting, others)).toBe(1);
    await scene.settled();
  });

  it('left on, is kept for days, then stopped by its owners, and asked about again while it is seen', async () => {
    const { setting } = scene.app;
    const idle: LeftOn = {
      provider: 'Google Cloud',
      resource: notebook.name,
      kind: 'notebook',
      project: 'ml-lab',
      name: 'gpu-lab-3',
      sentence: 'gpu-lab-3 was not used for 5 days.',
      since: '2036-11-20',
      idleDays: 5,
      costPerDay: { amount: '31.2', currency: 'EUR' },
      team: 'fraud',
    };
    const seen = async (asOf: string, found: readonly LeftOn[] = [idle]) => {
      await tellIdle(setting, { found, providers: ['Google Cloud'], asOf });
      await scene.settled();
    };
    await seen('2036-11-25');
    await seen('2036-11-25');
    expect(said()).toHaveLength(1);
    expect(said()[0]).toContain('Left on: notebook gpu-lab-3, €31 a day');
    await presses('ana', 'Keep 7 days');
    expect(said()[0]).toContain('keeps it until 3 Dec');
    await scene.advance(7 * day);
    await seen('2036-12-02');
    expect(said()).toHaveLength(1);
    await scene.advance(day);
    await seen('2036-12-03');
    expect(said()).toHaveLength(2);

    await presses('tom', 'Stop…');
    expect(scene.as('tom').modal()).toContain('Countersign cannot stop it');
    await scene.as('tom').submits();
    await scene.settled();
    const card = scene.slack.see.messages(digest).findLast(({ text }) => text.startsWith('Left on'));
    const asked = () => scene.slack.see.messages(digest, undefined, card?.ts ?? '').at(-1);
    expect(JSON.stringify(asked()?.blocks)).toContain('gcloud workbench instances stop gpu-lab-3');
    const reply = asked();
    if (reply === undefined) throw new Error('nobody was asked to stop it');
    await scene.as('ana').presses('It is stopped', { channel: digest, message: reply });
    await scene.settled();
    expect(said()[1]).toContain('said on 4 Dec that it is stopped');

    await seen('2036-12-04');
    expect(said()).toHaveLength(2);
    await scene.advance(2 * day);
    await seen('2036-12-05');
    expect(said()).toHaveLength(3);
    await seen('2036-12-06', []);
    expect(said()[2]).toContain('Not left on any more');
    expect(await leftOnSince(setting, new Date(0))).toMatchObject([{ ended: true, state: 'open' }]);
    const told = ['idle_told', 'idle_decided', 'idle_told', 'idle_decided', 'idle_decided', 'idle_told', 'idle_ended'];
    expect(await events()).toEqual(told);
  });

  it('is answered once: a form that was open meanwhile says how', async () => {
    await askWhose(scene.app.setting, [notebook]);
    await scene.settled();
    await scene.as('ana').presses('Mine…', { channel: digest });
    await presses('kim', 'Shared');
    await scene.as('ana').submits({ team: 'fraud' });
    await scene.settled();
    expect(scene.as('ana').modal()).toContain('is shared');
    expect(await rules()).toHaveLength(1);
  });

  it('comes out of the bill, as do labels that somebody should mend', async () => {
    const { setting } = scene.app;
    const cost: ResourceCost = {
      day: '2036-11-20',
      provider: 'Google Cloud',
      account: 'A1',
      project: 'ml-lab',
      service: 'Notebooks',
      sku: 'A100',
      labels: { owner: { value: 'nobody', from: 'resource' }, env: { value: 'prod', from: 'project' } },
      currency: 'EUR',
      gross: '90',
      credits: '0',
      billed: '90',
      effective: '90',
      lines: 24,
      resource: notebook.name,
    };
    const data = { firstDay: '2036-10-01', through: '2036-11-25', settledThrough: '2036-11-22', provisional: null };
    expect(await askOfRollUp(setting, { lines: [], resources: [cost] }, { ...data, settledThrough: null })).toBe(0);
    expect(await askOfRollUp(setting, { lines: [], resources: [cost, { ...cost, day: '2036-10-23' }] }, data)).toBe(1);
    const days = { workspaceId: setting.workspaceId, source: 'bill', first: '2036-11-19', last: '2036-11-21' };
    const { resource: _, ...shared } = cost;
    const line = { ...shared, billingPeriod: '2036-11', region: null, category: 'usage', runBillingId: null } as const;
    const named = { ...line, labels: { team: { value: 'fraud', from: 'tag' } } } as const;
    const lines = [
      line,
      { ...line, day: '2036-11-21', effective: '0.000000000001' },
      { ...line, category: 'tax' } as const,
      named,
    ];
    await replaceDays(scene.database.db, days, {
      lines,
      resources: [cost, { ...cost, day: '2036-11-19' }],
      watermark: null,
    });
    const spend = await spendWithoutLabel(scene.database.db, { ...days, teamKey: 'team', first: '2036-11-20' });
    expect(spend.lines.map(({ effective }) => effective)).toEqual(['90.000000000001']);
    expect(spend.resources).toMatchObject([{ resource: notebook.name, effective: '90' }]);
    await scene.settled();
    expect(said()[0]).toContain('€90 from 24 Oct to 22 Nov carries no label `team`');

    const gone = { slackUser: 'U0KIM0010', kind: 'member', active: false, name: 'Kim', timeZone: 'UTC' } as const;
    const row = { ...gone, workspaceId: setting.workspaceId, seenAt: new Date(setting.now()) };
    const target = [profiles.workspaceId, profiles.slackUser];
    await scene.database.db
      .insert(profiles)
      .values(row)
      .onConflictDoUpdate({ target, set: { active: false } });
    const kims = {
      ...cost,
      resource: 'd',
      labels: { ...cost.labels, owner: { value: 'kim', from: 'resource' } },
    } as const;
    const { findings, looked } = await labelReport(setting, [cost, { ...cost, day: '2036-11-19' }, kims], data);
    expect(looked).toBe(2);
    expect(findings.map(({ resource, kind, key }) => [resource === 'd', kind, key])).toEqual([
      [false, 'missing', 'team'],
      [false, 'missing', 'model'],
      [false, 'unlisted_value', 'owner'],
      [true, 'missing', 'team'],
      [true, 'missing', 'model'],
      [true, 'inactive_owner', 'owner'],
    ]);
    // Its own label says otherwise than that of its project, which others there show.
    const astray = { ...cost, resource: 'e', labels: { env: { value: 'dev', from: 'resource' } } } as const;
    const other = await labelReport(setting, [cost, astray], data);
    expect(other.findings.filter(({ key }) => key === 'env')).toMatchObject([
      { resource: 'e', kind: 'env_contradicts_project', suggestion: 'prod' },
    ]);
  });
});
