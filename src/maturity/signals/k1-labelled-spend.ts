import { spendShare } from '../spend-share.ts';
import { defineSignal } from './define.ts';

export const k1LabelledSpend = defineSignal({
  id: 'K1',
  title: 'Spend is labelled',
  formula: 'spend with every required and valid label / spend on machine learning',
  unit: 'share',
  window: '90 days',
  minimum: 1,
  sources: ['spend'],
  capabilities: [],
  process: 'cost',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.95 } },
  measure: (scope) => spendShare(scope, ({ labelled }) => labelled),
});
