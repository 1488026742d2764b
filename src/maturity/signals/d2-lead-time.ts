import { dataLeadTimes } from '../delivery.ts';
import { defineSignal, middle } from './define.ts';

export const d2LeadTime = defineSignal({
  id: 'D2',
  title: 'Lead time of data',
  formula: 'median of first traffic - data cut-off',
  unit: 'hours',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['promotions'],
  capabilities: [],
  process: 'deployment',
  bars: null,
  measure: (scope) => middle(dataLeadTimes(scope).map(({ totalHours }) => totalHours)),
});
