import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { criteria } from '#store/schema/criteria.ts';
import { ledger } from '#store/schema/ledger.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;

describe('a rejection that demands something of the next candidate', { timeout: 90_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const ask = (version: number) =>
    scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because it is newer`);
  const offered = async (person: string, value: string) => {
    const viewId = scene.slack.see.modal(person)?.viewId ?? '';
    const picker = { blockId: 'criterion-metric', actionId: 'criterion-metric' };
    const { options } = (await scene.slack.act.options({ as: person, viewId, ...picker, value })) as {
      options: { value: string; description: { text: string } }[];
    };
    return options.map((one) => `${one.value}: ${one.description.text}`);
  };
  const reject = async (person: string, values: Readonly<Record<string, string>>) => {
    await scene.as(person).presses('Reject…');
    await offered(person, values['criterion-metric'] ?? '');
    await scene.as(person).submits({ reason: 'it is worse than what we have', ...values });
  };
  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: 'looked at every number of it' });
  };
  const status = async () => {
    await scene.as('lea').types('/mlops status fraud-scorer');
    return scene.as('lea').told();
  };
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .map(({ event }) => event)
      .filter((event) => event.startsWith('criterion') || event === 'decision_refused');
  const rejectedCard = (code: RegExp) => scene.cards().find((card) => code.test(card)) ?? '';
  const below = (card: RegExp) => {
    const found = scene.slack.see
      .messages('#ml-approvals')
      .find(({ text, threadTs }) => threadTs === null && card.test(text));
    return scene.slack.see.messages('#ml-approvals', undefined, found?.ts ?? '').map(({ text }) => text);
  };

  it('has it shown met by the next one, which ends it', async () => {
    await ask(6);
    await scene.as('jon').presses('Reject…');
    expect(scene.as('jon').modal()).toContain('Measured so far: region=EU, region=UK and region=US.');
    expect(await offered('jon', 'a')).toEqual([
      'a: Not measured of this version',
      'auc: 0.897 of this version',
      'p99_latency_ms: 66 of this version',
      'recall: 0.77 of this version',
    ]);
    await scene
      .as('jon')
      .submits({ reason: 'recall fell in the EU', 'criterion-slice': 'EU', 'criterion-value': '80 %' });
    expect(scene.as('jon').modal()).toContain('✗ “80 %” is not a number. Write a share as the registry does');
    expect(scene.as('jon').modal()).toContain('✗ Pick the metric that the next candidate has to show');
    expect(scene.as('jon').modal()).toContain('recall fell in the EU');
    expect(scene.card()).toContain('[Reject…]');
    await offered('jon', 'recall');
    const demand = { 'criterion-metric': 'recall', 'criterion-slice': 'region=EU', 'criterion-value': '0.8' };
    await scene.as('jon').submits(demand);
    expect(scene.card()).toMatch(/^# Rejected: fraud-scorer v6[\s\S]*“recall fell in the EU”/);
    expect(scene.card()).toContain('… The next version has to show: recall, region=EU ≥ 0.8');
    expect(scene.as('ana').notes().at(-1)).toContain(
      '“recall fell in the EU” The next version has to show: recall, region=EU ≥ 0.8.',
    );
    expect(await status()).toContain('… recall, region=EU ≥ 0.8 for `production` (Jon Bakker, R-1) [Withdraw…]');

    await ask(7);
    expect(scene.card()).toMatch(/✓ recall, region=EU ≥ 0\.8, as demanded in R-1 +0\.81/);
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(rejectedCard(/^# Rejected: fraud-scorer v6/)).toContain(
      '✓ v7 showed what was demanded: recall, region=EU ≥ 0.8',
    );
    expect(below(/^Rejected: fraud-scorer v6/).at(-1)).toContain('✓ Met: recall, region=EU ≥ 0.8. v7 is `production`');
    expect(await status()).not.toContain('has to show');
    expect(await events()).toEqual(['criterion_set', 'criterion_ended']);
    expect(await scene.database.db.select().from(criteria)).toMatchObject([
      { metric: 'recall', bound: 0.8, setBy: 'jon', owner: 'risk', ended: 'met', metBy: '7' },
    ]);
  });

  it('holds the next one back although everybody agrees, until it is withdrawn or its day is over', async () => {
    await ask(6);
    await reject('jon', { 'criterion-metric': 'fairness_gap', 'criterion-op': '<=', 'criterion-value': '0.02' });
    await ask(4);
    await reject('tom', { 'criterion-metric': 'auc', 'criterion-value': '0.95', 'criterion-due': '2036-11-27' });
    await scene.as('mei').types('/mlops promote fraud-scorer 7 to production because it is newer');
    expect(scene.card()).toMatch(/… fairness_gap ≤ 0\.02, as demanded in R-1 +There is no fairness_gap/);
    expect(scene.card()).toMatch(/✗ auc ≥ 0\.95, as demanded in R-2 +0\.912/);
    for (const person of ['ben', 'jon', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('ana').types('/mlops show R-3');
    expect(scene.as('ana').modal() ?? scene.as('ana').told()).toContain('auc ≥ 0.95, as demanded in R-2');

    const withdraw = async (person: string, reason: string) => {
      await scene.as(person).types('/mlops status fraud-scorer');
      await scene.as(person).presses('Withdraw…');
      if (scene.as(person).modal()?.includes('[Withdraw]') === true) await scene.as(person).submits({ reason });
      return scene.as(person).modal() ?? '';
    };
    expect(await withdraw('ben', 'we want to go on')).toContain(
      'Only Jon Bakker, who set it, and Risk can withdraw this.',
    );
    expect(await withdraw('mei', 'we want to go on')).toContain('You asked for a candidate that is held to this');
    expect(await withdraw('jon', 'the gap is measured elsewhere')).toContain('What R-1 demanded is withdrawn.');
    expect(rejectedCard(/^# Rejected: fraud-scorer v6/)).toContain('withdrew what was demanded of the next version');
    expect(below(/^Rejected: fraud-scorer v6/).join('\n')).toContain('“the gap is measured elsewhere”');
    expect(scene.card()).not.toContain('fairness_gap');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');

    await scene.advance(2 * day);
    expect(below(/^Rejected: fraud-scorer v4/).join('\n')).toContain('✗ Not met in time: auc ≥ 0.95.');
    expect(rejectedCard(/^# Rejected: fraud-scorer v4/)).toContain('and no version showed it: auc ≥ 0.95');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(await events()).toEqual([
      'criterion_set',
      'criterion_set',
      'decision_refused',
      'decision_refused',
      'criterion_ended',
      'criterion_ended',
    ]);
  });
});
