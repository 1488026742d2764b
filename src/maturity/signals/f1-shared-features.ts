import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const f1SharedFeatures = defineSignal({
  id: 'F1',
  title: 'Features are reused',
  formula: 'feature views read by at least two models / feature views',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['featureViews'],
  capabilities: ['repository'],
  process: 'management',
  bars: { evidenced: { atLeast: 0.2 }, verified: { atLeast: 0.5 } },
  measure: (scope) => share(recordsOf(scope.facts, 'featureViews'), ({ readBy }) => new Set(readBy).size >= 2),
});
