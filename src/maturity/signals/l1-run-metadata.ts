import { metadataItems } from '#domain/maturity-training.ts';
import { productionRuns, recorded } from '../production-runs.ts';
import { defineSignal } from './define.ts';

export const l1RunMetadata = defineSignal({
  id: 'L1',
  title: 'Runs record what they are',
  formula: 'filled of nine metadata items / 9, over production runs',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs'],
  capabilities: ['metadata'],
  process: 'management',
  bars: { evidenced: { atLeast: 0.7 }, verified: { atLeast: 0.95 } },
  measure: (scope) => recorded(productionRuns(scope), metadataItems),
});
