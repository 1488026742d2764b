import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { maturityOf } from '#operations/maturity/ask-maturity.ts';
import { handTests } from '#store/schema/maturity-answers.ts';
import { openScene, type Scene } from '../support/scene.ts';

const hour = 3_600_000;
const day = 24 * hour;

describe('maturity in Slack', { timeout: 120_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
  });
  afterEach(() => scene.close());

  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: 'looked at the evidence, it is fine' });
  };
  const ask = async (words = '') => {
    await scene.as('ana').types(`/mlops maturity${words}`);
    return scene.as('ana').told();
  };
  const promote = async () => {
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await scene.advance(2 * hour);
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  };
  const weeks = async () =>
    (
      await scene.database.db.execute<{ week: string; kind: string; count: number }>(
        sql`select week::text as week, kind, count(*)::int as count from maturity_weeks group by 1, 2 order by 1, 2`,
      )
    ).rows;

  it('tells one’s own team from what was recorded, and what nobody connected as not known', async () => {
    await promote();
    const told = await ask();
    expect(told).toContain('# Maturity of team fraud, 1 model');
    expect(told).toContain('Deployments: 0.33 in 30 days');
    expect(told).toContain('Model monitoring: ✗ absent 1.');
    expect(told).toContain('ML pipelines: … not known 1.');
    expect(told).toContain('Provisional: a connection tells of');
    expect(told).toContain('Next step: build Model registry');
    expect(await ask(' all')).toContain('9 models of registries are not in models.yaml');
  });

  it('shows what is behind a number, with what to connect', async () => {
    await promote();
    await ask(' fraud-scorer');
    await scene.as('ana').presses('Levels…');
    const levels = scene.as('ana').modal();
    expect(levels).toContain('g) Approved models are delivered by automation: 100 % of 1 record');
    expect(levels).toContain('add a connection of kind kubeflow, vertex-pipelines or webhook to org.yaml');
    await scene.as('ana').presses('Test scores…');
    expect(scene.as('ana').modal()).toContain('The score is the least of the four sums');
    await scene.as('ana').presses('Evidence…');
    expect(scene.as('ana').modal()).toContain('Formula: ');
  });

  it('lets a capability be attested, and a need be waived, from the page of one model', async () => {
    await ask(' fraud-scorer');
    await scene.as('ana').presses('Attest…');
    expect(scene.as('ana').modal()).toContain('fraud-scorer');
    await scene.as('ana').presses('Waive a need…');
    expect(scene.as('ana').modal()).toMatch(/waive/i);
  });

  it('takes tests done by hand from named people, for half a point that ends', async () => {
    const records = async (person: string, passed: string, note: string) => {
      await scene.as(person).types('/mlops maturity fraud-scorer');
      await scene.as(person).presses('Test scores…');
      await scene.as(person).presses('Record a test…', { modal: true });
      await scene.as(person).submits({ 'hand-test': 'M7', 'hand-test-passed': passed, 'hand-test-note': note });
      return scene.as(person).modal() ?? '';
    };
    const scores = async () => {
      await ask(' fraud-scorer');
      await scene.as('ana').presses('Test scores…');
      return scene.as('ana').modal() ?? '';
    };
    const before = await scores();
    expect(before).not.toContain('M7');
    expect(await records('lea', 'yes', '               ')).toContain('✗ Write where the result is written down');
    expect(await scene.database.db.$count(handTests)).toBe(0);
    expect(await records('lea', 'yes', 'the review of May, in the wiki')).toContain(
      'Recorded with your name: M7 “Inclusion is considered” passed. It counts until',
    );
    expect(await scores()).toMatch(
      /M7 Inclusion is considered: 0\.5\. .*Lea Fontaine says that it passed, until .*the review of May/,
    );
    expect(await records('mei', 'no', 'that review left it out')).toContain('Lea Fontaine said otherwise.');
    expect(await scores()).toMatch(
      /M7 Inclusion is considered: 0\. People disagree about it\..*Mei Tanaka says that it did not pass/,
    );
    const noted = await scene.database.db.execute<{ event: string }>(
      sql`select event from ledger where event = 'test_attested'`,
    );
    expect(noted.rows).toHaveLength(2);
    await expect(scene.database.db.update(handTests).set({ passed: true })).rejects.toThrow();
    await scene.advance(181 * day);
    expect(await scores()).not.toContain('M7');
  });

  it('refuses what it does not know with what is near', async () => {
    expect(await ask(' team frad')).toContain('No model in models.yaml belongs to a team frad. Did you mean fraud?');
    expect(await ask(' fraud-scorr')).toContain('Did you mean');
    expect(await ask(' fx-hedge')).toMatch(/has no entry in models.yaml|No registry is known/);
  });

  it('counts the wait for people, and a way back as the failure of what it replaced', async () => {
    await promote();
    await scene.advance(day);
    await scene.as('ben').types('/mlops rollback fraud-scorer');
    await scene.as('ben').submits({ reason: 'too many false alarms on EU cards' });
    for (const person of ['ben', 'mei']) await approve(person);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    const scope = { kind: 'model', model: { registry: 'mlflow', name: 'fraud-scorer' } } as const;
    const { facts } = await maturityOf(scene.app.setting, scope);
    const [change, back] = facts.promotions.known ? facts.promotions.value : [];
    expect(change).toMatchObject({
      id: 'R-1',
      model: 'fraud/scorer',
      version: 'mlflow/fraud-scorer v7',
      requester: 'ana',
      automated: true,
      trial: null,
      failures: [{ kind: 'rollback', detectedAt: back?.requestedAt, restoredAt: back?.servedAt }],
    });
    expect(Date.parse(change?.decidedAt ?? '') - Date.parse(change?.requestedAt ?? '')).toBeGreaterThanOrEqual(
      2 * hour,
    );
    const people = change?.approvals.map(({ person, inRole }) => ({ person, inRole }));
    expect(people).toEqual(['ben', 'mei', 'tom'].map((person) => ({ person, inRole: true })));
    for (const { secondsToDecide } of change?.approvals ?? []) expect(secondsToDecide).toBeGreaterThanOrEqual(7200);
    expect(back).toMatchObject({ id: 'R-2', changed: 'rollback', unplanned: true, version: 'mlflow/fraud-scorer v5' });
    expect(await ask(' fraud-scorer')).toContain('Rework: 50 % of deployments');
  });

  it('records each week once, however many workers there are, and tells the trend from it', async () => {
    const others = [await scene.another('worker'), await scene.another('worker')];
    await promote();
    await Promise.all([scene, ...others].map((one) => ('tick' in one ? one.tick() : one.advance(0))));
    await scene.settled();
    const once = [
      { week: '2036-11-24', kind: 'all', count: 1 },
      { week: '2036-11-24', kind: 'model', count: 6 },
      { week: '2036-11-24', kind: 'team', count: 4 },
    ];
    expect(await weeks()).toEqual(once);
    await scene.advance(7 * day);
    await scene.advance(0);
    expect((await weeks()).filter(({ kind }) => kind === 'all').map(({ week }) => week)).toEqual([
      '2036-11-24',
      '2036-12-01',
    ]);
    expect(await ask()).toContain('since 24 Nov');
    for (const one of others) await one.stop();
  });
});
