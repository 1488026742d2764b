import type { EngineInput, EngineTemplate } from '../engine/engine.ts';
import { evaluate, register, train, validateData } from './steps.ts';
import type { Trainer } from './training.ts';
import type { TrainingRegistry } from './training-registry.ts';

export interface TemplateOptions {
  readonly trainer: Trainer;
  readonly registry: TrainingRegistry;
  readonly createdMs: number;
  /** Its name in the engine; `late-arrivals-training` where it is not given. */
  readonly name?: string;
  /** Who the registry is told trained the model. */
  readonly user?: string;
}

const version = '2026-11-1';

/** Trains the model that says which flights land late: validate-data → train → evaluate → register. */
export function lateArrivalsTemplate(options: TemplateOptions): EngineTemplate {
  const { trainer, registry, createdMs } = options;
  return {
    name: options.name ?? 'late-arrivals-training',
    version,
    title: 'Late arrivals: training',
    description: 'Fits a random forest to recent flights, measures it on the newest fortnight, and registers it.',
    createdMs,
    inputs,
    steps: [
      validateData(trainer),
      train(trainer),
      evaluate(trainer, registry),
      register(registry, options.user ?? 'ml-pipelines'),
    ],
  };
}

const inputs: readonly EngineInput[] = [
  {
    name: 'model',
    type: 'STRING',
    default: 'late-arrivals',
    description: 'The registered model that gets the version',
  },
  { name: 'window_days', type: 'NUMBER_INTEGER', default: 28, description: 'Days of flights to train on, 7 to 56' },
  { name: 'trees', type: 'NUMBER_INTEGER', default: 16, description: 'Trees of the forest, 1 to 60' },
  { name: 'depth', type: 'NUMBER_INTEGER', default: 5, description: 'Splits from root to leaf at most, 1 to 10' },
  { name: 'minimum_rows', type: 'NUMBER_INTEGER', default: 500, description: 'Fewest flights to train on' },
  { name: 'minimum_auc', type: 'NUMBER_DOUBLE', default: 0.5, description: 'Below this nothing is registered' },
];
