import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { obligations } from '#store/schema/duties.ts';
import { ledger } from '#store/schema/ledger.ts';
import { executions, requests } from '#store/schema/request.ts';
import { forceInForce, type PlaybooksFolder, playbooksFolder } from '../support/playbooks-folder.ts';
import { reportMetric } from '../support/report-metric.ts';
import { openScene, type Scene } from '../support/scene.ts';

const day = 86_400_000;
const why = 'looked at the evidence, it is fine';
const within90 = 'what: Answers within 90 ms, check: {metric: p99_latency_ms, op: "<=", value: 90}';
const clicked = 'what: People click as before, check: {metric: live_click_rate, op: ">=", value: 0.2}';

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

describe('what a promotion promised for afterwards', { timeout: 60_000 }, () => {
  let scene: Scene;
  let folder: PlaybooksFolder;
  afterEach(async () => {
    await scene.close();
    await folder.remove();
  });

  /** A world in which recommenders owe something; `promised` is an obligation without its braces. */
  const open = async (promised: string, more = '') => {
    folder = await playbooksFolder();
    await folder.write(
      'promotion-recs.yaml',
      `${recommenders}after_approval: {obligations: [{${promised}}]}\n${more}\n`,
    );
    scene = await openScene({ playbooks: folder.path });
  };
  const approve = async (person: string, request: string) => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  const promote = async (version = '12', request = 'R-1') => {
    await scene.as('rosa').types(`/mlops promote home-ranker ${version} to production because better first row`);
    await approve('kim', request);
    await approve('tom', request);
    expect(scene.alias('home-ranker', 'production')).toBe(version);
  };
  const reports = async (key: string, value: number, version = '12') =>
    await reportMetric(scene, { model: 'home-ranker', version, key, value });
  const owed = async () => await scene.database.db.select().from(obligations).orderBy(asc(obligations.openedAt));
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq)))
      .map(({ event }) => event)
      .filter((event) => event !== 'digest_skipped');
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const changes = async () =>
    (await scene.database.db.select().from(executions).orderBy(asc(executions.startedAt))).map(
      ({ previousVersion, version, state }) => ({ previousVersion, version, state }),
    );
  const cards = (heading: RegExp) => scene.cards().filter((card) => heading.test(card));
  const show = async (line: string) => {
    await scene.as('lea').types(line);
    return line.includes('show') ? (scene.as('lea').modal() ?? '') : scene.as('lea').told();
  };

  it('is checked when it is due and shown in details and status, and says nothing while it holds', async () => {
    await open(`${within90}, every: 7d, for: 28d, else: escalate`);
    await promote();
    const quiet = scene.channel('#ml-approvals').length;
    expect(await show('/mlops status home-ranker')).toContain('… Answers within 90 ms, every 7 d until');
    await scene.advance(6 * day);
    expect((await owed()).map(({ checks }) => checks)).toEqual([0]);
    await scene.advance(day);
    expect(await owed()).toMatchObject([{ checks: 1, lastStatus: 'passed', endedAt: null }]);
    expect(scene.channel('#ml-approvals').length).toBe(quiet);
    expect(await show('/mlops status home-ranker')).toMatch(
      /✓ Answers within 90 ms, every 7 d until .*; last checked /,
    );
    expect(await show('/mlops status home')).toContain('owes 1 check');
    expect(await show('/mlops show R-1')).toMatch(/Looked at afterwards\n✓ Answers within 90 ms/);
    expect((await events()).filter((event) => event.startsWith('obligation'))).toEqual([
      'obligation_opened',
      'obligation_checked',
    ]);
  });

  it('is checked once after a long sleep, not once for each time that was slept through, and then is over', async () => {
    await open(`${within90}, every: 1d, for: 100d, else: escalate`);
    await promote();
    await scene.restart({ beforeStart: () => scene.slack.act.advance(40 * day) });
    await scene.advance(1_000);
    expect(await owed()).toMatchObject([{ checks: 1 }]);
    await scene.advance(12 * 3_600_000);
    expect(await owed()).toMatchObject([{ checks: 1 }]);
    await scene.advance(12 * 3_600_000);
    expect(await owed()).toMatchObject([{ checks: 2 }]);
    await scene.advance(100 * day);
    expect(await owed()).toMatchObject([{ checks: 3, ended: 'over' }]);
    expect((await events()).at(-1)).toBe('obligation_ended');
    await scene.advance(10 * day);
    expect(await owed()).toMatchObject([{ checks: 3 }]);
  });

  it('ends when another version takes the place, by us or by others', async () => {
    await open(`${within90}, every: 7d, for: 28d, else: escalate`);
    await promote();
    scene.mlflow.outside.addVersion('home-ranker', {
      user: 'rosa',
      metrics: { ndcg_at_10: 0.5, p99_latency_ms: 60 },
    });
    await promote('13', 'R-2');
    expect((await owed()).map(({ version, ended }) => ({ version, ended }))).toEqual([
      { version: '12', ended: 'superseded' },
      { version: '13', ended: null },
    ]);
    await scene.advance(8 * day);
    scene.mlflow.outside.moveAlias('home-ranker', 'production', '11');
    await reports('p99_latency_ms', 140, '13');
    await scene.advance(7 * day);
    expect((await owed()).map(({ ended, checks }) => ({ ended, checks }))).toEqual([
      { ended: 'superseded', checks: 0 },
      { ended: 'superseded', checks: 1 },
    ]);
    expect(scene.alias('home-ranker', 'production')).toBe('11');
    expect(cards(/^# Not as promised/)).toEqual([]);
    scene.mlflow.outside.moveAlias('home-ranker', 'production', '13');
  });

  describe('and does not hold,', () => {
    it('escalates: the owner is told once, until it held again', async () => {
      await open(`${within90}, every: 7d, for: 70d, else: escalate`);
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      const [card = ''] = cards(/^# Not as promised: home-ranker v12/);
      expect(card).toContain('✗ Answers within 90 ms: 94');
      expect(card).toContain('… ML platform answers for it: @U0OPS0008');
      expect(card).toContain('v12 stays `production` until somebody changes it.');
      expect(card).toContain('[Roll back…] [Details]');
      await scene.advance(7 * day);
      expect(cards(/^# Not as promised/)).toHaveLength(1);
      await reports('p99_latency_ms', 70);
      await scene.advance(7 * day);
      await reports('p99_latency_ms', 99);
      await scene.advance(7 * day);
      expect(cards(/^# Not as promised/)).toHaveLength(2);
      expect(await owed()).toMatchObject([{ checks: 4, lastStatus: 'failed', endedAt: null }]);
      expect(scene.alias('home-ranker', 'production')).toBe('12');
    });

    it('rolls back by itself, through the same protocol, without anybody', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: rollback`);
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      expect(scene.alias('home-ranker', 'production')).toBe('11');
      expect(await states()).toEqual(['verified', 'verified']);
      expect(await changes()).toEqual([
        { previousVersion: '11', version: '12', state: 'verified' },
        { previousVersion: '12', version: '11', state: 'verified' },
      ]);
      expect(await owed()).toMatchObject([{ ended: 'rolled_back', lastStatus: 'failed' }]);
      const [card = ''] = cards(/^# Rolled back: home-ranker v11 is production again/);
      expect(card).toContain('Ordered by the playbook: “Answers within 90 ms” does not hold.');
      expect(card).toContain('Asked by Countersign');
      expect(card).toContain('“What R-1 promised does not hold. Answers within 90 ms: 94');
      expect(cards(/^# Not as promised/).join()).toContain('The playbook rolls it back: R-2 does it');
      expect((await events()).slice(-7)).toEqual([
        'obligation_checked',
        'request_opened',
        'request_approved',
        'execution_started',
        'alias_set',
        'execution_verified',
        'obligation_ended',
      ]);
      expect(await show('/mlops show R-2')).toContain('Ordered by the playbook');
      await scene.advance(30 * day);
      expect(await states()).toHaveLength(2);
      await scene.as('mei').types('/mlops explain R-2');
      expect(scene.as('mei').told()).toContain('Ordered by the playbook');
    });

    it('is rolled back when the process dies in between and the registry does not answer at first', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: rollback`);
      await promote();
      await reports('p99_latency_ms', 94);
      scene.mlflow.faults.set('down', {});
      await scene.restart({ beforeStart: () => scene.slack.act.advance(7 * day) });
      await scene.app.tick();
      expect(await states()).toEqual(['verified']);
      expect(await owed()).toMatchObject([{ checks: 0 }]);
      scene.mlflow.faults.clear('down');
      await scene.restart();
      await scene.advance(60_000);
      expect(scene.alias('home-ranker', 'production')).toBe('11');
      expect(await states()).toEqual(['verified', 'verified']);
      expect(await owed()).toMatchObject([{ checks: 1, ended: 'rolled_back' }]);
    });

    it('holds or rejects an ordered rollback like any other, and the owner hears of it', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: rollback`);
      await folder.edit(
        'promotion-standard.yaml',
        'timing: {',
        'timing: {freeze: [{name: Audit, zone: UTC, from: "2036-12-01T00:00", to: "2036-12-10T00:00", actions: [rollback]}], ',
      );
      await scene.close();
      scene = await openScene({ playbooks: folder.path });
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      expect(scene.alias('home-ranker', 'production')).toBe('12');
      expect(await states()).toEqual(['verified', 'approved']);
      await scene.as('tom').types('/mlops reject R-2');
      await scene.as('tom').submits({ reason: 'the limit was wrong, not the model' });
      expect(await states()).toEqual(['verified', 'rejected']);
      const told = cards(/^# Not as promised/).at(-1) ?? '';
      expect(told).toContain('It was to be rolled back. R-2 was rejected. v12 stays `production`');
      await scene.advance(7 * day);
      expect(await states()).toEqual(['verified', 'rejected', 'verified']);
      expect(scene.alias('home-ranker', 'production')).toBe('11');
    });

    it('never rolls back to what is no longer what it was', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: rollback`);
      await promote();
      await reports('p99_latency_ms', 94);
      scene.mlflow.outside.deleteVersion('home-ranker', '11');
      await scene.advance(7 * day);
      expect(scene.alias('home-ranker', 'production')).toBe('12');
      expect(await states()).toEqual(['verified']);
      expect(cards(/^# Not as promised/).join()).toContain('v11, which held it before, is gone.');
    });

    it('never rolls back to a version of which a part was changed since', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: rollback`);
      await promote();
      await reports('p99_latency_ms', 94);
      scene.mlflow.outside.setVersionTag('home-ranker', '11', 'countersign.digest.code', `sha256:${'0'.repeat(64)}`);
      await scene.advance(7 * day);
      expect(scene.alias('home-ranker', 'production')).toBe('12');
      expect(cards(/^# Not as promised/).join()).toContain('v11, which held it before, is not known to be what it was');
    });

    it('tells the owner that nobody can be asked, where no playbook governs it any more', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: ask_again`);
      await promote();
      await folder.take('promotion-recs.yaml');
      await forceInForce(scene, folder.path);
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      expect(await states()).toEqual(['verified']);
      expect(cards(/^# Not as promised/).join()).toMatch(/which was not possible\. No playbook governs/);
      expect(await owed()).toMatchObject([{ lastStatus: 'failed', endedAt: null }]);
    });

    it('asks people again, who say yes: nothing moves, and it is asked again when it fails again', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: ask_again`);
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      const [card = ''] = cards(/^# Keep home-ranker v12 as production\?/);
      expect(card).toContain('Asked by Countersign');
      expect(card).toContain('Product: 1 more from @U0TOM0005');
      expect(card).not.toMatch(/replaces|moves from/);
      expect(await states()).toEqual(['verified', 'open']);
      const writes = () =>
        scene.mlflow.requests.filter(({ method, path }) => method === 'POST' && path.includes('alias'));
      const before = writes().length;
      // The evidence of a promotion does not pass, so that a person's word alone is not enough.
      await reports('p99_latency_ms', 85);
      await scene.app.setting.sendJob(scene.app.setting.db, 'read-registry', {
        registry: 'mlflow',
        modelName: 'home-ranker',
      });
      await scene.settled();
      await approve('kim', 'R-2');
      await approve('tom', 'R-2');
      expect(await states()).toEqual(['verified', 'verified']);
      expect(cards(/^# Kept: home-ranker v12 stays production/)).toHaveLength(1);
      expect(writes().length).toBe(before);
      expect(await changes()).toHaveLength(1);
      expect(await owed()).toMatchObject([{ endedAt: null, checks: 1 }]);
      expect((await events()).at(-1)).toBe('champion_kept');
      await reports('p99_latency_ms', 120);
      await scene.advance(7 * day);
      expect(await states()).toEqual(['verified', 'verified', 'open']);
    });

    it('asks people also where the playbook would approve it without any', async () => {
      const auto =
        'auto_approve: {if: {criticality: [low]}, needs: {evidence: [ranking-quality]}, because: Small and reversible.}';
      await open(`${within90}, every: 7d, for: 28d, else: ask_again`, auto);
      await scene.as('rosa').types('/mlops promote home-ranker 12 to production because better first row');
      expect(await states()).toEqual(['verified']);
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      expect(await states()).toEqual(['verified', 'open']);
      expect(scene.card()).toContain('Product: 1 more from @U0TOM0005');
    });

    it('asks people again, who say no: nothing moves, and the owner is told what to do', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: ask_again`);
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      await scene.as('tom').types('/mlops reject R-2');
      expect(scene.as('tom').modal()).toContain('Somebody then has to roll it back or promote another version.');
      await scene.as('tom').submits({ reason: 'customers feel it already' });
      expect(cards(/^# Rejected: whether home-ranker v12 stays production/)).toHaveLength(1);
      const [told = ''] = cards(/^# Not as promised/);
      expect(told).toContain('People were asked whether it may stay, and did not say yes. R-2 was rejected.');
      expect(told).toContain('@U0OPS0008');
      expect(scene.alias('home-ranker', 'production')).toBe('12');
      await scene.as('rosa').presses('Roll back…');
      expect(scene.as('rosa').modal()).toContain('goes from v12 back to v11');
    });

    it('asks once, however often it fails, and not at all while another request is about the same target', async () => {
      await open(`${within90}, every: 1d, for: 28d, else: ask_again`);
      await promote();
      scene.mlflow.outside.addVersion('home-ranker', {
        user: 'rosa',
        metrics: { ndcg_at_10: 0.5, p99_latency_ms: 60 },
      });
      await scene.as('rosa').types('/mlops promote home-ranker 13 to production because faster');
      await reports('p99_latency_ms', 94);
      await scene.advance(day);
      expect(await states()).toEqual(['verified', 'open']);
      expect(cards(/^# Not as promised/).join()).toContain('R-2 already asks about the same target');
      await scene.as('rosa').types('/mlops show R-2');
      await scene.as('rosa').presses('Withdraw request', { modal: true });
      await scene.advance(day);
      await scene.advance(day);
      expect(await states()).toEqual(['verified', 'withdrawn', 'open']);
    });

    it('asks nothing any more once another version holds the target, and its owner may take it back', async () => {
      await open(`${within90}, every: 7d, for: 28d, else: ask_again`);
      await promote();
      await reports('p99_latency_ms', 94);
      await scene.advance(7 * day);
      await scene.as('kim').types('/mlops show R-2');
      expect(scene.as('kim').modal()).not.toContain('[Withdraw request]');
      scene.mlflow.outside.moveAlias('home-ranker', 'production', '11');
      await scene.app.setting.sendJob(scene.app.setting.db, 'read-registry', {
        registry: 'mlflow',
        modelName: 'home-ranker',
      });
      await scene.settled();
      expect(await states()).toEqual(['verified', 'superseded']);
      expect(cards(/^# Ended: whether home-ranker v12 stays production/).join()).toContain('v11 is production now');
      scene.mlflow.outside.moveAlias('home-ranker', 'production', '12');
      await reports('p99_latency_ms', 96);
      await scene.advance(7 * day);
      expect(await states()).toEqual(['verified', 'superseded', 'open']);
      await scene.as('ops').types('/mlops show R-3');
      await scene.as('ops').presses('Withdraw request', { modal: true });
      expect(await states()).toEqual(['verified', 'superseded', 'withdrawn']);
    });
  });

  it('is compared with the version that was replaced, and not with itself', async () => {
    await open(
      'what: No worse than before, check: {metric: ndcg_at_10, op: ">=", of: champion}, every: 7d, for: 28d, else: escalate',
    );
    await promote();
    await scene.advance(7 * day);
    expect(await owed()).toMatchObject([{ lastStatus: 'passed' }]);
    await reports('ndcg_at_10', 0.2);
    await scene.advance(7 * day);
    expect(await owed()).toMatchObject([{ lastStatus: 'failed' }]);
  });

  it('and that nobody reports is told once, and never held against the version', async () => {
    await open(`${clicked}, every: 7d, for: 70d, else: rollback`);
    await promote();
    await scene.advance(7 * day);
    await scene.advance(7 * day);
    const told = cards(/^# Cannot be checked: what home-ranker v12 promised/);
    expect(told).toHaveLength(1);
    expect(told[0]).toContain('… People click as before:');
    expect(told[0]).toContain('nothing follows from it. v12 stays `production`.');
    expect(scene.alias('home-ranker', 'production')).toBe('12');
    expect(await owed()).toMatchObject([{ checks: 2, lastStatus: 'missing' }]);
    await reports('live_click_rate', 0.1);
    await scene.advance(7 * day);
    expect(scene.alias('home-ranker', 'production')).toBe('11');
  });
});
