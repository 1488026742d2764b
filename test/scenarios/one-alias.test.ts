import { asc } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { freshSetting } from '#operations/fresh-setting.ts';
import { startExecution } from '#operations/start-execution.ts';
import { requests } from '#store/schema/request.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';

describe('two requests for one alias', { timeout: 60_000 }, () => {
  let scene: Scene;
  afterEach(async () => {
    await scene.close();
  });

  const opens = (person: string, request: string) => scene.as(person).types(`/mlops approve ${request}`);
  const signs = (person: string) => scene.as(person).submits({ reason: why });
  const votes = async (request: string, ...people: string[]) => {
    for (const person of people) {
      await opens(person, request);
      await signs(person);
    }
  };
  const promote = (version: string) =>
    scene.as('ana').types(`/mlops promote fraud-scorer ${version} to production because it is better than before`);
  const inOrder = async () => await scene.database.db.select().from(requests).orderBy(asc(requests.number));
  const writes = () =>
    scene.mlflow.requests.filter(({ method, path }) => method === 'POST' && path.includes('/registered-models/alias'))
      .length;

  /** One request to go back from v7 to v5, one to promote v8, and each lacks one person: mei for the first, jon for the second. */
  const bothAlmostApproved = async () => {
    scene = await openScene();
    await promote('7');
    await votes('R-1', 'ben', 'mei', 'tom');
    await scene.advance(60_000);
    await scene.as('ben').types('/mlops rollback fraud-scorer');
    await scene.as('ben').submits({ reason: 'false positives doubled in an hour' });
    scene.mlflow.outside.addVersion('fraud-scorer', {
      user: 'ana',
      metrics: { auc: 0.915, recall: 0.82, p99_latency_ms: 80 },
      datasets: { 'region=EU': { recall: 0.82 }, 'region=UK': { recall: 0.81 }, 'region=US': { recall: 0.83 } },
    });
    await promote('8');
    await votes('R-3', 'ben', 'tom');
    await votes('R-2', 'ana');
    await opens('mei', 'R-2');
    await opens('jon', 'R-3');
  };

  it('D25 approved at once: one is carried out, the other is judged anew beside the new champion', async () => {
    await bothAlmostApproved();
    await Promise.all([signs('mei'), signs('jon')]);
    await scene.settled();
    const [, rollback, promotion] = await inOrder();
    expect([rollback?.state, promotion?.state].filter((state) => state === 'verified')).toHaveLength(1);
    const wentBack = rollback?.state === 'verified';
    const [won, lost] = wentBack ? [rollback, promotion] : [promotion, rollback];
    await startExecution(await freshSetting(scene.app.setting), lost?.id ?? '');
    await scene.settled();
    const after = (await inOrder()).find(({ id }) => id === lost?.id);
    expect(after?.state).toBe(wentBack ? 'open' : 'superseded');
    expect(writes()).toBe(2);
    expect(scene.alias('fraud-scorer', 'production')).toBe(won?.version);
  });

  it('asks anew for a promotion when its champion was taken back meanwhile', async () => {
    await bothAlmostApproved();
    await signs('mei');
    await scene.settled();
    await signs('jon');
    await scene.settled();
    const [, rollback, promotion] = await inOrder();
    expect(rollback?.state).toBe('verified');
    expect(promotion).toMatchObject({ state: 'open', championVersion: '5' });
    expect(scene.alias('fraud-scorer', 'production')).toBe('5');
  });

  it('does not take back a version that nobody asked to take back', async () => {
    await bothAlmostApproved();
    await signs('jon');
    await scene.settled();
    await signs('mei');
    await scene.settled();
    const [, rollback, promotion] = await inOrder();
    expect(promotion?.state).toBe('verified');
    expect(rollback).toMatchObject({
      state: 'superseded',
      outcome: { because: 'v8 is production now, and this was to go back from v7.', holds: '8' },
    });
    expect(scene.alias('fraud-scorer', 'production')).toBe('8');
    expect(writes()).toBe(2);
  });
});
