import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { forceInForce } from '../support/playbooks-folder.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

describe('a retraining because of a rejection', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  afterEach(() => world.close());

  const never = (folder: RetrainingScene['folder']) =>
    folder.edit(
      'promotion-fraud.yaml',
      'block: {by: [fraud-ml]}',
      'block: {by: [fraud-ml]}\nafter_rejection: {retrain: never}',
    );
  const rejected = async (edit?: (folder: RetrainingScene['folder']) => Promise<void>) => {
    world = await retrainingScene({
      edit: async (folder) => {
        await folder.edit('retraining.yaml', 'block: {', 'after_approval: {promote_to: production}\nblock: {');
        await edit?.(folder);
      },
    });
    const { scene } = world;
    await scene.as('ana').types('/mlops promote fraud-scorer 6 to production because it is newer');
    await reject();
  };
  const reject = async () => {
    await world.scene.as('jon').types('/mlops reject R-1');
    await world.scene.as('jon').submits({ reason: 'recall fell in the EU' });
  };
  const rows = async (query: ReturnType<typeof sql>) => (await world.scene.database.db.execute(query)).rows;
  const retrainings = async () =>
    (await rows(sql`select count(*)::int as n from requests where action = 'retrain'`))[0]?.['n'];

  it('begins on the rejected card, and the record leads from it to the next promotion', async () => {
    await rejected();
    const { scene, engine } = world;
    expect(world.card()).toMatch(/^# Rejected: fraud-scorer v6[\s\S]*\[Retrain…\] \[Details\]$/);
    await scene.as('ana').presses('Retrain…');
    expect(scene.as('ana').modal()).toContain('Retrain `fraud-scorer` because R-1 was rejected');
    expect(scene.as('ana').modal()).not.toContain('Type a part of its name');
    const epochs = 'parameter mlflow/fraud-scorer epochs';
    await scene.as('ana').submits({ [epochs]: 'many' });
    expect(scene.as('ana').modal()).toContain('epochs is a whole number, and “many” is none.');
    expect(scene.as('ana').modal()).toContain('because R-1 was rejected');
    await scene.as('ana').submits({ [epochs]: '20' });
    expect(scene.as('ana').modal()).toContain('Because R-1 was rejected');
    expect(scene.as('ana').modal()).not.toContain('Because of');
    await scene.as('ana').submits({ reason: 'with more of the EU' });
    expect(world.card()).toMatch(/^# Started: T-1[\s\S]*Asked by Ana Kovač .* because R-1 was rejected · code/);
    expect(world.run()).toContain('asked by Ana Kovač because R-1 was rejected · request R-2');
    const cause = { kind: 'request', id: 'R-1' };
    expect(await rows(sql`select reason_code, cause from runs`)).toEqual([{ reason_code: 'rejection', cause }]);
    expect(await rows(sql`select retraining -> 'cause' as cause from requests where number = 2`)).toEqual([{ cause }]);
    const said = await rows(
      sql`select convert_from(entry, 'UTF8') as entry from ledger where event in ('request_opened', 'run_started')`,
    );
    const texts = said.map(({ entry }) => String(entry)).filter((text) => text.includes('"id":"R-1"'));
    expect(texts).toHaveLength(2);
    expect(engine.orders[0]?.labels).toMatchObject({ 'countersign-reason': 'rejection' });

    engine.change({ state: 'succeeded', metrics: { auc: 0.912 }, produced: [{ model: 'fraud-scorer', version: '7' }] });
    await world.follow();
    expect(world.run()).toContain('R-3 asks for its promotion to `production`');
    expect(world.card()).toMatch(/^# Promote fraud-scorer v7 to production\?/);
    expect(world.card()).toContain('made by T-1, because R-1 was rejected');
    expect(world.card()).toContain('“Retrained as T-1: with more of the EU”');
    await scene.as('ana').types('/mlops runs fraud-scorer');
    expect(scene.as('ana').told()).toContain('asked by Ana Kovač because R-1 was rejected');
  });

  it('is offered to whoever asked for the promotion, too', async () => {
    await rejected();
    const { scene } = world;
    expect(scene.as('ana').notes().at(-1)).toMatch(/Jon.* rejected your request[\s\S]*\[Retrain…\]$/);
    const { people, channels } = scene.slack.see.workspace();
    const ana = people.find(({ name }) => name === 'ana')?.id ?? '';
    const direct = channels.find(({ kind, members }) => kind === 'direct' && members.includes(ana));
    await scene.as('ana').presses('Retrain…', { channel: direct?.id ?? '' });
    expect(scene.as('ana').modal()).toContain('Retrain `fraud-scorer` because R-1 was rejected');
  });

  it('can be asked for by command', async () => {
    await rejected();
    const { scene } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20 because R-1 was rejected');
    expect(scene.as('ana').modal()).toContain('Because R-1 was rejected');
    await scene.as('ana').submits();
    expect(world.run()).toContain('because R-1 was rejected');
    await scene.as('ana').types('/mlops retrain fraud-scorer because rejection of R-1');
    expect(scene.as('ana').modal()).toContain('Retrain `fraud-scorer` because R-1 was rejected');
  });

  it('is neither offered nor taken where the playbook says never', async () => {
    await rejected(never);
    const { scene } = world;
    expect(world.card()).toMatch(/\n\[Details\]$/);
    expect(scene.as('ana').notes().at(-1)).not.toContain('Retrain…');
    for (const given of ['epochs=20 ', '']) {
      await scene.as('ana').types(`/mlops retrain fraud-scorer ${given}because R-1 was rejected`);
      expect(scene.as('ana').modal()).toContain(
        'R-1 was rejected, and “Fraud models to production” lets no retraining follow from that (`after_rejection.retrain: never`). Ask risk, who answers for that playbook, to change it.',
      );
    }
    expect(await retrainings()).toBe(0);
    await world.ask('ana');
    expect(await retrainings()).toBe(1);
  });

  it('is not taken once the playbook in force says never, although it was offered', async () => {
    await rejected();
    const { scene } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20 because R-1 was rejected');
    await never(world.folder);
    await forceInForce(scene, world.folder.path);
    await scene.as('ana').submits();
    expect(scene.as('ana').modal()).toContain('lets no retraining follow from that');
    expect(await retrainings()).toBe(0);
  });

  it.each([
    ['R-9', 'There is no request R-9.'],
    ['R-2', 'R-2 is no promotion that was rejected, so nothing is retrained because of it.'],
    ['R-3', 'R-3 is about churn/early-warning, so fraud/scorer is not retrained because of it.'],
  ])('of %s is refused with what to do', async (request, sentence) => {
    await rejected();
    const { scene } = world;
    await scene.as('ana').types('/mlops promote fraud-scorer 7 to production because it is newer');
    await scene.as('kim').types('/mlops promote churn-early-warning 3 to production because it is newer');
    await scene.as('ana').types(`/mlops retrain fraud-scorer epochs=20 because ${request} was rejected`);
    expect(scene.as('ana').modal()).toContain(sentence);
    expect(await retrainings()).toBe(0);
  });

  it('is not offered for a model that nobody knows how to train', async () => {
    world = await retrainingScene({
      edit: (folder) =>
        folder.edit(
          'models.yaml',
          '\n    retrain: {connection: kubeflow, pipeline: fraud-training, parameters: {dataset: transactions}}',
          '',
        ),
    });
    await world.scene.as('ana').types('/mlops promote fraud-scorer 6 to production because it is newer');
    await reject();
    expect(world.card()).toMatch(/^# Rejected: [\s\S]*\n\[Details\]$/);
  });
});
