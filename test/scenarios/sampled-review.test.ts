import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { reviews } from '#store/schema/duties.ts';
import { ledger } from '#store/schema/ledger.ts';
import { requests } from '#store/schema/request.ts';
import { forceInForce, type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const frozen = 'timing: {freeze: [{name: Audit, zone: UTC, from: "2036-11-01T00:00", to: "2036-12-05T00:00"}], ';

const recommenders = `playbook: 1
name: Recommenders to production
owner: ml-platform
extends: Everyday models to production
applies_to: {action: promote, registry: mlflow, models: ["recs/*"], to: production}
evidence:
  - {id: ranking-quality, title: Ranks as well as before, check: {metric: ndcg_at_10, op: ">=", of: champion, tolerance: 0.001}}
  - {id: fast-enough, title: Answers within 90 ms, check: {metric: p99_latency_ms, op: "<=", value: 90}}
rules:
  - {name: A colleague agrees, needs: {people: {from: recs-ml}, evidence: all}}
`;

describe('a look at what was approved without people', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  /** A world in which recommenders approve themselves, and the lot draws `rate` of them for a look. */
  const open = async ({ rate = '100%', by = 'risk', freeze = false } = {}) => {
    folder = await playbooksFolder();
    const sample = `sample: {rate: ${rate}, by: ${by}, within: 14d}`;
    const auto = `auto_approve: {if: {requester_in: [recs-ml]}, needs: {evidence: all}, because: Small and reversible., ${sample}}`;
    await folder.write('promotion-recs.yaml', `${recommenders}${auto}\n`);
    if (freeze) await folder.edit('promotion-standard.yaml', 'timing: {', frozen);
    scene = await openScene({ playbooks: folder.path });
  };
  const promote = async (person = 'rosa') => {
    await scene.as(person).types('/mlops promote home-ranker 12 to production because better first row');
  };
  const owed = async () => await scene.database.db.select().from(reviews);
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);
  const reviewed = async () =>
    (await events()).filter((event) => event.startsWith('review') || event.includes('refused'));
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const cards = (heading: RegExp) => scene.cards().filter((card) => heading.test(card));
  const status = async () => {
    await scene.as('lea').types('/mlops status home-ranker');
    return scene.as('lea').told();
  };

  it('is asked of the role at once, and one of them finds it right with one press', async () => {
    await open();
    await promote();
    expect(scene.alias('home-ranker', 'production')).toBe('12');
    expect(cards(/^# Promoted: home-ranker v12/).join()).toContain('Approved without people: Small and reversible.');
    const [task = ''] = cards(/^# Was this right\? home-ranker v12 was approved without people/);
    expect(task).toMatch(/… Risk looks by .*: @U0JON0004 or @U0MEI0003/);
    expect(task).toContain('`home-ranker` v12 became `production`. Why nobody was asked: Small and reversible.');
    expect(await owed()).toMatchObject([{ by: ['risk'], dueAt: new Date('2036-12-10T10:00:00Z'), answer: null }]);
    expect(await status()).toMatch(/… Risk looks at it by .* \(R-1\)/);
    await scene.as('mei').presses('Looks right');
    expect(scene.as('mei').told()).toContain('it is recorded that R-1 looks right to you');
    expect(cards(/^# Looked at: approving home-ranker v12 was right/).join()).toContain('✓ Mei');
    expect(await owed()).toMatchObject([{ answer: 'right', answeredBy: 'mei' }]);
    expect(await reviewed()).toEqual(['review_opened', 'review_answered']);
    expect(await status()).not.toContain('Owes');
    await scene.advance(30 * day);
    expect(await reviewed()).toEqual(['review_opened', 'review_answered']);
  });

  it('that finds it wrong says why, and whoever owns the playbook hears of it and can roll back', async () => {
    await open();
    await promote();
    await scene.as('jon').presses('Wrong…');
    expect(scene.as('jon').modal()).toContain('ML platform is told what you found and decides what follows.');
    await scene.as('jon').submits({ reason: 'It buries new articles.' });
    expect(scene.as('jon').modal()).toContain('What you found about R-1 is recorded');
    const [told = ''] = cards(/^# home-ranker v12 was found wrong/);
    expect(told).toContain('“It buries new articles.”');
    expect(told).toContain('… ML platform decides what follows: @U0OPS0008');
    expect(told).toContain('[Roll back…]');
    expect(scene.alias('home-ranker', 'production')).toBe('12');
    await scene.as('rosa').presses('Roll back…');
    expect(scene.as('rosa').modal()).toContain('goes from v12 back to v11');
    await scene.as('rosa').submits({ reason: 'new articles are buried' });
    await scene.as('lea').types('/mlops show R-1');
    expect(scene.as('lea').modal()).toMatch(/✗ Jon .* found it wrong: “It buries new articles.”/);
  });

  it('is not done by whoever asked or trained it, nor by others, nor twice; each no is on the record', async () => {
    await open({ by: '[risk, recs-ml]' });
    await promote('kim');
    await scene.as('kim').presses('Looks right');
    expect(scene.as('kim').told()).toContain(
      'You asked for R-1 yourself. Somebody else of Risk or Recs ML has to look.',
    );
    await scene.as('rosa').presses('Looks right');
    expect(scene.as('rosa').told()).toContain('You started the training run of v12.');
    await scene.as('tom').presses('Wrong…');
    expect(scene.as('tom').modal()).toContain('You are not in the role that was asked.');
    expect(await owed()).toMatchObject([{ answer: null }]);
    await scene.as('mei').presses('Looks right');
    expect(await reviewed()).toEqual([
      'review_opened',
      'decision_refused',
      'decision_refused',
      'decision_refused',
      'review_answered',
    ]);
  });

  it('is answered once, also when two press at the same time', async () => {
    await open();
    await promote();
    const message = scene.slack.see
      .messages('#ml-approvals')
      .findLast(({ blocks }) => JSON.stringify(blocks).includes('Looks right'));
    if (message === undefined) throw new Error('nobody is asked to look');
    await Promise.all([
      scene.as('mei').presses('Looks right', { message }),
      scene.as('jon').presses('Looks right', { message }),
    ]);
    await scene.settled();
    expect((await reviewed()).toSorted()).toEqual(['decision_refused', 'review_answered', 'review_opened']);
    const answers = [scene.as('mei').told(), scene.as('jon').told()].join('\n');
    expect(answers).toContain('has looked at R-1 already and found it right');
  });

  it('that nobody did in time is told to the owner once, also after a restart, and can still be done', async () => {
    await open();
    await promote();
    await scene.advance(14 * day - 1_000);
    expect(cards(/^# Nobody has looked/)).toEqual([]);
    await scene.restart({ beforeStart: () => scene.slack.act.advance(3 * day) });
    await scene.advance(60_000);
    const [told = ''] = cards(/^# Nobody has looked at home-ranker v12/);
    expect(told).toContain('✗ Risk was to look at it by');
    expect(told).toContain('… ML platform finds somebody who looks: @U0OPS0008');
    expect(cards(/^# Was this right/).join()).toMatch(/Risk was to look by .*, and nobody has/);
    expect(await status()).toMatch(/✗ Risk was to look at it by .*, and nobody has \(R-1\)/);
    await scene.advance(30 * day);
    expect(cards(/^# Nobody has looked/)).toHaveLength(1);
    await scene.as('mei').presses('Looks right');
    expect(await reviewed()).toEqual(['review_opened', 'review_missed', 'review_answered']);
    expect(await status()).not.toContain('Owes');
  });

  it('is not needed when it was not carried out', async () => {
    await open({ freeze: true });
    await promote();
    expect(await states()).toEqual(['approved']);
    expect(cards(/^# Was this right/).join()).toContain('becomes `production` as soon as nothing is in the way');
    await scene.as('rosa').types('/mlops show R-1');
    await scene.as('rosa').presses('Withdraw request', { modal: true });
    await scene.as('mei').presses('Looks right');
    expect(scene.as('mei').told()).toContain('R-1 was not carried out, or people decided about it');
    await scene.advance(60_000);
    expect(cards(/^# Nobody has to look at home-ranker v12 any more/)).toHaveLength(1);
    expect(await owed()).toMatchObject([{ answer: 'not_needed', missedAt: null }]);
    await scene.advance(30 * day);
    expect(await reviewed()).toEqual(['review_opened', 'decision_refused', 'review_dropped']);
  });

  it('is asked of nobody where the lot does not draw it, and where people approved it', async () => {
    await open({ rate: '0%' });
    await promote();
    expect(await states()).toEqual(['verified']);
    expect(await owed()).toEqual([]);
    await folder.edit('promotion-recs.yaml', 'rate: 0%', 'rate: 100%');
    await forceInForce(scene, folder.path);
    scene.mlflow.outside.addVersion('home-ranker', { user: 'jon', metrics: { ndcg_at_10: 0.5, p99_latency_ms: 60 } });
    await scene.as('ben').types('/mlops promote home-ranker 13 to production because faster');
    expect(await states()).toEqual(['verified', 'open']);
    for (const person of ['kim', 'tom']) {
      await scene.as(person).types('/mlops approve R-2');
      await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
    }
    expect(await states()).toEqual(['verified', 'verified']);
    expect(await owed()).toEqual([]);
  });
});
