import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const g1RegisteredServing = defineSignal({
  id: 'G1',
  title: 'What serves is registered',
  formula: 'serving resources, from the bill or the serving inventory, whose digest is registered / all',
  unit: 'share',
  window: 'now',
  minimum: 1,
  sources: ['resources', 'versions'],
  capabilities: ['registry'],
  process: 'management',
  bars: { evidenced: { atLeast: 0.9 }, verified: { atLeast: 1 } },
  weeks: 4,
  measure: (scope) => {
    const digests = new Set(recordsOf(scope.facts, 'versions').map(({ digest }) => digest));
    const found = recordsOf(scope.facts, 'resources').filter(({ byAlias }) => byAlias !== true);
    return share(found, ({ digest }) => digest !== null && digests.has(digest));
  },
});
