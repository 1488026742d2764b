import { promotedVersions } from '../champions.ts';
import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const p1PipelineBorn = defineSignal({
  id: 'P1',
  title: 'Versions come out of pipelines',
  formula: 'promoted versions whose run has a pipeline digest / promoted versions',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 3,
  sources: ['promotions', 'versions', 'runs'],
  capabilities: ['pipelines'],
  process: 'continuous_training',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.95 } },
  measure: (scope) => {
    const digests = new Map(recordsOf(scope.facts, 'runs').map(({ id, pipelineDigest }) => [id, pipelineDigest]));
    return share(promotedVersions(scope), ({ run }) => run !== null && (digests.get(run) ?? null) !== null);
  },
});
