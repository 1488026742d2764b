import { deliveries } from '../delivery.ts';
import { defineSignal, share } from './define.ts';

export const d7OnlineResults = defineSignal({
  id: 'D7',
  title: 'Promotions cite what happened online',
  formula: 'promotions that cite an online result / promotions',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: ['online_experimentation'],
  process: 'deployment',
  bars: { evidenced: { atLeast: 0.3 }, verified: { atLeast: 0.7 } },
  measure: (scope) => share(deliveries(scope), ({ onlineResult }) => onlineResult),
});
