import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const c1PipelineCi = defineSignal({
  id: 'C1',
  title: 'Pipelines are tested before release',
  formula: 'releases with a CI run, from a protected branch, with at least four of six test kinds green / releases',
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
      ({ ciRun, protectedBranch, green }) => ciRun !== null && protectedBranch && new Set(green).size >= 4,
    ),
});
