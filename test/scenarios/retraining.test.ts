import { sql } from 'drizzle-orm';
import { afterEach, describe, expect, it } from 'vitest';
import { estimated as costing, unknownCost } from '../support/estimates.ts';
import { step, trainer } from '../support/memory-runner.ts';
import { type RetrainingScene, retrainingScene } from '../support/retraining-scene.ts';

describe('a retraining', { timeout: 60_000 }, () => {
  let world: RetrainingScene;
  afterEach(() => world.close());
  const states = async () => {
    const rows = await world.scene.database.db.execute(sql`select state from requests order by number`);
    return rows.rows.map(({ state }) => state);
  };
  const estimated = async (amount: string | null) => {
    world = await retrainingScene({ estimate: amount === null ? unknownCost : costing(amount) });
  };

  it('that the playbook allows is shown before it is asked for, and starts one run at once', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20 because drift on EU cards');
    expect(scene.as('ana').modal()).toBe(`# Retrain?
Retrain \`fraud-scorer\` with \`fraud-training\` in Kubeflow Pipelines
Cost: about €38. Median of the billed cost of 5 runs of this version.
Parameters
\`epochs = 20\`
As usual: \`balance = false\` · \`dataset = transactions\` · \`rate = 0.1\`
✓ Nobody has to agree: It costs little, and what it makes still needs a promotion of its own.
Because of [drift ▾]
Reason (optional) [drift on EU cards]
  › Everyone who is asked to agree reads it.
› One run is started. What it makes changes nothing before a promotion of its own · playbook “Retraining”
[Cancel] [Start the run]`);
    expect(engine.runs.size).toBe(0);
    expect(await states()).toEqual([]);
    await scene.as('ana').submits();
    expect(scene.as('ana').modal()).toContain('Retraining fraud-scorer is requested as R-1');
    expect(world.card()).toMatch(/^# Started: T-1 retrains fraud-scorer\nApproved without people: It costs little/);
    expect(world.run()).toMatch(/^# Retraining fraud-scorer\n… Waiting for its turn in Kubeflow Pipelines/);
    expect(engine.orders).toMatchObject([
      {
        pipeline: 'fraud-training',
        parameters: { epochs: 20, rate: 0.1, dataset: 'transactions', balance: false },
        title: 'fraud-scorer, T-1',
        labels: { 'countersign-run': 't-1', 'countersign-reason': 'drift', team: 'fraud', model: 'fraud-scorer' },
      },
    ]);
    expect(engine.orders[0]?.key).toMatch(/^[a-z][a-z0-9-]{0,99}$/);
    expect(await states()).toEqual(['verified']);
    expect(scene.as('ana').notes()[0]).toContain('has started as T-1. You are told when it ends.');
    const [row] = (await scene.database.db.execute(sql`select reason_code, cause from runs`)).rows;
    expect(row).toEqual({ reason_code: 'drift', cause: null });
  });

  it('is asked for in a form that offers what the pipeline takes, with what is usual filled in', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer');
    expect(scene.as('ana').modal()).toContain(`rate (optional) [0.1]
  › Learning rate
dataset (optional) [transactions]
  › Table to read`);
    const field = (name: string) => `parameter mlflow/fraud-scorer ${name}`;
    await scene.as('ana').submits({ [field('epochs')]: 'many', [field('rate')]: 'fast' });
    expect(scene.as('ana').modal()).toContain('epochs is a whole number, and “many” is none.');
    expect(scene.as('ana').modal()).toContain('rate is a number, as 0.5, and “fast” is none.');
    expect(scene.as('ana').modal()).toContain('epochs (optional) [many]');
    await scene.as('ana').submits({ [field('epochs')]: '5', [field('rate')]: '0.1', [field('balance')]: 'true' });
    expect(scene.as('ana').modal()).toContain('Parameters\n`balance = true`\n`epochs = 5`\nAs usual: `dataset');
    await scene.as('ana').submits({ 'reason-code': 'schedule', reason: 'the monthly run' });
    expect(engine.orders[0]?.parameters).toEqual({ epochs: 5, rate: 0.1, dataset: 'transactions', balance: true });
    expect(world.card()).toContain('because of schedule');
  });

  it('lets a model be picked first', async () => {
    await estimated('38.4');
    const { scene } = world;
    await scene.as('ana').types('/mlops retrain');
    expect(scene.as('ana').modal()).toContain('Pick a model to see what its pipeline takes');
  });

  it('that costs more than the playbook allows waits for a colleague and for finance', async () => {
    await estimated('812.5');
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20');
    expect(scene.as('ana').modal()).toContain('Cost: about €813');
    expect(scene.as('ana').modal()).toMatch(/Needs: .*\(1 more\) and Finance \(1 more\)/);
    expect(scene.as('ana').modal()).toContain('[Cancel] [Ask for it]');
    await scene.as('ana').submits({ 'reason-code': 'new_data', reason: 'October is in' });
    expect(world.card()).toMatch(/^# Retrain fraud-scorer\?\nAsked by Ana Kovač .* because of new data · code/);
    expect(world.card()).toContain('“October is in”');
    await scene.as('ana').types('/mlops approve R-1');
    expect(scene.as('ana').modal() ?? scene.as('ana').told()).toMatch(/asked for this|requested/i);
    await world.approve('ben');
    expect(engine.runs.size).toBe(0);
    await scene.as('fin').types('/mlops approve R-1');
    expect(scene.as('fin').modal()).toMatch(/One run of `fraud-training` is started in Kubeflow Pipelines to retrain/);
    expect(scene.as('fin').modal()).toContain('After that nothing is missing and the run starts at once.');
    await scene.as('fin').submits({ reason: 'within the budget of this month' });
    expect(engine.runs.size).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1 retrains fraud-scorer\nApproved by Ben .* and Fin/);
  });

  it('whose cost nobody can tell says so and takes both, never a guess', async () => {
    await estimated(null);
    await world.ask('ana');
    const why = 'Cost: unknown. No run of this pipeline is known. There is no price list for where it runs.';
    expect(world.card()).toContain(why);
    await world.scene.as('ana').types('/mlops retrain fraud-scorer epochs=30');
    expect(world.scene.as('ana').modal()).toContain(why);
    expect(world.card()).toMatch(/… Finance: 1 more/);
    expect(world.engine.runs.size).toBe(0);
  });

  it('that is rejected starts nothing, and says so', async () => {
    await estimated('200');
    await world.ask('ana');
    await world.scene.as('fin').types('/mlops reject R-1');
    await world.scene.as('fin').submits({ reason: 'not before the new budget' });
    expect(world.card()).toMatch(
      /^# Rejected: retraining fraud-scorer\nRejected by Fin.*“not before the new budget”\nNothing was started/,
    );
    expect(world.engine.calls.filter((call) => call.startsWith('start'))).toEqual([]);
    expect(world.scene.as('ana').notes().at(-1)).toContain('Nothing was started.');
  });

  it('that is withdrawn starts nothing', async () => {
    await estimated('200');
    await world.ask('ana');
    await world.scene.as('ana').presses('Details');
    await world.scene.as('ana').presses('Withdraw request', { modal: true });
    expect(world.scene.as('ana').modal()).toContain('R-1 is withdrawn. Nothing was started.');
    expect(await states()).toEqual(['withdrawn']);
  });

  it('waits for the end of a freeze that lists it', async () => {
    const zone = 'zone: UTC, from: "2036-11-26T09:00", to: "2036-11-26T12:00", actions: [retrain]';
    world = await retrainingScene({
      edit: (folder) => folder.edit('retraining.yaml', 'timing: {', `timing: {freeze: [{name: Audit, ${zone}}], `),
    });
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20');
    expect(scene.as('ana').modal()).toMatch(/… Freeze “Audit” until .*12:00 UTC; the run starts then\./);
    await scene.as('ana').submits({ 'reason-code': 'drift' });
    expect(world.card()).toMatch(/^# Approved, not started yet: retraining fraud-scorer/);
    expect(engine.runs.size).toBe(0);
    await scene.advance(2 * 3_600_000);
    expect(engine.runs.size).toBe(1);
    expect(world.card()).toMatch(/^# Started: T-1/);
  });

  it('that two people ask for at once is one run, and the second hears of the first', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    for (const person of ['ana', 'ben']) await scene.as(person).types('/mlops retrain fraud-scorer epochs=20');
    const submit = async (person: string) => {
      const modal = scene.slack.see.modal(person);
      if (modal === null) throw new Error('no modal');
      await scene.slack.act.submit({ as: person, viewId: modal.viewId, values: { 'reason-code': { code: 'drift' } } });
    };
    await Promise.all([submit('ana'), submit('ben')]);
    await scene.settled();
    expect(engine.runs.size).toBe(1);
    expect(await states()).toEqual(['verified']);
    const said = ['ana', 'ben'].map((person) => scene.as(person).modal() ?? '');
    expect(said.filter((text) => text.includes('is requested as R-1'))).toHaveLength(1);
    expect(
      said.filter((text) => /(R-1 asks to retrain|T-1 is retraining) .* already|T-1 is retraining/.test(text)),
    ).toHaveLength(1);
    await scene.as('ben').types('/mlops retrain fraud-scorer epochs=30');
    expect(scene.as('ben').modal()).toContain('T-1 is retraining fraud/scorer with fraud-training right now');
    expect(await states()).toHaveLength(1);
  });

  it('may be asked for anew by the same person with other parameters, while nobody else may', async () => {
    await estimated('200');
    const { scene } = world;
    await world.ask('ana', 'epochs=20');
    await scene.as('ben').types('/mlops retrain fraud-scorer epochs=30');
    expect(scene.as('ben').modal()).toContain('R-1 asks to retrain fraud/scorer with this pipeline already');
    await world.ask('ana', 'epochs=30');
    expect(await states()).toEqual(['superseded', 'open']);
  });

  it('with mistakes in it says all of them at once, and records nothing', async () => {
    await estimated('38.4');
    const { scene } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epoch=20 rate=fast balance=maybe');
    const said = scene.as('ana').modal();
    expect(said).toContain(
      'The pipeline has no parameter epoch (perhaps epochs). It takes epochs, rate, dataset, balance.',
    );
    expect(said).toContain('rate is a number, as 0.5, and “fast” is none.');
    expect(said).toContain('balance is true or false, and “maybe” is neither.');
    await scene.as('ana').types('/mlops retrain fraud-scorer faster');
    expect(scene.as('ana').told()).toContain('“faster” is no parameter. Write each as `name=value`');
    const counts = await scene.database.db.execute(
      sql`select (select count(*) from requests)::int as requests, (select count(*) from ledger where event like 'r%')::int as entries`,
    );
    expect(counts.rows).toEqual([{ requests: 0, entries: 0 }]);
  });

  it('of a pipeline that is gone, or of a model without one, says what to mend', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    engine.templates.clear();
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20');
    expect(scene.as('ana').modal()).toContain(
      'Kubeflow Pipelines has no pipeline fraud-training, which models.yaml names',
    );
    await scene.as('kim').types('/mlops retrain credit-limit epochs=20');
    expect(scene.as('kim').modal()).toContain('credit/limit has no `retrain` in models.yaml');
    expect(scene.as('kim').modal()).toContain('retrain: {connection: …, pipeline: …, parameters: {…}}');
  });

  it('is not asked for as it was shown once the pipeline is another', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    await scene.as('ana').types('/mlops retrain fraud-scorer epochs=20');
    engine.templates.set(trainer.pipeline, { ...trainer, version: 'v4' });
    await scene.as('ana').submits({ 'reason-code': 'drift' });
    expect(scene.as('ana').modal()).toContain('has changed since you were shown it, so nothing was asked for');
    expect(await states()).toEqual([]);
  });

  it('is followed to its end in one message, and what it made stands beside the champion', async () => {
    await estimated('38.4');
    const { scene, engine } = world;
    await world.ask('ana');
    const at = (minute: number) => `2036-11-26T10:${String(minute).padStart(2, '0')}:00.000Z`;
    engine.change({
      state: 'running',
      startedAt: at(1),
      steps: [step('ingest', 'succeeded', at(1), at(3)), step('train', 'running', at(3)), step('evaluate', 'queued')],
    });
    await world.follow();
    expect(world.run()).toContain(
      '▶ Running since Wed 26 Nov 10:01 UTC\n✓ ingest 2 min · ▶ train since 10:03 UTC · … evaluate',
    );
    engine.change({
      state: 'succeeded',
      endedAt: at(15),
      metrics: { auc: 0.912 },
      produced: [{ model: 'fraud-scorer', version: '7' }],
      steps: [step('ingest', 'succeeded', at(1), at(3)), step('train', 'succeeded', at(3), at(15))],
    });
    await world.follow();
    expect(world.run()).toMatch(/^# Retrained: fraud-scorer v7\n✓ Done after 14 min\. It registered v7\./);
    expect(world.run()).toContain(
      "✓ Ranks at least as well as today's model                    0.912  0.904  +0.008  ≥ 0.902",
    );
    expect(scene.channel('#ml-approvals').filter((text) => text.includes('T-1 ·'))).toHaveLength(1);
    expect(scene.as('ana').notes().at(-1)).toContain('T-1, the retraining of fraud-scorer, is done. v7 is in MLflow.');
    await scene.as('ana').presses('Request promotion…');
    expect(scene.as('ana').modal()).toMatch(/Version \[v7/);
    await scene.as('ana').submits({ reason: 'retrained on October' });
    expect(world.card()).toMatch(/^# Promote fraud-scorer v7 to production\?/);
  });
});
