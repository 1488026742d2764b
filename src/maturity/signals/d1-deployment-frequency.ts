import { deliveries, deploymentFrequency } from '../delivery.ts';
import { defineSignal } from './define.ts';

export const d1DeploymentFrequency = defineSignal({
  id: 'D1',
  title: 'Deployment frequency',
  formula: 'promotions that reached half of the traffic, without repeats and rollbacks, per 30 days',
  unit: 'per_30_days',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['promotions'],
  capabilities: [],
  process: 'deployment',
  bars: null,
  measure: (scope) => {
    const { data, code, config } = deploymentFrequency(scope);
    return { value: data + code + config, of: deliveries(scope).length, missed: [], proof: null };
  },
});
