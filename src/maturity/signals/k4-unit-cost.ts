import { costPerThousand } from '../spend-share.ts';
import { defineSignal } from './define.ts';

export const k4UnitCost = defineSignal({
  id: 'K4',
  title: 'Cost of a thousand predictions',
  formula: 'spend on serving / predictions * 1000',
  unit: 'money',
  window: '90 days',
  minimum: 1,
  sources: ['spend'],
  capabilities: [],
  process: 'cost',
  bars: null,
  measure: (scope) => costPerThousand(scope),
});
