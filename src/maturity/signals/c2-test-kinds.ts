import { epochMs } from '#domain/instant.ts';
import { ciTestKinds, type PipelineRelease } from '#domain/maturity-training.ts';
import { inWindow, recordsOf } from '../scope.ts';
import { defineSignal } from './define.ts';

export const c2TestKinds = defineSignal({
  id: 'C2',
  title: 'Kinds of tests that are green',
  formula: 'green of six test kinds in the newest release of each pipeline, the fewest of the models',
  unit: 'kinds',
  window: '90 days or five promotions',
  minimum: 1,
  sources: ['releases'],
  capabilities: ['ci_cd'],
  process: 'operationalization',
  bars: { evidenced: { atLeast: 4 }, verified: { atLeast: 6 } },
  measure: (scope) => {
    const newest = new Map<string, PipelineRelease>();
    for (const release of recordsOf(scope.facts, 'releases').filter(({ at }) => inWindow(at, scope))) {
      const known = newest.get(release.model);
      if (known === undefined || epochMs(release.at) > epochMs(known.at)) newest.set(release.model, release);
    }
    const releases = [...newest.values()].map(({ id, green }) => ({ id, kinds: new Set(green).size }));
    if (releases.length === 0) return { unknown: 'No pipeline was released in the window.' };
    const missed = releases.filter(({ kinds }) => kinds < ciTestKinds.length).map(({ id }) => id);
    return { value: Math.min(...releases.map(({ kinds }) => kinds)), of: releases.length, missed, proof: null };
  },
});
