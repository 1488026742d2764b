import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lookOutside } from '#operations/sentinel/look-outside.ts';
import { ledger } from '#store/schema/ledger.ts';
import { outsideChanges } from '#store/schema/outside.ts';
import { openScene, type Scene } from '../support/scene.ts';

const why = 'looked at the evidence, it is fine';
const alarm = '#ml-alerts';
const poll = 310_000;

describe('an alias that others move', () => {
  let scene: Scene;
  beforeEach(async () => {
    scene = await openScene();
    await scene.settled();
  });
  afterEach(() => scene.close());

  const cards = () => scene.cards(alarm).filter((text) => text.includes('outside Countersign'));
  const move = async (model: string, version: string | null) => {
    if (version === null) scene.mlflow.outside.removeAlias(model, 'production');
    else scene.mlflow.outside.moveAlias(model, 'production', version);
    await look(model);
  };
  /** What the reconciler does, or a hook brings about. */
  const look = async (model: string) => {
    const { setting } = scene.app;
    await setting.sendJob(setting.db, 'read-registry', { registry: 'mlflow', modelName: model });
    await scene.settled();
  };
  const approve = async (request: string, people: readonly string[]) => {
    for (const person of people) {
      await scene.as(person).types(`/mlops approve ${request}`);
      await scene.as(person).submits({ reason: why });
    }
  };
  const events = async () =>
    (await scene.database.db.select().from(ledger).orderBy(ledger.seq))
      .map(({ event }) => event)
      .filter((event) => event.startsWith('outside_'));

  it('is told once, in red, with what was there, and can be explained', async () => {
    await move('fraud-scorer', '6');
    await look('fraud-scorer');
    expect(cards()).toHaveLength(1);
    expect(cards()[0]).toMatch(/^# Changed outside Countersign: fraud-scorer production\n/);
    expect(cards()[0]).toContain('`production` went from v5 to v6.');
    expect(cards()[0]).toContain('No request asked for v6. MLflow does not say who did it.');
    expect(cards()[0]).toContain('[Put back v5…] [Explain…]');
    expect(cards()[0]).toContain('O-1 · first outside change in 30 days for team fraud');
    await scene.as('ben').types('/mlops status fraud-scorer');
    expect(scene.as('ben').told()).toContain('✗ O-1: others moved `production` to v6, and nobody said why');
    await scene.as('ana').presses('Explain…', { channel: alarm });
    await scene.as('ana').submits({ reason: 'The registry was restored from last night by the platform team' });
    expect(cards()[0]).toMatch(/^# Was changed outside .*\n.*\n.*\n✓ Explained by Ana .*: The registry was restored/);
    expect(cards()[0]).not.toContain('[Put back');
    expect(await events()).toEqual(['outside_change', 'outside_change_settled']);
    await move('fraud-scorer', '7');
    expect(cards()).toHaveLength(2);
    expect(cards()[1]).toContain('O-2 · 2 outside changes in 30 days for team fraud');
  });

  it('is put back by a request that the playbook governs, and what we do ourselves is never told', async () => {
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await approve('R-1', ['ben', 'mei', 'tom']);
    await look('fraud-scorer');
    await scene.advance(poll);
    expect(cards()).toEqual([]);
    await move('fraud-scorer', '5');
    expect(cards()[0]).toContain('v5 held it before; no request asked to go back to it.');
    expect(scene.card()).toContain('production is v5 now');
    await scene.as('ben').presses('Put back v7…', { channel: alarm });
    expect(scene.as('ben').modal()).toContain('goes from v5 back to v7');
    await scene.as('ben').submits({ reason: 'nobody asked for v5, and it misses fraud' });
    await approve('R-2', ['ana', 'mei']);
    expect(scene.alias('fraud-scorer', 'production')).toBe('7');
    expect(cards()).toHaveLength(1);
    expect(cards()[0]).toContain('✓ R-2 gave `production` back to v7');
    await look('fraud-scorer');
    await scene.advance(poll);
    expect(cards()).toHaveLength(1);
    expect(await events()).toEqual(['outside_change', 'outside_change_settled']);
  });

  it('is told with the request that was passed over, when it is taken away, and when others move it on', async () => {
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because better recall on EU cards');
    await move('fraud-scorer', '7');
    expect(cards()[0]).toContain('R-1 asks for v7 and is not decided yet.');
    await move('fraud-scorer', null);
    expect(cards()[0]).toContain('Others moved it on');
    expect(cards()[1]).toContain('The alias was taken away; whatever reads it finds no version.');
    await move('fraud-scorer', '7');
    expect(cards()[1]).toContain('✓ Others put it back');
    expect(cards()).toHaveLength(3);
  });

  it('is noted once however many look at the same time', async () => {
    scene.mlflow.outside.moveAlias('fraud-scorer', 'production', '6');
    const { setting } = scene.app;
    const registry = setting.registries.get('mlflow');
    if (registry === undefined) throw new Error('there is no registry');
    await Promise.all(Array.from({ length: 6 }, () => lookOutside(setting, registry, 'fraud-scorer')));
    await scene.settled();
    expect(await scene.database.db.select().from(outsideChanges)).toHaveLength(1);
    expect(cards()).toHaveLength(1);
  });
});
