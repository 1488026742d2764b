import { epochMs } from '#domain/instant.ts';
import type { EvaluationFacts } from '#domain/maturity-training.ts';
import { indexed } from '../indexed.ts';
import { dayMs, inWindow, recordsOf, servingModels } from '../scope.ts';
import { defineSignal, share } from './define.ts';

const evaluationsOf = indexed<EvaluationFacts>(({ model }) => [model]);

export const m3Truth = defineSignal({
  id: 'M3',
  title: 'Predictions are held against the truth',
  formula: 'serving models evaluated on what they served within label delay + 7 days / serving models',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['resources', 'evaluations', 'monitors'],
  capabilities: ['monitoring'],
  process: 'monitoring',
  bars: { evidenced: { atLeast: 0.3 }, verified: { atLeast: 0.7 } },
  measure: (scope) =>
    share(servingModels(scope), ({ id, labelDelayDays }) =>
      evaluationsOf(recordsOf(scope.facts, 'evaluations'), id).some(
        ({ at, servedAt }) =>
          servedAt !== null && inWindow(at, scope) && epochMs(at) - epochMs(servedAt) <= (labelDelayDays + 7) * dayMs,
      ),
    ),
});
