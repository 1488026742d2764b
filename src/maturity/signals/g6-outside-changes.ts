import { recent } from '../recent-promotions.ts';
import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, parts } from './define.ts';

export const g6OutsideChanges = defineSignal({
  id: 'G6',
  title: 'Nothing changes without a request',
  formula: 'changes of what serves without a request / all changes',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['promotions', 'outsideChanges'],
  capabilities: ['registry'],
  process: 'governance',
  bars: { evidenced: { atMost: 0.1 }, verified: { atMost: 0 } },
  measure: (scope) => {
    const outside = recordsOf(scope.facts, 'outsideChanges').filter(({ at }) => inWindow(at, scope));
    const all = outside.length + recent(scope).length;
    return parts(
      outside.length,
      all,
      all,
      outside.map(({ id }) => id),
    );
  },
});
