import { asc } from 'drizzle-orm';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ledger } from '#store/schema/ledger.ts';
import { openScene, type Scene } from '../support/scene.ts';

describe('a model in Vertex AI', { timeout: 60_000 }, () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.app.tick();
    await scene.settled();
  });
  afterEach(() => scene.close());

  const version = (model: string, number: number) =>
    scene.vertex.outside.model(model)?.versions.find((one) => one.version === number);
  /** Percent by version. */
  const traffic = () => {
    const row = scene.vertex.outside.endpoint('7310451');
    const of = (id: string) => row?.deployed.find((one) => one.id === id)?.version ?? 0;
    return Object.fromEntries(Object.entries(row?.traffic ?? {}).map(([id, share]) => [of(id), share]));
  };
  const entries = async () =>
    (await scene.database.db.select().from(ledger).orderBy(asc(ledger.seq))).map(({ event }) => event);

  async function approves(person: string): Promise<void> {
    await scene.as(person).presses('Approve…');
    await scene.as(person).submits({ reason: 'Measured on both surfaces.' });
  }

  it('is promoted once people agree: by the traffic of its endpoint, its alias, and labels that tie it to the decision', async () => {
    await scene.as('rosa').types('/mlops promote recs/similar-items 5 to production because clicks of October');
    expect(scene.card()).toContain('similar-items');
    expect(scene.card()).toContain('Answers within 60 ms');
    await scene.as('kim').presses('Details');
    expect(scene.as('kim').modal()).toContain(
      'Trained on product clicks (bq://northwind-ml.recs.product_clicks), product pictures (gs://',
    );
    await approves('kim');
    expect(version('similar-items', 3)?.aliases).toContain('production');
    await approves('tom');
    expect(scene.card()).toMatch(/^# Rolling out similar-items v5 to production/);
    await scene.advance(60_000);
    expect(traffic()).toEqual({ 3: 90, 5: 10 });
    expect(version('similar-items', 3)?.aliases).toContain('production');
    await scene.advance(6 * 3_600_000);
    expect(traffic()).toEqual({ 5: 100 });
    expect(version('similar-items', 5)?.aliases.toSorted()).toEqual(['challenger', 'production']);
    expect(version('similar-items', 3)?.aliases).toEqual([]);
    expect(version('similar-items', 5)?.labels).toMatchObject({
      'countersign-request': 'r-1',
      'countersign-target': 'production',
    });
    expect(scene.card()).toContain('v5');
    expect(await entries()).toContain('execution_verified');
  });

  it('is moved once although the answer was lost, and given back when people ask for that', async () => {
    await scene.as('kim').types('/mlops promote recs/query-intent 3 to production because gift searches');
    scene.vertex.faults.set('lost-answer', { on: 'writes', times: 1 });
    await approves('rosa');
    await approves('tom');
    await scene.advance(60_000);
    expect(version('query-intent', 3)?.aliases).toContain('production');
    const merges = scene.vertex.requests.filter(({ path }) => path.includes(':mergeVersionAliases'));
    expect(merges.map(({ status }) => status)).toEqual([0]);
    await scene.as('kim').types('/mlops rollback recs/query-intent');
    await scene.as('kim').submits({ reason: 'Brand searches went wrong.' });
    await approves('kim');
    expect(version('query-intent', 2)?.aliases).toContain('production');
  });

  it('is refused an alias that not every registry takes', async () => {
    await scene.as('rosa').types('/mlops promote recs/similar-items 5 to default because clicks of October');
    expect(scene.as('rosa').told()).toContain('cannot be an alias: use small letters, digits and hyphens');
    expect(scene.vertex.requests.filter(({ method }) => method !== 'GET')).toEqual([]);
  });
});
