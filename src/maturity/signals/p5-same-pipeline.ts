import { epochMs } from '#domain/instant.ts';
import { productionRuns } from '../production-runs.ts';
import { recordsOf } from '../scope.ts';
import { defineSignal, share } from './define.ts';

export const p5SamePipeline = defineSignal({
  id: 'P5',
  title: 'The same pipeline runs before production',
  formula: 'production runs whose pipeline digest was green outside production before / production runs',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['runs'],
  capabilities: ['pipelines'],
  process: 'operationalization',
  bars: { evidenced: { atLeast: 0.5 }, verified: { atLeast: 0.9 } },
  measure: (scope) => {
    const firstGreen = new Map<string, number>();
    for (const { production, succeeded, pipelineDigest, endedAt } of recordsOf(scope.facts, 'runs')) {
      if (production || succeeded !== true || pipelineDigest === null || endedAt === null) continue;
      firstGreen.set(pipelineDigest, Math.min(epochMs(endedAt), firstGreen.get(pipelineDigest) ?? Infinity));
    }
    return share(
      productionRuns(scope),
      ({ pipelineDigest, startedAt }) => (firstGreen.get(pipelineDigest ?? '') ?? Infinity) <= epochMs(startedAt),
    );
  },
});
