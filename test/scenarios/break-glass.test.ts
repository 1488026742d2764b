import { asc, eq } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { reviews } from '#store/schema/duties.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import { type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;
const why = 'cards are declined everywhere in the EU';

describe('break-glass', { timeout: 120_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder | null = null;
  afterEach(async () => {
    await scene.close();
    await folder?.remove();
    folder = null;
  });

  const promote = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const breaks = async (person: string, reason = why) => {
    await scene.as(person).types(`/mlops break-glass fraud-scorer 7 ${reason}`);
    await scene.as(person).submits({ reason });
  };
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
  const cards = (pattern: RegExp) => scene.cards().filter((text) => pattern.test(text));
  const request = (model: string, version: string, person = 'ben') =>
    scene.as(person).types(`/mlops promote ${model} ${version} to production because a better model`);
  const review = async (person: string, answer: 'right' | 'wrong', reason = 'looked at the day after, nothing odd') => {
    const message = scene.slack.see.messages('#ml-approvals').find(({ text }) => /^Review (owed|overdue)/.test(text));
    if (message === undefined) throw new Error('no review is asked for');
    await scene.as(person).presses(`Was ${answer}…`, { message });
    await scene.as(person).submits({ reason });
  };

  it('takes as many people as the playbook says, and then moves past missing approvals', async () => {
    scene = await openScene();
    await promote();
    await scene.as('ana').types(`/mlops break-glass fraud-scorer v7 ${why}`);
    expect(scene.as('ana').modal()).toContain('In an emergency, promote fraud-scorer v7 to production');
    expect(scene.as('ana').modal()).toContain('It takes 1 more of Risk or Fraud ML or Credit ML within 4 h');
    expect(scene.as('ana').modal()).toContain('Risk reviews it within 2 d');
    await scene.as('ana').submits({ reason: why });
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(scene.card()).toMatch(/✗ Ana Kovač called an emergency: “cards are declined.*1 more of Risk/);
    await scene.as('ana').types('/mlops break-glass fraud-scorer 7');
    expect(scene.as('ana').modal()).toContain('You have broken the glass for R-1 already; 1 more of');
    await scene.as('ben').presses('Break glass…');
    await scene.as('ben').submits({ reason: 'support is flooded, confirmed with ana' });
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    const [card = ''] = cards(/R-1|fraud-scorer v7 is production/);
    expect(card).toMatch(/^# Emergency \(break-glass\) · Promoted: fraud-scorer v7 is production/);
    expect(card).toContain('✗ Decided past its rules by Ana Kovač and Ben de Vries');
    const [task = ''] = cards(/^# Review owed: emergency decision about fraud-scorer v7/);
    expect(task).toContain('@U0JON0004 or @U0MEI0003');
    expect(task).toContain('If nobody does, the team promotes nothing more until it is done.');
    expect((await events()).filter((event) => event === 'glass_pressed' || event.startsWith('review'))).toEqual([
      'glass_pressed',
      'glass_pressed',
      'review_opened',
    ]);
  });

  it('is refused to others, without a reason, for what nobody asked for, and where the playbook has none', async () => {
    scene = await openScene();
    await scene.as('ben').types('/mlops break-glass fraud-scorer 7');
    expect(scene.as('ben').told()).toContain('Nobody has asked for fraud/scorer v7 yet. Ask first');
    await promote();
    await scene.as('tom').types('/mlops break-glass fraud-scorer 7');
    expect(scene.as('tom').modal()).toContain('Only Risk or Fraud ML or Credit ML can break the glass here');
    await scene.as('ben').types('/mlops break-glass fraud-scorer 7');
    await scene
      .as('ben')
      .submits({ reason: 'too short' })
      .catch(() => undefined);
    await request('home-ranker', '12', 'ben');
    await scene.as('kim').types('/mlops break-glass home-ranker 12');
    expect(scene.as('kim').modal()).toMatch(/has no emergency way for this/);
    expect((await events()).filter((event) => event === 'glass_pressed')).toEqual([]);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('D20 passes a hold and a freeze, which keep everything else', async () => {
    folder = await playbooksFolder();
    const zone = 'zone: UTC, from: "2036-11-01T00:00", to: "2036-12-05T00:00"';
    await folder.edit('promotion-critical.yaml', '  freeze:\n', `  freeze:\n    - {name: Audit, ${zone}}\n`);
    scene = await openScene({ playbooks: folder.path });
    await promote();
    for (const person of ['ben', 'mei', 'tom']) {
      await scene.as(person).types('/mlops approve R-1');
      await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
    }
    await scene.as('mei').presses('Hold');
    expect(await states()).toEqual(['approved']);
    expect(scene.card()).toContain('Freeze “Audit”');
    expect(scene.card()).toContain('[Break glass…]');
    await breaks('ana');
    expect(await states()).toEqual(['approved']);
    await breaks('jon');
    expect(await states()).toEqual(['verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });

  it('D20 passes standing blocks and evidence that fails, which its card goes on showing as failed', async () => {
    folder = await playbooksFolder();
    await folder.edit('promotion-critical.yaml', 'distinct: {unknown_people: flag}\n', '');
    scene = await openScene({ playbooks: folder.path });
    const metrics = { auc: 0.915, recall: 0.61, p99_latency_ms: 80 };
    const datasets = { 'region=EU': { recall: 0.61 }, 'region=UK': { recall: 0.6 }, 'region=US': { recall: 0.62 } };
    scene.mlflow.outside.addVersion('fraud-scorer', { user: 'svc-nightly', metrics, datasets });
    await request('fraud-scorer', '8', 'ana');
    const { db } = scene.database;
    const [blocked] = await db.select().from(requests);
    const unknown = { code: 'people_unknown' };
    expect(blocked).toMatchObject({ state: 'open', verdict: { status: 'blocked', blocks: [unknown, unknown] } });
    for (const person of ['ana', 'jon']) {
      await scene.as(person).types(`/mlops break-glass fraud-scorer 8 ${why}`);
      await scene.as(person).submits({ reason: why });
    }
    expect(await states()).toEqual(['verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('8');
    const [card = ''] = cards(/fraud-scorer v8 is production/);
    expect(card).toMatch(/^# Emergency \(break-glass\) · Promoted/);
    expect(card).toMatch(/✗ Catches at least 78 percent of fraud/);
    expect(card).toMatch(/… Passed over: It is not known who/);
    expect(cards(/^# Review owed: emergency decision about fraud-scorer v8/)).toHaveLength(1);
  });

  it('of one person is forgotten after its time', async () => {
    scene = await openScene();
    await promote();
    await breaks('ana');
    await scene.advance(4 * hour);
    await breaks('ben');
    expect(await states()).toEqual(['open']);
    await breaks('ana');
    expect(await states()).toEqual(['verified']);
  });

  it('owes a review: overdue, the team promotes nothing, the owner is told once, and it stands in the status', async () => {
    scene = await openScene();
    await promote();
    await breaks('ana');
    await breaks('ben');
    await scene.as('tom').types('/mlops status fraud-scorer');
    expect(scene.as('tom').told()).toMatch(/… The emergency decision is to be reviewed by Risk until .*R-1/);
    const metrics = { auc: 0.92, recall: 0.83, p99_latency_ms: 80 };
    const datasets = { 'region=EU': { recall: 0.82 }, 'region=UK': { recall: 0.81 }, 'region=US': { recall: 0.83 } };
    scene.mlflow.outside.addVersion('fraud-scorer', { user: 'ana', metrics, datasets });
    await request('fraud-scorer', '8', 'ana');
    expect(cards(/^# Promote fraud-scorer v8/)).toHaveLength(1);
    await scene.restart({ beforeStart: () => scene.slack.act.advance(2 * day) });
    await scene.advance(60_000);
    expect(cards(/^# Blocked: fraud-scorer v8/).join()).toContain('The team still owes the review of R-1');
    expect(cards(/^# Nobody has reviewed the emergency decision/)).toHaveLength(1);
    expect(cards(/^# Review overdue/)).toHaveLength(1);
    await scene.as('tom').types('/mlops status fraud-scorer');
    expect(scene.as('tom').told()).toContain('the team promotes nothing before');
    await scene.as('ben').types('/mlops show R-1');
    await scene.advance(60_000);
    expect(cards(/^# Nobody has reviewed the emergency decision/)).toHaveLength(1);
    await review('mei', 'wrong', 'v6 would have done, nobody checked it');
    expect(cards(/^# Promote fraud-scorer v8/)).toHaveLength(1);
    expect(cards(/^# The emergency decision about fraud-scorer v7 was found wrong/).join()).toContain(
      'v6 would have done',
    );
    expect((await events()).filter((event) => event.startsWith('review'))).toEqual([
      'review_opened',
      'review_missed',
      'review_answered',
    ]);
  });

  it('is reviewed once, by somebody who had no part in it', async () => {
    scene = await openScene();
    await promote();
    await breaks('jon');
    await breaks('ana');
    await scene.as('jon').presses('Was right…');
    expect(scene.as('jon').modal()).toContain('somebody who neither broke the glass');
    await review('mei', 'right');
    expect(cards(/^# Reviewed: the emergency decision about fraud-scorer v7 was right/)).toHaveLength(1);
    const [row] = await scene.database.db.select().from(reviews).where(eq(reviews.kind, 'break_glass'));
    expect(row).toMatchObject({ answer: 'right', answeredBy: 'mei', missedAt: null });
  });

  it('that nobody reviews is rolled back where the playbook says so', async () => {
    folder = await playbooksFolder();
    await folder.edit('promotion-critical.yaml', 'within: 2d, if_missed: escalate', 'within: 2d, if_missed: rollback');
    scene = await openScene({ playbooks: folder.path });
    await promote();
    await breaks('ana');
    await breaks('ben');
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    await scene.advance(2 * day + 60_000);
    await scene.advance(60_000);
    await scene.advance(60_000);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect(cards(/^# Nobody has reviewed/).join()).toContain('As the playbook says, it is rolled back: R-2.');
    expect(await states()).toEqual(['verified', 'verified']);
  });
});
