import type { ArmedTrigger } from '#domain/maturity-training.ts';
import { indexed } from '../indexed.ts';
import { productionRuns } from '../production-runs.ts';
import { recordsOf, type Scope, withinDays } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const p2LiveTriggers = defineSignal({
  id: 'P2',
  title: 'Training starts by itself',
  formula:
    'production runs started by schedule, data, performance or drift / production runs; a model that is trained ad hoc counts once, by a trigger that looked in the last 30 days',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs', 'triggers'],
  capabilities: ['pipelines'],
  process: 'continuous_training',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.8 } },
  measure: (scope) => {
    const adHoc = scope.facts.models.filter(({ declared }) => declared.retraining === 'ad_hoc');
    const ids = new Set(adHoc.map(({ id }) => id));
    const runs = productionRuns(scope).filter(({ model }) => !ids.has(model));
    const records = [
      ...runs.map(({ id, trigger }) => ({ id, live: trigger !== 'manual' })),
      ...adHoc.map(({ id }) => ({ id, live: armed(id, scope) })),
    ];
    const measured = share(records, ({ live }) => live);
    return runs.length === 0 && 'value' in measured ? { ...measured, minimum: 1 } : measured;
  },
});

const triggersOf = indexed<ArmedTrigger>(({ model }) => [model]);

function armed(model: string, { facts, nowMs }: Scope): boolean {
  return triggersOf(recordsOf(facts, 'triggers'), model).some(({ evaluatedAt }) => withinDays(evaluatedAt, 30, nowMs));
}
