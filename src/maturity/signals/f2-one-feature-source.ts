import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const f2OneFeatureSource = defineSignal({
  id: 'F2',
  title: 'Training and serving read the same features',
  formula: 'models whose training and serving features come from one source / models of which it is known',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['featureSources'],
  capabilities: ['repository'],
  process: 'management',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      recordsOf(scope.facts, 'featureSources').map(({ model, shared }) => ({ id: model, shared })),
      ({ shared }) => shared,
    ),
});
