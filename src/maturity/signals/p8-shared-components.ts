import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const p8SharedComponents = defineSignal({
  id: 'P8',
  title: 'Pipelines share components',
  formula: 'pipelines built from components that at least two use / pipelines',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['pipelines'],
  capabilities: [],
  process: 'operationalization',
  bars: { evidenced: { atLeast: 0.3 }, verified: { atLeast: 0.6 } },
  measure: (scope) => share(recordsOf(scope.facts, 'pipelines'), ({ sharesComponents }) => sharesComponents),
});
