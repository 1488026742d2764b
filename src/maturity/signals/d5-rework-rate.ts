import { recent } from '../recent-promotions.ts';
import { defineSignal, share } from './define.ts';

export const d5ReworkRate = defineSignal({
  id: 'D5',
  title: 'Deployment rework rate',
  formula: 'unplanned deployments that a problem in production caused / deployments',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: [],
  process: 'deployment',
  bars: null,
  measure: (scope) => share(recent(scope), ({ unplanned }) => unplanned),
});
