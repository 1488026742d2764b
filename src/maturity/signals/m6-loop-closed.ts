import { realAlerts } from '../real-alerts.ts';
import { defineSignal, share } from './define.ts';

export const m6LoopClosed = defineSignal({
  id: 'M6',
  title: 'Alerts close the loop',
  formula: 'alerts linked to a run, an experiment or a decision / alerts',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['alerts'],
  capabilities: [],
  process: 'monitoring',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.8 } },
  measure: (scope) => share(realAlerts(scope), ({ linkedTo }) => linkedTo !== null),
});
