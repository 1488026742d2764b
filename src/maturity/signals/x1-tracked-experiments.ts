import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const x1TrackedExperiments = defineSignal({
  id: 'X1',
  title: 'Versions come from tracked experiments',
  formula: 'registered versions with an experiment run / registered versions',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['versions'],
  capabilities: ['experimentation'],
  process: 'development',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.95 } },
  measure: (scope) =>
    share(
      recordsOf(scope.facts, 'versions').filter(({ registeredAt }) => inWindow(registeredAt, scope)),
      ({ experimentRun }) => experimentRun !== null,
    ),
});
