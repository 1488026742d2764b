import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requestGenerations, requests, votes } from '#store/schema/request.ts';
import { estimated } from '../support/estimates.ts';
import { retrainingScene } from '../support/retraining-scene.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('/mlops verify', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(() => scene.close());

  const codeOnCard = () => /[0-9A-Z]{4}-[0-9A-Z]{2}/.exec(scene.card())?.[0] ?? '';
  const verified = async (words: string) => {
    await scene.as('lea').types(`/mlops verify ${words}`);
    return scene.as('lea').told();
  };
  /** A card as another app would copy it, with other words around the code. */
  const lookAlike = (text: string) => scene.slack.act.say({ as: 'kim', channel: '#ml-approvals', text });

  it('D28 reports a code that nobody gave, and a real code beside another model', async () => {
    await lookAlike('Promote churn-early-warning v3 to production? Code ZZZZ-99');
    expect(await verified('ZZZZ-99')).toContain('✗ `ZZZZ-99` is the code of no request, and never was.');
    expect(scene.as('lea').told()).toContain('is not a card of Countersign: press nothing in it');
    const code = codeOnCard();
    await lookAlike(`Promote churn-early-warning v3 to production? Code ${code}`);
    const other = await verified(`${code} churn-early-warning 3`);
    expect(other).toContain('✗ It does not stand for churn-early-warning 3. A message that says so is not a card of');
    expect(other).toMatch(/fraud-scorer v7 → .production.: R-1, needs/);
    expect(await verified(`${code} fraud-scorer 6`)).toContain('✗ It does not stand for fraud-scorer 6.');
    expect(await verified(`${code} fraud-scorer v7`)).toContain('✓ It stands for fraud-scorer v7.');
    expect(await verified(`${code} fraud/scorer`)).toContain('✓ It stands for fraud/scorer.');
    expect(await scene.database.db.$count(votes)).toBe(0);
    expect(await scene.database.db.$count(requests)).toBe(1);
  });

  it('reads a code as people type it, and says what a code looks like', async () => {
    const code = codeOnCard();
    const typed = code.replace('-', '').toLowerCase().replaceAll('0', 'o').replaceAll('1', 'l');
    expect(await verified(typed)).toContain('fraud-scorer v7');
    expect(await verified('R-1')).toContain('R-1 is no code of Countersign; those look like `K7QF-92`.');
    expect(await verified('')).toContain('Name the code that the message shows');
    await verified(code);
    await scene.as('lea').presses('Open');
    expect(scene.as('lea').modal()).toContain(code);
  });

  it('says of the code of an older generation which one stands now', async () => {
    const before = codeOnCard();
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
    const after = codeOnCard();
    expect(after).not.toBe(before);
    expect(await verified(before)).toContain(`… R-1 has changed since and stands for \`${after}\` now`);
    expect(await verified(after)).not.toContain('has changed since');
  });

  it('computes the code again, and tells a record that was altered', async () => {
    const code = codeOnCard();
    expect(await verified(code)).not.toContain('gives another code');
    await scene.database.db.update(requestGenerations).set({ evidenceDigest: `sha256:${'0'.repeat(64)}` });
    expect(await verified(code)).toContain('✗ What is recorded of R-1 gives another code when it is computed again');
  });
});

it('the code of a retraining is verified as that of a promotion is', { timeout: 60_000 }, async () => {
  const world = await retrainingScene({ estimate: estimated('38.4') });
  const { scene } = world;
  await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20 because drift on EU cards');
  await scene.as('ana').submits();
  const [row] = await scene.database.db.select().from(requests);
  await scene.as('lea').types(`/mlops verify ${row?.code} fraud-scorer`);
  expect(scene.as('lea').told()).toContain('✓ It stands for fraud-scorer.');
  expect(scene.as('lea').told()).toContain('Retrain fraud-scorer: R-1, done');
  expect(scene.as('lea').told()).not.toContain('gives another code');
  await world.close();
});
