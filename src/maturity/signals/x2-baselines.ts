import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const x2Baselines = defineSignal({
  id: 'X2',
  title: 'Evaluations have a baseline',
  formula: 'evaluations with a baseline / evaluations',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['evaluations'],
  capabilities: ['evaluation'],
  process: 'development',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      recordsOf(scope.facts, 'evaluations').filter(({ at, servedAt }) => servedAt === null && inWindow(at, scope)),
      ({ baseline }) => baseline,
    ),
});
