import { spendShare } from '../spend-share.ts';
import { defineSignal } from './define.ts';

export const k3IdleSpend = defineSignal({
  id: 'K3',
  title: 'Little is spent on what is idle',
  formula: 'spend on idle resources / spend on machine learning',
  unit: 'share',
  window: '90 days',
  minimum: 1,
  sources: ['spend'],
  capabilities: [],
  process: 'cost',
  bars: { evidenced: { atMost: 0.1 }, verified: { atMost: 0.03 } },
  measure: (scope) => spendShare(scope, ({ idle }) => idle),
});
