import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const c3PipelineCd = defineSignal({
  id: 'C3',
  title: 'Pipelines go through stages',
  formula: 'releases through test and then pre-production / releases',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['releases'],
  capabilities: ['ci_cd'],
  process: 'operationalization',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) =>
    share(
      recordsOf(scope.facts, 'releases').filter(({ at }) => inWindow(at, scope)),
      ({ stages }) => stages[0] === 'test' && stages.includes('preproduction'),
    ),
});
