import { recoveryHours } from '../delivery.ts';
import { defineSignal, middle } from './define.ts';

export const d4RecoveryTime = defineSignal({
  id: 'D4',
  title: 'Failed deployment recovery time',
  formula: 'median of restored - detected',
  unit: 'hours',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['promotions'],
  capabilities: [],
  process: 'deployment',
  bars: null,
  measure: (scope) => middle(recoveryHours(scope)),
});
