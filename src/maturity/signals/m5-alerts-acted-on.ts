import { realAlerts } from '../real-alerts.ts';
import { defineSignal, share } from './define.ts';

export const m5AlertsActedOn = defineSignal({
  id: 'M5',
  title: 'Alerts lead to action',
  formula: 'alerts that led to action / alerts; too many is suspect too',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['alerts'],
  capabilities: ['monitoring'],
  process: 'monitoring',
  bars: { evidenced: { between: [0.2, 0.95] }, verified: { between: [0.3, 0.9] } },
  measure: (scope) => share(realAlerts(scope), ({ acted }) => acted),
});
