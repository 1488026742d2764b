import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { requests, votes } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('what was done stands, whether or not Slack shows it', () => {
  let scene: Scene;
  const lines: string[] = [];
  beforeEach(async () => {
    lines.length = 0;
    scene = await openScene({ logTo: (line) => void lines.push(line) });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  });
  afterEach(async () => {
    await scene.close();
    expect(lines.filter((line) => line.includes('a bug'))).toEqual([]);
  });

  const calls = (method: string) => scene.slack.exchanges().filter(({ title }) => title.startsWith(method)).length;

  it.each(['down', 'error-500', 'too-many-requests', 'lost-answer'])(
    'a vote whose answer meets “%s” is not called a bug, and not answered twice',
    async (fault) => {
      await scene.as('ben').presses('Approve…');
      scene.slack.fault({ fault, on: true, times: 1, method: 'views.update' });
      await scene.as('ben').submits({ reason: why });
      expect(await scene.database.db.select().from(votes)).toMatchObject([{ person: 'ben', decision: 'approve' }]);
      expect(calls('views.update')).toBe(1);
      expect(scene.as('ben').modal() ?? '').not.toMatch(/bug/i);
      expect(lines.join('')).toContain('refused or not answered');
    },
  );

  it('a modal that loads says so when Slack does not take what was loaded', async () => {
    scene.slack.fault({ fault: 'error-500', on: true, times: 1, method: 'views.update' });
    const lock = await scene.database.pool.connect();
    try {
      await lock.query('begin; lock table ledger in access exclusive mode');
      const typed = scene.as('ben').types('/mlops show R-1');
      await vi.waitUntil(() => calls('views.open') === 1, { timeout: 10_000 });
      await lock.query('rollback');
      await typed;
    } finally {
      lock.release();
    }
    await vi.waitUntil(() => scene.as('ben').modal()?.includes('Slack did not show this'), { timeout: 10_000 });
    expect(calls('views.update')).toBe(2);
  });

  it('a vote whose modal was closed meanwhile is noted, and nothing more is said', async () => {
    await scene.as('ben').presses('Approve…');
    const { viewId, view } = scene.slack.see.modal('ben') ?? { viewId: '', view: {} };
    const said = scene.slack.act.submit({ as: 'ben', viewId, values: { reason: { reason: why } } });
    await scene.slack.act.close({ as: 'ben', viewId, all: true }).catch(() => view);
    await said;
    await scene.settled();
    expect(await scene.database.db.$count(votes)).toBe(1);
  });

  it.each(['down', 'error-500', 'lost-answer'])(
    'a hold whose answer meets “%s” is not called a bug, and not answered twice',
    async (fault) => {
      const before = calls('response_url');
      scene.slack.fault({ fault, on: true, times: 1, method: 'response_url' });
      await scene.as('ana').presses('Hold');
      expect(await scene.database.db.select().from(votes)).toMatchObject([{ person: 'ana', decision: 'hold' }]);
      expect(calls('response_url') - before).toBe(1);
    },
  );

  it('a command whose answer does not arrive is not called a bug', async () => {
    scene.slack.fault({ fault: 'error-500', on: true, times: 1, method: 'response_url' });
    await scene.as('rosa').types('/mlops promote home-ranker 13 because the best offline result so far');
    expect(await scene.database.db.$count(requests)).toBe(2);
  });
});
