import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';
import type { EngineRun, Parameters, PipelineEngine } from '#sandbox/pipelines/engine/engine.ts';
import { pipelineEngine } from '#sandbox/pipelines/engine/run-engine.ts';
import { lateArrivalsHistory } from '#sandbox/pipelines/late-arrivals/history.ts';
import { mlflowTrainingRegistry } from '#sandbox/pipelines/late-arrivals/mlflow-training-registry.ts';
import { lateArrivalsTemplate } from '#sandbox/pipelines/late-arrivals/template.ts';
import { workerTrainer } from '#sandbox/pipelines/late-arrivals/worker-trainer.ts';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-11-24T09:00:00Z');
const trainer = workerTrainer();
let now: number;
let mlflow: PretendMlflow;
let engine: PipelineEngine;

beforeEach(async () => {
  now = startMs;
  mlflow = await startPretendMlflow({ clock: () => now });
  mlflow.outside.addModel('late-arrivals');
  const registry = mlflowTrainingRegistry(mlflow, 'production');
  const template = lateArrivalsTemplate({ trainer, registry, createdMs: startMs - 90 * dayMs });
  engine = pipelineEngine({ clock: () => now, templates: [template] });
});
afterEach(() => mlflow.close());
afterAll(() => trainer.close());

async function ran(id: string, parameters: Parameters = {}): Promise<EngineRun> {
  engine.start({ id, template: 'late-arrivals-training', parameters });
  now += 3_600_000;
  await engine.settle();
  const run = engine.run(id);
  if (run === null) throw new Error('the run is gone');
  return run;
}

const metricsOf = (run: EngineRun) => run.steps.find(({ name }) => name === 'evaluate')?.output?.metrics ?? {};

describe('the training pipeline', () => {
  it('registers what it trained, with its metrics, slices, parameters and digests', async () => {
    const run = await ran('a');
    expect(run.failure).toBeNull();
    expect(run.steps.at(-1)?.output?.parameters).toEqual({ countersign_model_version: 'late-arrivals@1' });
    const version = mlflow.outside.model('late-arrivals')?.versions[0];
    const { runs, loggedModels } = mlflow.snapshot();
    const training = runs.find(({ id }) => id === version?.runId);
    const kept = Object.fromEntries(training?.metrics.map(({ key, value }) => [key, value]) ?? []);
    expect(kept).toEqual(metricsOf(run));
    expect(kept['auc']).toBeGreaterThan(0.57);
    expect(kept['auc']).toBeLessThan(0.7);
    expect(training?.params).toContainEqual({ key: 'window_days', value: '28' });
    expect(new Set(loggedModels[0]?.metrics.map(({ datasetName }) => datasetName))).toEqual(
      new Set(['', 'region=West', 'region=Central', 'region=East']),
    );
    const tags = Object.fromEntries(version?.tags.map(({ key, value }) => [key, value]) ?? []);
    for (const part of ['weights', 'data', 'code', 'environment', 'features', 'signature', 'hyperparameters']) {
      expect(tags[`countersign.digest.${part}`]).toMatch(/^sha256:[0-9a-f]{64}$/);
    }
  });

  it('loses what it learned as the clock moves on, and a retraining wins it back', async () => {
    await ran('first', { trees: 8 });
    mlflow.outside.moveAlias('late-arrivals', 'production', '1');
    const gains: number[] = [];
    const champions: number[] = [];
    for (const days of [28, 28]) {
      now += days * dayMs;
      const metrics = metricsOf(await ran(`after-${now}`, { trees: 8 }));
      champions.push(metrics['champion_auc'] ?? Number.NaN);
      gains.push((metrics['auc'] ?? Number.NaN) - (metrics['champion_auc'] ?? Number.NaN));
    }
    expect(gains[1]).toBeGreaterThan(0.03);
    expect(champions[1]).toBeLessThan(champions[0] ?? 0);
  });

  it('gives the same version for the same run, and another one for another day, window or forest', async () => {
    const digests = async (id: string, parameters?: Parameters) => {
      const run = await ran(id, parameters);
      return run.steps.find(({ name }) => name === 'train')?.output?.parameters['weights_digest'];
    };
    const small = { trees: 2, window_days: 7 };
    const first = await digests('same', small);
    engine.remove('same');
    now = startMs;
    expect(await digests('same', small)).toBe(first);
    engine.remove('same');
    now = startMs;
    expect(await digests('same', { ...small, depth: 3 })).not.toBe(first);
    engine.remove('same');
    now = startMs + dayMs;
    expect(await digests('same', small)).not.toBe(first);
  });

  it.each([
    ['validate-data', { window_days: 90 }, 'window_days is 90, and has to be 7 to 56'],
    [
      'validate-data',
      { minimum_rows: 5000 },
      /^\d{4} flights in the 28 days up to 2026-11-10, but minimum_rows asks for 5000/,
    ],
    ['train', { trees: 0 }, 'trees is 0, and has to be 1 to 60'],
    ['train', { depth: 11 }, 'depth is 11'],
    ['register', { model: 'no-such-model', trees: 1 }, 'MLflow took no version of no-such-model'],
  ])('fails at %s with %o', async (step, parameters, message) => {
    const { failure } = await ran('bad', parameters);
    expect(failure?.step).toBe(step);
    expect(failure?.message).toMatch(message);
    expect(mlflow.outside.model('late-arrivals')?.versions).toEqual([]);
  });

  it('registers nothing that is below the least that was asked for', async () => {
    const run = await ran('weak', { minimum_auc: 0.9, trees: 1 });
    expect(run.state).toBe('succeeded');
    expect(run.steps.at(-1)).toMatchObject({ name: 'register', state: 'not_triggered' });
    expect(mlflow.outside.model('late-arrivals')?.versions).toEqual([]);
  });

  it('takes the check of unchanged data from the cache', async () => {
    await ran('one', { trees: 1 });
    expect((await ran('two', { trees: 2 })).steps[0]?.state).toBe('skipped');
    now += dayMs;
    expect((await ran('three', { trees: 2 })).steps[0]?.state).toBe('succeeded');
  });

  it('leaves the event loop free while it fits', async () => {
    let turns = 0;
    let fitting = true;
    const turn = () => {
      turns += 1;
      if (fitting) setImmediate(turn);
    };
    setImmediate(turn);
    await ran('busy', { trees: 10 });
    fitting = false;
    // On this thread each of the four steps would be a few turns and no more.
    expect(turns).toBeGreaterThan(1000);
  });
});

describe('the history of the model', () => {
  it('has a champion that a retraining today beats on the flights of the last fortnight', async () => {
    const history = await lateArrivalsHistory(trainer, startMs);
    expect(history.aliases).toEqual({ production: 3 });
    expect(history.versions.map(({ daysAgo }) => daysAgo)).toEqual([210, 154, 98]);
    mlflow.outside.addVersion('late-arrivals', history.versions[2]);
    mlflow.outside.moveAlias('late-arrivals', 'production', '1');
    const metrics = metricsOf(await ran('today'));
    expect(metrics['champion_auc']).toBeLessThan(history.versions[2]?.metrics?.['auc'] ?? 0);
    expect(metrics['auc']).toBeGreaterThan((metrics['champion_auc'] ?? 1) + 0.02);
  }, 20_000);
});
