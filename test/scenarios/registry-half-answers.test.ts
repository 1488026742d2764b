import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PretendMlflowOptions } from '#sandbox/mlflow/server.ts';
import { effects } from '#store/schema/delivery.ts';
import { executions, requests } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const patience = { timeout: 30_000, interval: 50 };
const account = { username: 'countersign', password: 'let-me-in' };

type Permission = 'NO_PERMISSIONS' | 'READ' | 'EDIT';

describe('when the registry answers only half', { timeout: 90_000 }, () => {
  let scene: Scene;
  afterEach(() => scene.close());

  const writes = () =>
    scene.mlflow.requests
      .filter(({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'))
      .map(({ status }) => status);
  const written = () => writes().some((status) => status === 200);
  /** An account of MLflow's; what it answers is asked at every request. */
  const open = async (answers: { password?: () => string; permission?: () => Permission }) => {
    const user = {
      name: account.username,
      get password() {
        return answers.password?.() ?? account.password;
      },
      permissions: {
        get 'fraud-scorer'() {
          return answers.permission?.() ?? ('EDIT' as const);
        },
      },
    };
    const auth: PretendMlflowOptions['auth'] = { users: [user] };
    scene = await openScene({ mlflow: { auth }, mlflowAs: account });
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  };
  const vote = async (person: string, request: string) => {
    await scene.as(person).types(`/mlops approve ${request}`);
    await scene.as(person).submits({ reason: why });
  };
  /** All that is needed; the last one does not wait, since nothing comes to rest while the registry fails. */
  const approve = async (beforeTheLast = () => {}) => {
    for (const person of ['ben', 'mei']) await vote(person, 'R-1');
    beforeTheLast();
    await scene.as('tom').types('/mlops approve R-1');
    const modal = scene.slack.see.modal('tom');
    await scene.slack.act.submit({ as: 'tom', viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
  };
  const becomes = (card: RegExp) => vi.waitFor(() => expect(scene.cards()[0]).toMatch(card), patience);
  /** What was shown in Slack from the approval on and denies a write that arrived. */
  const denials = () => {
    const texts = scene.slack
      .exchanges()
      .filter(({ direction, title }) => direction === 'from-app' && /^chat\.(update|postMessage)/.test(title))
      .map(({ request }) => String((request as { text?: unknown }).text));
    return texts.filter((text) => /Nothing was changed|as before|^Failed|Nobody can tell/.test(text));
  };
  const states = async () =>
    (await scene.database.db.select().from(requests).orderBy(asc(requests.number))).map(({ state }) => state);
  const changes = async () =>
    (await scene.database.db.select().from(executions).orderBy(asc(executions.startedAt))).map(({ state }) => state);
  const effectStates = async () => (await scene.database.db.select().from(effects)).map(({ state }) => state);
  const rollsBack = async (number: number) => {
    await scene.as('ben').types('/mlops rollback fraud-scorer');
    expect(scene.as('ben').modal()).toContain('from v7 back to v5');
    await scene.as('ben').submits({ reason: 'false positives doubled in an hour' });
    for (const person of ['ana', 'mei']) await vote(person, `R-${number}`);
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
    expect((await states()).at(-1)).toBe('verified');
  };

  describe.each([
    ['no longer accepts our credentials', 'password'],
    ['no longer lets us read', 'permission'],
    ['refuses us once and then fails at every reading', 'error-500'],
    ['refuses us once and then breaks every reading off', 'down'],
  ] as const)('after a write that arrived it %s', (_what, how) => {
    it('no card ever says that nothing was changed, and it ends verified once it answers again', async () => {
      let failing = true;
      const fails = () => failing && written();
      await open({
        password: () => {
          if (how === 'permission' || !fails()) return account.password;
          if (how !== 'password') scene.mlflow.faults.set(how, { on: 'reads' });
          return 'changed';
        },
        permission: () => (how === 'permission' && fails() ? 'NO_PERMISSIONS' : 'EDIT'),
      });
      await approve();
      await becomes(/Whether MLflow moved .*production.* is not known yet; the next try reads it first/);
      await becomes(/Tried 3 times/);
      expect(scene.alias('fraud-scorer', 'production')).toBe('7');
      expect(denials()).toEqual([]);
      expect(await changes()).toEqual(['running']);
      failing = false;
      scene.mlflow.faults.clear();
      await becomes(/^# Promoted: fraud-scorer v7 is production/);
      await scene.settled();
      expect(denials()).toEqual([]);
      expect(writes()).toEqual([200]);
      expect(await changes()).toEqual(['verified']);
      expect(await states()).toEqual(['verified']);
    });
  });

  it('that refuses the tags for good, the promotion stands with a note about them, and can be rolled back', async () => {
    let tagsRefused = true;
    await open({ permission: () => (tagsRefused && written() ? 'READ' : 'EDIT') });
    await approve();
    await becomes(/^# Promoted: fraud-scorer v7 is production/);
    await scene.settled();
    const refused = scene.mlflow.requests.filter(({ path }) => path.includes('/set-tag')).map(({ status }) => status);
    expect(new Set(refused)).toEqual(new Set([403]));
    expect(scene.card()).toMatch(
      /Its tags could not be written: MLflow does not let us set tag .*Give our account EDIT/,
    );
    expect(scene.card()).toContain('[Roll back…]');
    expect(scene.as('ana').notes().join()).toContain('✓ fraud-scorer v7 is `production` now');
    expect(await changes()).toEqual(['verified']);
    tagsRefused = false;
    await rollsBack(2);
  });

  /** The answer to the write is lost, and from then on nobody answers at all. */
  const lostAndDown = async () => {
    let armed = false;
    await open({
      password: () => {
        // The fault counts down before anybody is let in, so that it is over here only within the write.
        if (armed && !scene.mlflow.faults.active().has('lost-answer')) scene.mlflow.faults.set('down');
        return account.password;
      },
    });
    await approve(() => {
      scene.mlflow.faults.set('lost-answer', { on: 'writes', times: 1 });
      armed = true;
    });
    await becomes(/Whether MLflow moved .*production.* is not known yet; the next try reads it first/);
    await becomes(/Tried 6 times/);
    armed = false;
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(denials()).toEqual([]);
    expect(await effectStates()).not.toContain('unresolved');
    expect(await changes()).toEqual(['running']);
  };

  it('that loses the answer and stays away through every look, it is read when it is back, and written once', async () => {
    await lostAndDown();
    scene.mlflow.faults.clear();
    await becomes(/^# Promoted: fraud-scorer v7 is production/);
    await scene.settled();
    expect(writes()).toEqual([0]);
    expect(await changes()).toEqual(['verified']);
    await rollsBack(2);
  });

  it('that comes back with what others set meanwhile, nothing is overwritten, and the model is free again', async () => {
    await lostAndDown();
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '4');
    scene.mlflow.faults.clear();
    await becomes(/^# Not promoted: fraud-scorer production was changed outside Countersign/);
    await scene.settled();
    expect(scene.card()).toMatch(/but MLflow now holds .*v4/);
    expect(scene.alias('fraud-scorer', 'production')).toBe('4');
    expect(writes()).toEqual([0]);
    expect(await changes()).toEqual(['conflict']);
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall than v4 too');
    for (const person of ['ben', 'mei', 'tom']) await vote(person, 'R-2');
    expect(await states()).toEqual(['failed', 'verified']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
  });
});
