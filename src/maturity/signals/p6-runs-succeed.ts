import { productionRuns } from '../production-runs.ts';
import { defineSignal, share } from './define.ts';

export const p6RunsSucceed = defineSignal({
  id: 'P6',
  title: 'Runs succeed',
  formula: 'succeeded / finished production runs; a run that a gate stopped did its work',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs'],
  capabilities: ['pipelines', 'training'],
  process: 'continuous_training',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      productionRuns(scope),
      ({ succeeded, dataGate, modelGate }) =>
        succeeded === true || dataGate?.passed === false || modelGate?.passed === false,
    ),
});
