import { epochMs } from '#domain/instant.ts';
import { dayMs, inWindow, recordsOf, withinDays } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const k5IdleDecided = defineSignal({
  id: 'K5',
  title: 'Idle findings are decided',
  formula: 'findings of idle resources decided within 7 days / findings that were decided or are older',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['idleFindings'],
  capabilities: [],
  process: 'cost',
  bars: { evidenced: { atLeast: 0.7 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      recordsOf(scope.facts, 'idleFindings').filter(
        ({ foundAt, decidedAt }) =>
          inWindow(foundAt, scope) && (decidedAt !== null || !withinDays(foundAt, 7, scope.nowMs)),
      ),
      ({ foundAt, decidedAt }) => decidedAt !== null && epochMs(decidedAt) - epochMs(foundAt) <= 7 * dayMs,
    ),
});
