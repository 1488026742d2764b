import { servingModels } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const g5ActiveOwners = defineSignal({
  id: 'G5',
  title: 'Every serving model has an active owner',
  formula: 'serving models whose owner is an active Slack user / serving models',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources'],
  capabilities: [],
  process: 'management',
  bars: { evidenced: { atLeast: 0.95 }, verified: { atLeast: 1 } },
  measure: (scope) => share(servingModels(scope), ({ owner }) => owner?.active === true),
});
