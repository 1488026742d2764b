import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { billLine, heldBill } from '../support/cost-world.ts';
import { estimated } from '../support/estimates.ts';
import { memoryRunner } from '../support/memory-runner.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { account, audience, bearer, certificates } from '../support/push-tokens.ts';
import { openScene, type Scene } from '../support/scene.ts';

const said = {
  budgetDisplayName: 'Fraud',
  costAmount: 140.321,
  costIntervalStart: '2036-11-01T08:00:00Z',
  budgetAmount: 152.5,
  budgetAmountType: 'SPECIFIED_AMOUNT',
  currencyCode: 'USD',
};
const attributes = { billingAccountId: '01D4EE-079462-DFD6EC', budgetId: 'de72f49d', schemaVersion: '1.0' };

describe('budgets', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  beforeEach(async () => {
    folder = await playbooksFolder();
    const connection =
      '{id: gcp-bill, kind: bigquery-billing, project: p, table: p.billing.gcp_billing_export_v1_01D4EE}';
    await folder.edit('org.yaml', '  - {id: kubeflow,', `  - ${connection}\n  - {id: kubeflow,`);
    const budget = '  - {id: fraud-monthly, labels: {team: fraud, model: fraud-scorer}, amount: 3000}';
    await folder.edit('org.yaml', 'connections:\n', `budgets:\n${budget}\nconnections:\n`);
    const retrain = 'retrain: {connection: kubeflow, pipeline: fraud-training, parameters: {dataset: transactions}}';
    const labels = '    labels: {team: fraud, model: fraud-scorer}';
    await folder.edit('models.yaml', labels, `${labels}\n    ${retrain}`);
    const bill = heldBill('Google Cloud billing');
    for (let day = 1; day <= 25; day += 1) bill.lines.push(billLine(`2036-11-${String(day).padStart(2, '0')}`, '100'));
    scene = await openScene({
      playbooks: folder.path,
      costs: new Map([['gcp-bill', bill]]),
      estimateCost: () => estimated('600'),
      pipelines: (now) => new Map([['kubeflow', memoryRunner(now, 'kubeflow').runner]]),
      secrets: { pushAudience: audience, pushAccount: account },
      hookTrust: { certificates: async () => certificates },
    });
  });
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  const push = async (messageId: string, body: unknown, authorization = bearer()) => {
    const data = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)).toString('base64');
    const { status } = await fetch(`http://127.0.0.1:${scene.app.port}/hooks/gcp-bill`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ message: { messageId, data, attributes }, subscription: 'projects/p/subscriptions/s' }),
    });
    return status;
  };
  const told = async () => {
    await scene.settled();
    return scene.channel('#ml-digest').filter((text) => text.includes('Cloud budget'));
  };

  it('of the cloud are told once for each threshold in a period, however often and in how many messages they push it', async () => {
    const reached = { ...said, alertThresholdExceeded: 0.9, forecastThresholdExceeded: 0.9 };
    expect(await push('1', reached, bearer({}, { by: 'stranger' }))).toBe(401);
    expect(await push('2', '{')).toBe(202);
    expect(await push('3', said)).toBe(202);
    expect(await told()).toEqual([]);

    // Pub/Sub delivers twice, and budgets say the same again about every half hour.
    const pushed = await Promise.all([push('4', reached), push('4', reached), push('5', reached)]);
    expect(pushed).toEqual([202, 202, 202]);
    expect(await push('6', { ...reached, costAmount: 145 })).toBe(202);
    const [first, ...others] = await told();
    expect(others).toEqual([]);
    expect(first).toContain('Cloud budget Fraud: 90% is spent');
    expect(first).toContain('$140 of $153 since 1 Nov, as the cloud counts it');

    await push('7', { ...reached, alertThresholdExceeded: 1, costAmount: 153 });
    await push('8', { ...reached, costIntervalStart: '2036-12-01T08:00:00Z' });
    expect((await told()).map((text) => /\d+% is spent/.exec(text)?.[0])).toEqual([
      '90% is spent',
      '100% is spent',
      '90% is spent',
    ]);
  });

  it('of org.yaml are shown with what is left before a run is asked for, and tell what they reach', async () => {
    await scene.settled();
    const ana = scene.as('ana');
    await ana.types('/mlops retrain fraud-scorer epochs=20');
    expect(ana.modal()).toContain('Cost: about €600. Median of the billed cost of 5 runs of this version.');
    expect(ana.modal()).toContain(
      '✗ Budget `fraud-monthly`: €500 of €3,000 left until 30 Nov; this run may cost more than is left',
    );
    expect(scene.channel('#ml-digest').join()).toContain('Budget fraud-monthly: 80% is spent');
  });
});
