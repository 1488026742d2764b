import { finite } from '../condition.ts';
import type { SliceValue } from '../facts.ts';

import { own } from '../own.ts';
import type { Bound, Measured } from './metric-judge.ts';

export interface SlicesJudged {
  readonly failed: readonly { readonly at: string; readonly text: string }[];
  /** Sentences about slices that cannot be judged. */
  readonly absent: readonly string[];
}

/**
 * Judges each slice with enough rows; a slice whose rows nobody counted has enough. A slice only the reference has is
 * absent; one only the candidate has is not judged against it.
 */
export function judgeSlices(
  { name, metric, reference }: Measured,
  bound: Bound,
  { dimensions, minSupport }: { readonly dimensions: readonly string[]; readonly minSupport: number },
): SlicesJudged {
  const failed: { at: string; text: string }[] = [];
  const absent: string[] = [];
  for (const dimension of dimensions) {
    const candidate = own(metric.slices ?? {}, dimension) ?? {};
    const before = own(reference?.metric.slices ?? {}, dimension) ?? {};
    if (Object.keys(candidate).length === 0) absent.push(`${name} has no slices by ${dimension}.`);
    for (const slice of [...new Set([...Object.keys(candidate), ...Object.keys(before)])].sort()) {
      const at = `${dimension}=${slice}`;
      const judged = judgeSlice(own(candidate, slice), own(before, slice), reference !== null, bound, minSupport);
      if (judged === 'absent') absent.push(`${name} of ${at} is missing.`);
      else if (judged !== null) failed.push({ at, text: judged });
    }
  }
  return { failed, absent };
}

/** What is wrong with one slice, null if nothing is. */
function judgeSlice(
  candidate: SliceValue | undefined,
  before: SliceValue | undefined,
  compared: boolean,
  bound: Bound,
  minSupport: number,
): string | null {
  const enough = (slice: SliceValue) => (finite(slice.rows) ?? minSupport) >= minSupport;
  if (candidate === undefined) return before !== undefined && enough(before) ? 'absent' : null;
  if (!enough(candidate) || (compared && before === undefined)) return null;
  const [value, reference] = [finite(candidate.value), finite(before?.value ?? null)];
  if (value === null || (compared && reference === null)) return 'absent';
  return bound.met(value, reference) ? null : bound.text(value, reference);
}
