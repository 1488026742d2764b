import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const x3Slices = defineSignal({
  id: 'X3',
  title: 'Evaluations look at slices',
  formula: 'evaluations with at least two slice metrics / evaluations',
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
      ({ slices }) => slices >= 2,
    ),
});
