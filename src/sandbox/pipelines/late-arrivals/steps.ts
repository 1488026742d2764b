import { digestOf } from '#domain/digest.ts';
import type { ParameterValue } from '#domain/pipeline.ts';
import { type EngineStep, type StepContext, StepFailure } from '../engine/engine.ts';
import { signature } from './features.ts';
import { dayMs, holdoutDays, recipeFrom, recipeOf, recipeTexts } from './recipe.ts';
import type { Recipe, Trainer } from './training.ts';
import type { TrainingRegistry } from './training-registry.ts';

const image = 'europe-docker.pkg.dev/northwind-ml/pipelines/late-arrivals:2026-11-1';
const [fewestDays, mostDays] = [7, 56];

export function validateData(trainer: Trainer): EngineStep {
  return {
    name: 'validate-data',
    machine: { cpus: 2, memory: 8 },
    image,
    seconds: ({ window_days: days }) => 60 + 2 * Number(days),
    cacheKey: (context) => digestOf([dataDays(context), context.parameters['minimum_rows'] ?? null]),
    async perform(context) {
      const { window_days: days, minimum_rows: fewest } = context.parameters;
      within(
        'window_days',
        days,
        fewestDays,
        mostDays,
        'the feature store keeps 70 days, of which the newest 14 are for measuring',
      );
      const [from, until] = dataDays(context);
      const { rows, lateShare, digest } = await trainer.dataFacts(from, until);
      if (rows < Number(fewest)) {
        throw new StepFailure(
          `${rows} flights in the ${Number(days)} days up to ${dateOf(until)}, but minimum_rows asks for ${Number(fewest)}. Widen window_days or lower minimum_rows.`,
        );
      }
      return {
        parameters: { rows, data_digest: digest },
        metrics: { rows, late_share: Math.round(lateShare * 10_000) / 10_000 },
      };
    },
  };
}

export function train(trainer: Trainer): EngineStep {
  return {
    name: 'train',
    machine: { cpus: 8, memory: 32 },
    image,
    seconds: ({ trees, depth }) => 180 + 6 * Number(trees) * Math.max(1, Number(depth) / 5),
    async perform(context) {
      within('trees', context.parameters['trees'], 1, 60, 'more is not worth its cost here');
      within('depth', context.parameters['depth'], 1, 10, 'deeper trees learn single flights by heart');
      const { digest, scores } = await trainer.fit(recipe(context));
      return { parameters: { weights_digest: digest }, metrics: { train_auc: scores.auc } };
    },
  };
}

export function evaluate(trainer: Trainer, registry: TrainingRegistry): EngineStep {
  return {
    name: 'evaluate',
    machine: { cpus: 4, memory: 16 },
    image,
    seconds: () => 90,
    async perform(context) {
      const { untilDay } = recipe(context);
      const measured = (one: Parameters<Trainer['evaluate']>[0]) =>
        trainer.evaluate(one, untilDay, untilDay + holdoutDays);
      const { scores, slices, rows } = await measured(recipe(context));
      const champion = await registry.champion(text(context.parameters['model']));
      const before = champion === null ? null : recipeFrom(champion.params);
      const compared =
        champion === null || before === null ? null : { version: champion.version, ...(await measured(before)).scores };
      return {
        parameters: {
          holdout_rows: rows,
          slices: Object.fromEntries(Object.entries(slices).map(([region, one]) => [`region=${region}`, { ...one }])),
          ...(compared !== null && { champion: compared.version }),
        },
        metrics: {
          ...scores,
          ...(compared !== null && {
            champion_auc: compared.auc,
            champion_brier: compared.brier,
            champion_recall: compared.recall,
            // Recorded metrics of the champion are of other weeks, so the two are compared here.
            auc_over_champion: Math.round((scores.auc - compared.auc) * 10_000) / 10_000,
          }),
        },
      };
    },
  };
}

export function register(registry: TrainingRegistry, user: string): EngineStep {
  return {
    name: 'register',
    machine: { cpus: 1, memory: 4 },
    image,
    seconds: () => 20,
    when: ({ parameters, outputs }) => (outputs['evaluate']?.metrics['auc'] ?? 0) >= Number(parameters['minimum_auc']),
    async perform(context) {
      const model = text(context.parameters['model']);
      const { metrics = {}, parameters = {} } = context.outputs['evaluate'] ?? {};
      const version = await registry.register({
        model,
        metrics,
        datasets: slicesOf(parameters['slices']),
        params: recipeTexts(recipe(context)),
        tags: digestTags(context),
        description: `Trained on ${Number(context.parameters['window_days'])} days of flights up to ${dateOf(recipe(context).untilDay)}.`,
        user,
        commit,
        minutes: Math.round((context.nowMs - context.startedMs) / 60_000),
      });
      return { parameters: { countersign_model_version: `${model}@${version}` }, metrics: {} };
    },
  };
}

/** The commit of the pipeline's code, which changes with the template. */
const commit = digestOf({ image }).slice('sha256:'.length, 'sha256:'.length + 40);

/** The digest of each part of a version that this pipeline can tell apart. */
function digestTags(context: StepContext): Record<string, string> {
  const { trees, depth } = recipe(context);
  const digests = {
    weights: context.outputs['train']?.parameters['weights_digest'],
    data: context.outputs['validate-data']?.parameters['data_digest'],
    code: digestOf({ commit }),
    environment: digestOf({ image }),
    features: digestOf(signature.inputs),
    signature: digestOf(signature),
    hyperparameters: digestOf({ trees, depth }),
  };
  return Object.fromEntries(
    Object.entries(digests).map(([part, digest]) => [`countersign.digest.${part}`, text(digest)]),
  );
}

function recipe({ parameters, startedMs, seed }: StepContext): Recipe {
  return recipeOf(parameters, startedMs, seed);
}

function dataDays({ parameters, startedMs }: StepContext): readonly [from: number, until: number] {
  const until = Math.floor(startedMs / dayMs) - holdoutDays;
  return [until - Number(parameters['window_days']), until];
}

/** Metrics per slice, back from a step's outputs. */
function slicesOf(value: ParameterValue | undefined): Record<string, Record<string, number>> {
  const slices: Record<string, Record<string, number>> = {};
  for (const [name, scores] of Object.entries(value ?? {})) {
    const pairs = Object.entries(scores ?? {}).map(([metric, score]): [string, number] => [metric, Number(score)]);
    slices[name] = Object.fromEntries(pairs);
  }
  return slices;
}

function text(value: ParameterValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10);
}

function within(name: string, value: unknown, least: number, most: number, why: string): void {
  if (typeof value === 'number' && value >= least && value <= most) return;
  throw new StepFailure(`${name} is ${String(value)}, and has to be ${least} to ${most}: ${why}.`);
}
