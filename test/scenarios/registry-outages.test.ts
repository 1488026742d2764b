import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene, type SceneOptions } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const patience = { timeout: 20_000, interval: 50 };

describe('when the registry fails', { timeout: 60_000 }, () => {
  let scene: Scene;
  const open = async (options: SceneOptions = {}) => {
    scene = await openScene(options);
    // What the registry holds is known before it fails.
    await scene.settled();
  };
  afterEach(() => scene.close());

  const ask = (version = '7') =>
    scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because better recall on EU cards`);
  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: why });
  };
  const approved = async () => {
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
  };
  const holds = () => scene.alias('fraud-scorer', 'production');
  /** The statuses that MLflow gave to writes of an alias; 0 is a connection that broke off. */
  const writes = () =>
    scene.mlflow.requests
      .filter(({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'))
      .map(({ status }) => status);
  const becomes = (card: RegExp) => vi.waitFor(() => expect(scene.card()).toMatch(card), patience);
  const executions = async () => (await scene.database.db.execute(sql`select state from executions`)).rows;
  /** From the decision to the write a while passes, in which somebody else may act. */
  const pauseBeforeTheWrite = () =>
    scene.database.db.execute(sql`
      create function pause() returns trigger language plpgsql as
        'begin new.not_before := now() + interval ''1.5 seconds''; return new; end';
      create trigger pause before insert on effects for each row when (new.kind = 'registry.alias') execute function pause()`);

  it('the card says so and when the next try is, and the promotion happens once it is back', async () => {
    await open();
    await ask();
    scene.mlflow.faults.set('down');
    await approved();
    await becomes(/^# Not promoted yet: MLflow/);
    expect(scene.card()).toMatch(/Tried (once|\d times)\. Next try at .*\d/);
    expect(scene.card()).toContain('Nothing was changed');
    await becomes(/Tried 2 times/);
    expect(holds()).toBe('5');
    scene.mlflow.faults.clear();
    await becomes(/^# Promoted: fraud-scorer v7 is production/);
    expect(holds()).toBe('7');
    expect(writes()).toEqual([200]);
    expect(await executions()).toEqual([{ state: 'verified' }]);
  });

  it('nothing is recorded of a request that could not be opened, and the requester reads why', async () => {
    await open();
    scene.mlflow.faults.set('down');
    await ask();
    expect(scene.as('ana').told()).toMatch(/^MLflow .*Nothing was changed\. Try again in a few minutes\.$/s);
    expect(await scene.database.db.$count(requests)).toBe(0);
    expect(scene.channel('#ml-approvals')).toEqual([]);
    scene.mlflow.faults.clear();
    await ask();
    expect(scene.as('ana').told()).toContain('R-1');
  });

  it('a write whose answer was lost is found out by reading, not written again', async () => {
    await open();
    await ask();
    scene.mlflow.faults.set('lost-answer', { on: 'writes', times: 1 });
    await approved();
    await becomes(/^# Promoted: fraud-scorer v7 is production/);
    expect(writes()).toEqual([0]);
    expect(await executions()).toEqual([{ state: 'verified' }]);
    const read = scene.mlflow.outside.model('fraud-scorer')?.versions.find(({ version }) => version === 7);
    expect(read?.tags).toContainEqual({ key: 'countersign.request', value: 'R-1' });
  });

  it('the card says that it is not known yet, while a lost answer has not been looked up', async () => {
    await open();
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    scene.mlflow.faults.set('lost-answer', { on: 'writes', times: 1 });
    await scene.as('tom').presses('Approve…');
    const modal = scene.slack.see.modal('tom');
    await scene.slack.act.submit({ as: 'tom', viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
    await becomes(/Whether MLflow moved .*production.* is not known yet; the next try reads it first/);
    await becomes(/^# Promoted/);
    expect(writes()).toEqual([0]);
  });

  it('waits as long as a registry that takes no more requests asks for', async () => {
    await open();
    await ask();
    scene.mlflow.faults.set('too-many-requests', { on: 'writes', times: 1, retryAfterSeconds: 1 });
    await approved();
    await becomes(/^# Promoted/);
    expect(writes()).toEqual([429, 200]);
  });

  it('a server error during the write is looked up before the next try', async () => {
    await open();
    await ask();
    scene.mlflow.faults.set('error-500', { on: 'writes', times: 1 });
    await approved();
    await becomes(/^# Promoted/);
    expect(writes()).toEqual([500, 200]);
    expect(await executions()).toEqual([{ state: 'verified' }]);
  });

  it('a final no ends it with what to do, and trying again after that was done succeeds', async () => {
    const permissions: Record<string, 'READ' | 'EDIT'> = { 'fraud-scorer': 'READ' };
    const auth = { users: [{ name: 'countersign', password: 'let-me-in', permissions }] };
    await open({ mlflow: { auth }, mlflowAs: { username: 'countersign', password: 'let-me-in' } });
    await ask();
    await approved();
    await becomes(/^# Failed: fraud-scorer v7 was not promoted/);
    expect(scene.card()).toContain('MLflow does not let us set alias production');
    expect(scene.card()).toContain('Give our account EDIT on fraud-scorer');
    expect(scene.card()).toMatch(/v5.* is .*production.*, as before/);
    expect(scene.as('ana').notes().join()).toContain('did not become');
    await scene.as('ben').presses('Try again');
    expect(scene.as('ben').told()).toContain('Only whoever asked for R-1 can try it again');
    permissions['fraud-scorer'] = 'EDIT';
    await scene.as('ana').presses('Try again');
    await becomes(/^# Promoted/);
    expect(holds()).toBe('7');
  });

  it('a request whose champion was replaced before it was decided is judged against the new one', async () => {
    await open();
    await ask();
    await approve('ben');
    const before = /code (\S+)/.exec(scene.card())?.[1];
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    for (const person of ['mei', 'tom']) await approve(person);
    await becomes(/^# Promote fraud-scorer v7 to production\?/);
    expect(holds()).toBe('6');
    expect(scene.card()).toContain('replaces v6');
    expect(scene.card()).not.toContain(`code ${before}`);
    expect(scene.card()).toMatch(/approval of Ben de Vries does not count: .* changed since/);
    for (const person of ['ben', 'mei', 'tom']) {
      if (scene.card().startsWith('# Promoted')) break;
      await approve(person);
    }
    await becomes(/^# Promoted/);
    expect(holds()).toBe('7');
    expect(writes()).toEqual([200]);
  });

  it('whoever moves the alias between decision and write is not overwritten', async () => {
    await open();
    await ask();
    await pauseBeforeTheWrite();
    for (const person of ['ben', 'mei']) await approve(person);
    await scene.as('tom').presses('Approve…');
    const modal = scene.slack.see.modal('tom');
    await scene.slack.act.submit({ as: 'tom', viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
    await becomes(/^# Promoting fraud-scorer v7/);
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '4');
    await becomes(/^# Not promoted: fraud-scorer production was changed outside Countersign/);
    expect(scene.card()).toMatch(/for replacing .*v5.*, but MLflow now holds .*v4/);
    expect(scene.card()).toContain('Nothing was overwritten');
    await scene.settled();
    expect(holds()).toBe('4');
    expect(writes()).toEqual([]);
    expect(scene.as('ana').notes().join()).toContain('it is v4 now, and nothing was overwritten');
  });

  it('an alias that got there by itself is tagged and verified without a write', async () => {
    await open();
    await ask();
    await pauseBeforeTheWrite();
    for (const person of ['ben', 'mei']) await approve(person);
    await scene.as('tom').presses('Approve…');
    const modal = scene.slack.see.modal('tom');
    await scene.slack.act.submit({ as: 'tom', viewId: modal?.viewId ?? '', values: { reason: { reason: why } } });
    await becomes(/^# Promoting fraud-scorer v7/);
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '7');
    await becomes(/^# Promoted/);
    expect(writes()).toEqual([]);
    expect(await executions()).toEqual([{ state: 'verified' }]);
  });

  it('a version that somebody else promoted meanwhile needs no promotion any more', async () => {
    await open();
    await ask();
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '7');
    await approved();
    expect(scene.card()).toContain('Somebody else made v7 production');
    expect(scene.card()).toMatch(/v7.* is .*production.* now: look at it in MLflow/);
    expect(scene.card()).not.toContain('[Approve…]');
    expect(writes()).toEqual([]);
    expect(await executions()).toEqual([]);
  });

  it('a version whose parts changed after approval is not promoted', async () => {
    await open();
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    scene.mlflow.outside.setVersionTag('fraud-scorer', '7', 'countersign.digest.weights', 'sha256:swapped');
    await approve('tom');
    expect(scene.card()).toContain('its parts in the registry have changed');
    expect(holds()).toBe('5');
    expect(writes()).toEqual([]);
  });

  it('a change that the reconciler notices shows on the card before anybody decides', async () => {
    await open();
    await ask();
    await approve('ben');
    const { setting } = scene.app;
    const notice = async () => {
      await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
      await scene.settled();
    };
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    await notice();
    expect(scene.card()).toContain('replaces v6');
    expect(scene.card()).toMatch(/v7 +v6/);
    expect(scene.card()).toMatch(/approval of Ben de Vries does not count/);
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '7');
    await notice();
    expect(scene.card()).toContain('Somebody else made v7 production');
    await scene.as('mei').types('/mlops approve R-1');
    expect(scene.as('mei').modal()).not.toContain('[Approve]');
  });

  it('credentials that are no longer accepted hold an approval up until they are', async () => {
    const user = { name: 'countersign', password: 'let-me-in', admin: true };
    const auth = { users: [user] };
    await open({ mlflow: { auth }, mlflowAs: { username: 'countersign', password: 'let-me-in' } });
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    user.password = 'changed';
    await approve('tom');
    await becomes(/^# Not promoted yet: MLflow does not accept our credentials/);
    expect(scene.card()).toContain('Nothing was changed');
    user.password = 'let-me-in';
    await becomes(/^# Promoted/);
    expect(writes()).toEqual([200]);
  });

  it('a version deleted after approval is not promoted, and the card says so', async () => {
    await open();
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    scene.mlflow.outside.deleteVersion('fraud-scorer', '7');
    await approve('tom');
    await becomes(/v7 of fraud-scorer is no longer in the registry/);
    expect(scene.card()).toMatch(/v5.* is .*production.*, as before/);
    expect(scene.card()).not.toContain('[Approve…]');
    expect(holds()).toBe('5');
  });
});
