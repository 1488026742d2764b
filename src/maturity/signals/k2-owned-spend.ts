import { spendShare } from '../spend-share.ts';
import { defineSignal } from './define.ts';

export const k2OwnedSpend = defineSignal({
  id: 'K2',
  title: 'Spend has an owner',
  formula: 'spend whose owner is an active Slack user / spend on machine learning',
  unit: 'share',
  window: '90 days',
  minimum: 1,
  sources: ['spend'],
  capabilities: [],
  process: 'cost',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.95 } },
  measure: (scope) => spendShare(scope, ({ activeOwner }) => activeOwner),
});
