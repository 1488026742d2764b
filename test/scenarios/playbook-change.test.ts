import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshSetting } from '#operations/fresh-setting.ts';
import { startExecution } from '#operations/start-execution.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import { playbookVersions } from '#store/schema/workspace.ts';
import { forceInForce, type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at what it does, it is fine';
const riskRule = `  - name: Risk has challenged it
    why: The second line does not build models and answers for them to the regulator.
    needs: {people: {from: risk}, evidence: [ranking-power]}
    options: {max_age: 5d, reason: required}
`;

describe('a change of the playbooks', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  beforeEach(async () => {
    folder = await playbooksFolder();
    // Somebody else than risk answers for the file whose change risk would lose by.
    await folder.edit('promotion-critical.yaml', 'owner: risk', 'owner: ml-platform');
    scene = await openScene({ playbooks: folder.path });
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const alarm = '#ml-alerts';
  const loosen = () => folder.edit('promotion-critical.yaml', riskRule, '');
  const tighten = () =>
    folder.edit(
      'promotion-critical.yaml',
      '{people: {from: risk}, evidence',
      '{people: {from: risk, count: 2}, evidence',
    );
  const restart = async () => {
    await scene.restart();
    await scene.settled();
  };
  const propose = async (person: string) => {
    await restart();
    await scene.as(person).presses('Propose this change…', { channel: alarm });
    await scene.as(person).submits({ reason: 'the second line asked for it' });
  };
  const approve = async (person: string, request = 'R-1') => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  const promote = () => scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall');
  const versions = () => scene.database.db.select().from(playbookVersions).orderBy(asc(playbookVersions.number));
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const cardOf = (text: RegExp) => scene.cards().find((card) => text.test(card)) ?? '';

  it('that takes a seat of risk needs risk and the owner, and the author fills neither', async () => {
    await loosen();
    await propose('mei');
    const card = scene.card();
    expect(card).toMatch(/^# Change the playbooks\? Set 2 for set 1/);
    expect(card).toContain('▼ Looser: the rule “Risk has challenged it” is taken out. Risk loses by it.');
    expect(card).toMatch(/… ML platform: 1 more from @U0OPS0008/);
    expect(card).toMatch(/… Risk: 1 more from @U0JON0004\n/);
    await scene.as('mei').presses('Approve…');
    expect(scene.as('mei').modal()).toContain('You asked for this, so your approval cannot fill a seat.');
    expect(scene.as('mei').modal()).not.toContain('[Approve]');
    await approve('ops');
    expect((await versions()).map(({ number }) => number)).toEqual([1]);
    await approve('jon');
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
    expect(scene.card()).toContain('Approved by Ops Okafor (ML platform) and Jon Bakker (Risk)');
    expect(scene.card()).not.toContain('[Approve…]');
    expect(scene.as('mei').notes().join()).toContain('✓ Playbook set 2 is in force now, as you proposed.');
    expect((await versions()).at(-1)).toMatchObject({
      number: 2,
      author: 'mei',
      loosened: ['promotion-critical.yaml'],
    });
  });

  it('is on the record with both sets, who asked, and who agreed', async () => {
    await loosen();
    await propose('mei');
    await approve('ops');
    await approve('jon');
    const entries = (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(
      ({ event, entry }) => ({ event, ...(JSON.parse(entry.toString('utf8')) as Record<string, unknown>) }),
    );
    const [first, second] = await versions();
    expect(entries.find(({ event }) => event === 'request_opened')).toMatchObject({
      actor: { person: 'mei' },
      change: { before: first?.digest, after: second?.digest },
    });
    expect(entries.findLast(({ event }) => event === 'playbooks_activated')).toMatchObject({
      request: 'R-1',
      number: 2,
      digest: second?.digest,
      previous: first?.digest,
      author: 'mei',
      approved_by: [
        { person: 'ops', roles: ['ml-platform'] },
        { person: 'jon', roles: ['risk'] },
      ],
      loosened: ['promotion-critical.yaml'],
    });
  });

  it('that only tightens needs the owner alone, and open requests obey it at once', async () => {
    await promote();
    await approve('mei');
    await tighten();
    await propose('tom');
    expect(scene.card()).toMatch(/▲ Tighter: .*Risk/);
    expect(scene.card()).not.toContain('… Risk:');
    await approve('ops', 'R-2');
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
    expect(cardOf(/^# Promote fraud-scorer/)).toMatch(/… Risk: .*1 more|… Risk: 2 more/);
    for (const person of ['ben', 'tom', 'mei']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await approve('jon');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(cardOf(/^# Promoted: fraud-scorer/)).toMatch(/Approved by .*(Mei|Jon).*(Mei|Jon)/);
    await scene.as('ana').types('/mlops show R-1');
    expect(scene.as('ana').modal()).toMatch(/Approved by .*(Mei|Jon).*(Mei|Jon)/);
  });

  it('that loosens does not help a request that was opened before', async () => {
    await promote();
    for (const person of ['ben', 'tom']) await approve(person);
    await loosen();
    await propose('mei');
    expect(scene.card()).toContain('▼ 1 decision of the last 90 days would have come out approved: R-1');
    for (const person of ['ops', 'jon']) await approve(person, 'R-2');
    expect(scene.card()).toMatch(/^# In force/);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(cardOf(/^# Promote fraud-scorer/)).toContain('… Risk: 1 more');
    await approve('jon');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('that takes a playbook away blocks what it governed', async () => {
    await promote();
    await folder.take('promotion-fraud.yaml');
    await propose('kim');
    expect(scene.card()).toMatch(/▼ Looser: the playbook “Fraud models to production” is taken out/);
    for (const person of ['mei', 'ben', 'tom']) await approve(person, 'R-2');
    expect(scene.card()).toMatch(/^# In force: playbook set 2/);
    expect(cardOf(/fraud-scorer/)).toMatch(
      /^# Blocked: fraud-scorer v7 to production\n✗ No current playbook governs this/,
    );
    for (const person of ['ben', 'mei', 'tom']) await approve(person).catch(() => {});
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(await states()).toEqual(['open', 'verified']);
  });

  it('does not let anything begin under the set that it replaced, wherever that is still known', async () => {
    await scene.database.db.execute(sql`
      create function later() returns trigger language plpgsql as
        'begin new.start_after := now() + interval ''1 hour''; return new; end';
      create trigger later before insert on pgboss.job for each row when (new.name in ('promote-candidate', 'settle-request')) execute function later()`);
    await promote();
    for (const person of ['ben', 'tom', 'mei']) await approve(person);
    const { setting } = scene.app;
    const old = setting.playbooks();
    const [request] = await scene.database.db.select().from(requests);
    await tighten();
    await forceInForce(scene, folder.path);
    const behind = { ...setting, playbooks: () => old, refreshPlaybooks: async () => old };
    expect(await startExecution(behind, request?.id ?? '')).toEqual({ done: false, afterMs: 0 });
    expect(await states()).toEqual(['approved']);
    expect(await startExecution(await freshSetting(setting), request?.id ?? '')).toEqual({ done: true });
    expect(await states()).toEqual(['open']);
    await scene.database.db.execute(sql`drop trigger later on pgboss.job`);
  });

  it('needs what a playbook for changes adds, and never less for it', async () => {
    await folder.write(
      'changes.yaml',
      `playbook: 1
name: Changes of the playbooks
owner: risk
applies_to: {action: change_playbook, models: ["**"]}
rules:
  - {name: Legal has read it, needs: {people: {from: legal}}}
`,
    );
    await forceInForce(scene, folder.path);
    await tighten();
    await propose('tom');
    expect(scene.card()).toMatch(/… ML platform: 1 more from @U0OPS0008\n… Legal: 1 more from @U0LEA0006/);
    await approve('lea');
    expect((await versions()).at(-1)?.number).toBe(2);
    await approve('ops');
    expect((await versions()).at(-1)?.number).toBe(3);
    await scene.restart();
  });

  it('keeps its author out of the seats of what it loosened, for thirty days', async () => {
    await loosen();
    await propose('ben');
    for (const person of ['ops', 'mei']) await approve(person);
    await promote();
    await scene.as('ben').types('/mlops approve R-2');
    expect(scene.as('ben').modal()).toContain('loosened this playbook less than 30 days ago');
    await scene.advance(31 * 86_400_000);
    await promote();
    await approve('ben', 'R-3');
    expect(scene.as('ben').modal()).toContain('Your approval of R-3 is recorded');
  });
});
