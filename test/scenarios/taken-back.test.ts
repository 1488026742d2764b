import { asc, sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const second = 'recall of the UK slice fell this morning';
/** `FAULT_RUNS=100 npx vitest run test/scenarios/taken-back` for a long night. */
const races = Number(process.env['FAULT_RUNS'] ?? 4);

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because it is better than before');
});
afterEach(async () => {
  await scene.close();
});

async function approves(...people: string[]): Promise<void> {
  for (const person of people) {
    await scene.as(person).types('/mlops approve R-1');
    await scene.as(person).submits({ reason: why });
  }
}

async function details(person: string, button: string, request = 'R-1'): Promise<void> {
  await scene.as(person).types(`/mlops show ${request}`);
  await scene.as(person).presses(button, { modal: true });
}

/** The lines in the thread of the first card. */
function linesOf(): readonly string[] {
  const [card] = scene.slack.see.messages('#ml-approvals');
  return scene.slack.see.messages('#ml-approvals', undefined, card?.ts).map(({ text }) => text);
}

const inOrder = async () => await scene.database.db.select().from(requests).orderBy(asc(requests.number));

/** Mei is about to take her approval back when the last one comes: the write is ahead. `done` resolves with that act. */
async function beingCarriedOut(): Promise<{ readonly done: Promise<void> }> {
  await approves('ben', 'mei');
  await scene.as('tom').types('/mlops approve R-1');
  await details('mei', 'Take back approval…');
  await scene.database.db.execute(sql`
    create function pause() returns trigger language plpgsql as
      'begin new.not_before := now() + interval ''3 seconds''; return new; end';
    create trigger pause before insert on effects for each row when (new.kind = 'registry.alias') execute function pause()`);
  const done = scene.as('tom').submits({ reason: why });
  await expect.poll(async () => (await inOrder())[0]?.state, { timeout: 20_000, interval: 20 }).toBe('executing');
  return { done };
}

