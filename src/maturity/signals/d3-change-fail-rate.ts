import { closedChanges, failedInWindow } from '../delivery.ts';
import { defineSignal, share } from './define.ts';

export const d3ChangeFailRate = defineSignal({
  id: 'D3',
  title: 'Change fail rate',
  formula:
    'promotions followed by a rollback, hotfix, guardrail or incident within the longer of 14 days and label delay + 7 days / promotions whose window is over',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: [],
  process: 'deployment',
  bars: null,
  measure: (scope) => share(closedChanges(scope), (promotion) => failedInWindow(promotion, scope)),
});
