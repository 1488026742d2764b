import type { Observed } from '#domain/maturity-facts.ts';
import type { DrillFacts } from '#domain/maturity-operation.ts';
import type { TrainedRun } from './runs.ts';

/** By how much a metric of a rerun may differ, as a share of what it was; a starting value of ours. */
const tolerance = 0.01;

/**
 * Drills with the runs that repeat an earlier one: the same template with the same parameters on the same version of the
 * data. A rerun passes where every metric that both measured is within a hundredth of what it was.
 */
export function withReruns(
  drills: Observed<readonly DrillFacts[]>,
  runs: readonly TrainedRun[],
  now: string,
): Observed<readonly DrillFacts[]> {
  const first = new Map<string, TrainedRun>();
  const reruns = runs.flatMap((run): readonly DrillFacts[] => {
    if (run.succeeded !== true || run.endedAt === null || run.pipelineDigest === null || run.dataVersion === null) {
      return [];
    }
    const key = JSON.stringify([run.model, run.pipelineDigest, run.dataVersion, run.parameters]);
    const before = first.get(key);
    if (before === undefined) {
      first.set(key, run);
      return [];
    }
    const { id, model, endedAt: at } = run;
    return [{ id, model, of: 'rerun', subject: model, at, passed: isAlike(before.metrics, run.metrics) }];
  });
  // Whether a connection tells of monitors says nothing of reruns, which runs alone tell of.
  if (!drills.known) return { known: true, value: reruns, provenance: 'machine', asOf: now };
  return { ...drills, value: [...drills.value, ...reruns] };
}

type Metrics = TrainedRun['metrics'];

function isAlike(before: Metrics, after: Metrics): boolean {
  const both = Object.entries(before).flatMap(([name, value]) => {
    const other = after[name];
    return value === null || other === null || other === undefined ? [] : [{ value, other }];
  });
  return both.length > 0 && both.every(({ value, other }) => Math.abs(other - value) <= tolerance * Math.abs(value));
}
