import { deliveries } from '../delivery.ts';
import { defineSignal, share } from './define.ts';

export const d6TrialsBeforeTraffic = defineSignal({
  id: 'D6',
  title: 'Online promotions are tried first',
  formula: 'online promotions with a canary, shadow or A/B of the least traffic and time / online promotions',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: ['online_experimentation'],
  process: 'deployment',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      deliveries(scope).filter(({ online }) => online),
      ({ trial }) => trial?.longEnough === true,
    ),
});
