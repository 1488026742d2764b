import { sql } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('a version whose files are replaced behind its name', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.settled();
  });
  afterEach(() => scene.close());

  const ask = () =>
    scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
  const approve = async (person: string) => {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: why });
  };
  const holds = () => scene.alias('fraud-scorer', 'production');
  const writes = () => scene.mlflow.requests.filter(({ method }) => method !== 'GET').length;
  const swap = () => scene.mlflow.outside.overwriteFile('fraud-scorer', '7', 'model.pkl', 'weights of somebody else\n');

  it('D12 is not promoted, and whoever owns the playbook is called', async () => {
    await ask();
    for (const person of ['ben', 'mei']) await approve(person);
    const before = writes();
    swap();
    await approve('tom');
    expect(scene.card()).toContain(
      'The files of v7 are no longer those that were asked about: somebody replaced them.',
    );
    expect(holds()).toBe('5');
    expect(writes()).toBe(before);
    const thread = scene.thread().join('\n');
    expect(thread).toContain('Find out who may write to where they lie');
    expect(thread).toMatch(/answers for the playbook: .*@/);
    expect(scene.as('ana').notes().join('\n')).toContain('somebody replaced them');
    const recorded = await scene.database.db.execute<{ event: string }>(sql`select event from ledger order by seq`);
    const events = recorded.rows.map(({ event }) => event);
    expect(events).toContain('request_superseded');
    expect(events).not.toContain('execution_started');
  });

  it('is promoted as ever where the same bytes were written again', async () => {
    await ask();
    swap();
    scene.mlflow.outside.hideFiles('fraud-scorer', '7', false);
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(holds()).toBe('7');
  });

  it('waits where its files could be read when it was asked for and cannot be now', async () => {
    await ask();
    scene.mlflow.outside.hideFiles('fraud-scorer', '7', true);
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(scene.card()).toContain('The files of v7 were read when it was asked for, and cannot be read now.');
    expect(holds()).toBe('5');
    scene.mlflow.outside.hideFiles('fraud-scorer', '7', false);
    await vi.waitFor(() => expect(holds()).toBe('7'), { timeout: 20_000, interval: 50 });
  });

  it('cannot be decided at high criticality while only the address of its files is known', async () => {
    scene.mlflow.outside.hideFiles('fraud-scorer', '7', true);
    await ask();
    expect(scene.card()).toContain('Only the address of its files is known, not what is in them');
    expect(scene.card()).not.toContain('[Approve…]');
    scene.mlflow.outside.hideFiles('fraud-scorer', '7', false);
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: 'fraud-scorer' });
    await scene.settled();
    expect(scene.card()).toContain('[Approve…]');
    for (const person of ['ben', 'mei', 'tom']) await approve(person);
    expect(holds()).toBe('7');
  });
});
