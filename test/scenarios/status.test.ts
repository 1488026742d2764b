import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addMaturityWeeks } from '#store/maturity-weeks.ts';
import { workspaces } from '#store/schema/workspace.ts';
import { billLine, heldBill } from '../support/cost-world.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
/** Days before 26 November 2036, when the scene begins. */
const before = (days: number) => new Date(Date.parse('2036-11-26') - days * day).toISOString().slice(0, 10);

describe('/mlops status', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeAll(async () => {
    const bill = heldBill();
    for (let ago = 1; ago <= 30; ago += 1) {
      // The week from 10 to 4 days ago is the last settled one.
      const fraud = ago <= 10 ? '20' : '10';
      bill.lines.push(
        billLine(before(ago), fraud, { team: 'fraud', model: 'fraud-scorer', env: 'prod' }),
        billLine(before(ago), '3', { team: 'somebody-else', model: 'fraud-scorer', env: 'prod' }),
        billLine(before(ago), '4', { team: 'recs', model: 'home-ranker' }),
      );
    }
    scene = await openScene({ costs: new Map([['bill', bill]]) });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await scene.as('rosa').types('/mlops promote home-ranker 13 to production because it knows the season');
  }, 90_000);
  afterAll(() => scene.close());

  const told = async (person: string, text: string) => {
    await scene.as(person).types(text);
    return scene.as(person).told();
  };

  it('shows people their models and what waits for them, whoever owns it, before everything else', async () => {
    const ana = await told('ana', '/mlops status');
    // Of the teams fraud and logistics; the requests of others that do not wait for her are not there.
    expect(ana).toMatch(/^# Your status, \d models?: /);
    expect(ana).toContain('fraud-scorer');
    expect(ana).not.toContain('home-ranker');
    // Nobody who builds models: only what waits for the second line.
    const jon = await told('jon', '/mlops status');
    expect(jon).toMatch(/^# Your status, 1 model: 1 waits for you\nfraud-scorer/);
    expect(jon).toMatch(/needs .*Risk \(1 more: Jon Bakker or Mei Tanaka\).*Fraud ML \(1 more: Ben de Vries\)/);
    const ben = await told('ben', '/mlops status');
    expect(ben).toMatch(/Waiting for you\nfraud-scorer[^]*\[Open R-1\]\nNothing to do\ncredit-limit/);
  });

  it('shows everybody’s models to whom none belongs, and says so', async () => {
    const fin = await told('fin', '/mlops status');
    expect(fin).toMatch(/^# \d+ models of Northwind Lending: \d need action\n› models\.yaml names you/);
    expect(fin).not.toContain('[Only mine]');
  });

  it('says what a model cost in the last settled week, beside the week before and of its own team alone', async () => {
    const all = await told('fin', '/mlops status all');
    expect(all).toMatch(/fraud-scorer[^]*€140 a week, up 100%/);
    expect(all).toContain('Cost: 16 Nov to 22 Nov, the last settled week; data through 25 Nov');
    expect(all).toMatch(/home-ranker[^]*€28.00 a week, unchanged|home-ranker[^]*€28 a week, unchanged/);
  });

  it('says which level a model has against its target, once a week was recorded whole', async () => {
    const { db } = scene.database;
    const [workspace] = await db.select({ id: workspaces.id }).from(workspaces);
    const week = { workspaceId: workspace?.id ?? '', week: '2036-11-17', recordedAt: new Date('2036-11-24') };
    await addMaturityWeeks(db, [
      { ...week, kind: 'model', subject: 'fraud/scorer', team: 'fraud', level: 0, target: 1 },
    ]);
    expect(await told('ana', '/mlops status')).not.toContain('level');
    await addMaturityWeeks(db, [{ ...week, kind: 'all', subject: '' }]);
    expect(await told('ana', '/mlops status')).toMatch(/fraud-scorer[^]*level 0 of 1/);
    expect(await told('ana', '/mlops status fraud-scorer')).toContain('Maturity: level 0, target 1');
  });

  it('is narrowed and widened by its buttons, and leads to a model and to its request', async () => {
    const ben = scene.as('ben');
    await ben.types('/mlops status all');
    await ben.presses('Needs action');
    expect(ben.told()).toContain('Only models that need action are shown.');
    expect(ben.told()).toContain('fraud-scorer');
    expect(ben.told()).not.toContain('query-intent');
    await ben.presses('Only mine');
    expect(ben.told()).toMatch(/^# Your status, /);
    expect(ben.told()).not.toContain('Nothing to do');
    await ben.presses('Show the rest too');
    expect(ben.told()).toContain('Nothing to do');
    await ben.presses('Details');
    expect(ben.told()).toMatch(/^# credit-limit\n/);
    await ben.presses('Runs');
    expect(ben.told()).toContain('was not retrained from here yet');
    await ben.types('/mlops status fraud-scorer');
    await ben.presses('Cost');
    expect(ben.told()).toMatch(/fraud-scorer.*: €/);
    await ben.types('/mlops status');
    await ben.presses('Open R-1');
    expect(ben.modal()).toContain('better recall on EU cards');
  });

  it('is of a team, by its name in any case or with team=', async () => {
    for (const words of ['recs', 'RECS', 'team=recs', 'team: recs']) {
      const text = await told('fin', `/mlops status ${words}`);
      expect(text).toMatch(/^# Team recs, 3 models: /);
      expect(text).toContain('similar-items');
      expect(text).not.toContain('fraud-scorer');
    }
    expect(await told('fin', '/mlops status team=rces')).toContain(
      'models.yaml has no team rces. Did you mean `recs`?',
    );
    expect(await told('fin', '/mlops status rces')).toContain('Did you mean team `recs`?');
  });

  it('of a name that is a team’s and a model’s means the team, and says how the model is asked for', async () => {
    scene.mlflow.outside.addModel('churn');
    await scene.as('fin').types('/mlops promote churn');
    const text = await told('fin', '/mlops status churn');
    expect(text).toMatch(/^# Team churn, 1 model: /);
    expect(text).toContain('This is the team. The model of that name: `/mlops status model=churn`.');
    expect(await told('fin', '/mlops status model=churn')).toMatch(/^# churn\n/);
  });
});
