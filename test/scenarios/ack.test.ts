import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { votes } from '#store/schema/request.ts';
import { type FrozenDatabase, frozenDatabase } from '../support/frozen-database.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const patience = { timeout: 40_000, interval: 50 };
const ackedInTime = { acked: true, status: 200 };

let scene: Scene;
const type = (person: string, text: string) =>
  scene.slack.act.command({ as: person, channel: '#ml-approvals', command: '/mlops', text });
const ask = () =>
  scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
const buttonOf = (actionId: string) => {
  const card = scene.slack.see.messages('#ml-approvals')[0];
  const block = card?.blocks.find((one) => one['type'] === 'actions');
  return { channel: '#ml-approvals', ts: card?.ts ?? '', blockId: String(block?.['block_id']), actionId };
};
const press = (person: string, actionId: string) => scene.slack.act.press({ as: person, ...buttonOf(actionId) });
const submit = (person: string) => {
  const viewId = scene.slack.see.modal(person)?.viewId ?? '';
  return scene.slack.act.submit({ as: person, viewId, values: { reason: { reason: why } } });
};
const finish = async () => {
  for (const person of ['ben', 'mei', 'tom']) {
    if (scene.card().startsWith('# Promoted')) return;
    await scene.as(person).presses('Approve…');
    if (scene.as(person).modal()?.includes('[Approve]') === true) await scene.as(person).submits({ reason: why });
  }
  await vi.waitFor(() => expect(scene.card()).toMatch(/^# Promoted/), patience);
  expect(scene.alias('fraud-scorer', 'production')).toBe('7');
};

describe('while the database does not answer', { timeout: 120_000 }, () => {
  let way: FrozenDatabase;
  beforeEach(async () => {
    way = await frozenDatabase();
    scene = await openScene({ databaseUrl: (url) => way.via(url) });
    await ask();
  });
  afterEach(async () => {
    way.thaw();
    await scene.close();
    await way.close();
  });

  it('everything is acked, everybody reads a sentence, and afterwards the story goes on', async () => {
    await scene.as('ben').presses('Approve…');
    way.freeze();
    const acks = await Promise.all([type('lea', 'status'), press('mei', 'approve'), submit('ben')]);
    for (const ack of acks) expect(ack).toMatchObject(ackedInTime);
    const sentence = /[Dd]atabase did not answer/;
    await vi.waitFor(() => expect(scene.as('lea').told()).toMatch(sentence), patience);
    await vi.waitFor(() => expect(scene.as('mei').told()).toMatch(sentence), patience);
    await vi.waitFor(() => expect(scene.as('ben').modal()).toMatch(sentence), patience);
    way.thaw();
    await scene.settled();
    expect(await scene.database.db.$count(votes)).toBeLessThanOrEqual(1);
    await type('lea', 'status');
    await vi.waitFor(() => expect(scene.as('lea').told()).toMatch(/fraud-scorer/), patience);
    await finish();
  });

  it('a table that somebody holds is told the same way, and nothing is recorded by halves', async () => {
    await scene.as('ben').presses('Approve…');
    const holder = await scene.database.pool.connect();
    await holder.query('begin; lock table votes, requests in access exclusive mode');
    try {
      expect(await submit('ben')).toMatchObject(ackedInTime);
      await vi.waitFor(() => expect(scene.as('ben').modal()).toMatch(/[Dd]atabase did not answer/), patience);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
    expect(await scene.database.db.$count(votes)).toBe(0);
    await scene.settled();
    await finish();
  });

  it('connections that break are made anew', async () => {
    await scene.database.db.execute(
      sql`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`,
    );
    await vi.waitFor(async () => {
      await type('lea', 'status');
      expect(scene.as('lea').told()).toMatch(/fraud-scorer/);
    }, patience);
    await scene.settled();
    await finish();
  });
});

describe('while the registry never answers', { timeout: 120_000 }, () => {
  beforeEach(async () => {
    scene = await openScene();
    await ask();
  });
  afterEach(() => scene.close());

  it('what needs no registry goes on, what does is acked and told, and afterwards it works', async () => {
    scene.mlflow.faults.set('slow', { ms: Number.POSITIVE_INFINITY });
    expect(await type('lea', 'status')).toMatchObject(ackedInTime);
    await vi.waitFor(() => expect(scene.as('lea').told()).toMatch(/fraud-scorer/), patience);
    expect(await type('rosa', 'promote home-ranker 13 because the best offline result so far')).toMatchObject(
      ackedInTime,
    );
    for (const person of ['ben', 'mei', 'tom']) {
      expect(await press(person, 'approve')).toMatchObject(ackedInTime);
      await vi.waitFor(() => expect(scene.as(person).modal()).toContain('[Approve]'), patience);
      expect(await submit(person)).toMatchObject(ackedInTime);
      await vi.waitFor(() => expect(scene.as(person).modal()).toContain('is recorded'), patience);
    }
    await vi.waitFor(() => expect(scene.as('rosa').told()).toMatch(/MLflow did not answer within/), patience);
    await vi.waitFor(() => expect(scene.card()).toMatch(/^# Not promoted yet: MLflow did not answer/), patience);
    scene.mlflow.faults.clear();
    await vi.waitFor(() => expect(scene.card()).toMatch(/^# Promoted/), patience);
  });
});