describe('an approval that is taken back', { timeout: 60_000 }, () => {
  it('no longer counts, and says what is missing now', async () => {
    await approves('ben', 'mei');
    await details('mei', 'Take back approval…');
    expect(scene.as('mei').modal()).toContain('Your approval of `fraud-scorer` v7 no longer counts.');
    await scene.as('mei').submits({ reason: second });
    expect(scene.as('mei').modal()).toMatch(/Taking back your approval of R-1 is recorded/);
    expect(scene.thread().at(-1)).toContain('… Mei Tanaka took back the approval: “recall of the UK slice');
    await approves('tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await approves('jon');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('needs no reason before anything is carried out, and can be given again', async () => {
    await approves('ben', 'mei');
    await details('mei', 'Take back approval…');
    await scene.as('mei').submits();
    expect(scene.card()).toContain('… Risk: 1 more');
    await approves('mei', 'tom');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('is offered to nobody who gave none', async () => {
    await approves('ben');
    await scene.as('mei').presses('Details');
    expect(scene.as('mei').modal()).not.toContain('[Take back approval…]');
    await scene.as('ben').presses('Details');
    expect(scene.as('ben').modal()).toContain('[Take back approval…]');
  });

  it('D35 asks for the way back once the version is in production', async () => {
    await approves('ben', 'mei', 'tom');
    await details('mei', 'Take back approval…');
    expect(scene.as('mei').modal()).toContain('`fraud-scorer` v7 is `production` already.');
    await scene.as('mei').submits({ reason: second });
    await scene.settled();
    const [promotion, rollback, ...more] = await inOrder();
    expect(promotion).toMatchObject({ state: 'verified' });
    expect(rollback).toMatchObject({ number: 2, action: 'rollback', version: '5', reason: second, state: 'open' });
    expect(more).toEqual([]);
    expect(linesOf()).toContainEqual(expect.stringContaining('R-2 asks for the way back to v5.'));
    for (const person of ['ben', 'jon']) {
      await scene.as(person).types('/mlops approve R-2');
      await scene.as(person).submits({ reason: why });
    }
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('D35 while it is being carried out asks for the way back once that is done', async () => {
    const { done: last } = await beingCarriedOut();
    await Promise.all([last, scene.as('mei').submits({ reason: second })]);
    await scene.settled();
    expect(await inOrder()).toMatchObject([
      { number: 1, state: 'verified' },
      { number: 2, action: 'rollback', version: '5', state: 'open' },
    ]);
    expect(linesOf()).toContainEqual(expect.stringContaining('R-2 asks for the way back to v5.'));
  });

  it('D35 while it is being carried out and then fails says that there is nothing to go back from', async () => {
    const { done: last } = await beingCarriedOut();
    const back = scene.as('mei').submits({ reason: second });
    await expect.poll(() => linesOf().join('\n')).toContain('The promotion is carried through');
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await Promise.all([last, back]);
    await scene.settled();
    expect(await inOrder()).toMatchObject([{ number: 1, state: 'failed' }]);
    expect(linesOf()).toContainEqual(
      expect.stringContaining('Nobody was asked for the way back to v5: the promotion failed, so there is nothing'),
    );
  });

  it('D35 by a second person asks for no second way back', async () => {
    await approves('ben', 'mei', 'tom');
    for (const person of ['mei', 'tom']) {
      await details(person, 'Take back approval…');
      await scene.as(person).submits({ reason: second });
      await scene.settled();
    }
    expect(await inOrder()).toHaveLength(2);
    expect(linesOf().filter((line) => line.includes('R-2 asks for the way back to v5.'))).toHaveLength(2);
  });

  it('D35 says so where somebody moved the alias meanwhile, and asks for nothing', async () => {
    await approves('ben', 'mei', 'tom');
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await details('mei', 'Take back approval…');
    expect(scene.as('mei').modal()).toContain('somebody moved it since');
    expect(await inOrder()).toHaveLength(1);
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
  });

  it('D35 at once with the last approval: not carried out, or the way back is asked for', {
    timeout: 600_000,
  }, async () => {
    for (let race = 1; race <= races; race += 1) {
      const request = `R-${(await inOrder()).length}`;
      for (const person of ['ben', 'mei']) {
        await scene.as(person).types(`/mlops approve ${request}`);
        await scene.as(person).submits({ reason: why });
      }
      await scene.as('tom').types(`/mlops approve ${request}`);
      await details('mei', 'Take back approval…', request);
      const takesBack = async () => {
        // Spread over all that follows the last approval.
        await new Promise((done) => setTimeout(done, (race % 4) * 30));
        await scene.as('mei').submits({ reason: second });
      };
      await Promise.all([scene.as('tom').submits({ reason: why }), takesBack()]);
      await scene.settled();
      const rows = await inOrder();
      const promotion = rows.find(({ number }) => `R-${number}` === request);
      const last = rows.at(-1);
      if (promotion?.state === 'open') expect(last?.number, `race ${race}`).toBe(promotion.number);
      else {
        expect(promotion?.state, `race ${race}`).toBe('verified');
        const refused = scene.as('mei').modal()?.includes('look at its card') === true;
        expect([last?.action, refused], `race ${race}`).toContainEqual('rollback');
      }
      await scene.advance(60_000);
      if (promotion?.state === 'verified') {
        for (const person of ['ben', 'jon']) {
          await scene.as(person).types(`/mlops approve R-${last?.number}`);
          await scene.as(person).submits({ reason: why });
        }
        await scene.settled();
      }
      expect(scene.alias('fraud-scorer', 'production'), `race ${race}`).toBe('5');
      await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because it is better than before');
    }
  });
});

describe('a block', { timeout: 60_000 }, () => {
  it('keeps it from being carried out until whoever placed it lifts it, and spends their approval', async () => {
    await approves('ben', 'mei');
    await scene.as('mei').types('/mlops block R-1');
    expect(scene.as('mei').modal()).toContain('whoever approves, it is not carried out until you lift the block');
    await scene.as('mei').submits({ reason: second });
    expect(scene.card()).toContain(`✗ Mei Tanaka blocks it: ${second}. Mei Tanaka can lift it.`);
    expect(scene.card()).toContain('[Lift block…]');
    expect(scene.thread().at(-1)).toContain('Nothing is promoted until the block is lifted.');
    await approves('tom', 'jon');
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    await scene.as('jon').presses('Lift block…');
    expect(scene.as('jon').modal()).toContain('Only Mei Tanaka can lift this block.');
    await scene.as('mei').presses('Lift block…');
    await scene.as('mei').submits({ reason: 'the slice was counted wrongly' });
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('is offered in the details to those who may, and to nobody else', async () => {
    await scene.as('ben').presses('Details');
    const offered = async (person: string) => {
      await scene.as(person).presses('Details');
      return scene.as(person).modal()?.includes('[Block…]');
    };
    expect(await offered('mei')).toBe(true);
    expect(await offered('fin')).toBe(false);
    await scene.as('fin').types('/mlops block R-1');
    expect(`${scene.as('fin').modal()}`).toContain('can block this request');
    await details('mei', 'Block…');
    await scene.as('mei').submits({ reason: second });
    expect(await offered('mei')).toBe(false);
    await scene.as('mei').types('/mlops block R-1');
    expect(scene.as('mei').modal()).toContain('You block this request already.');
  });
});
