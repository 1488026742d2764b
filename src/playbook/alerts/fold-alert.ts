import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { Facts } from '../facts.ts';
import type { AlertRule } from '../keys.ts';
import { type AlertObservation, newAlertGroup } from './alert-group.ts';
import { longestHeldMs } from './longest-held.ts';
import { observeAlert } from './observe-alert.ts';
import { seriesOverTime } from './series-over-time.ts';
import { stepAlert } from './step-alert.ts';

/** That an alert fired, as the values say. */
export interface Firing {
  readonly since: Instant;
  /** Null while it does. */
  readonly until: Instant | null;
  readonly because: string;
  /** Why it ended; null while it did not. */
  readonly endedBecause: string | null;
}

export interface FoldedAlert {
  /** In order, from the one that was under way when the fold began. */
  readonly firings: readonly Firing[];
  /** What is known of the group at the end. */
  readonly seen: AlertObservation;
}

/**
 * When an alert fired, judged at each moment at which its values change or come to mean something else, as of these
 * moments and not as of when they were told. So it depends on the set of values alone: in whatever order and however
 * often they come, folding again from the oldest new one gives what folding all in order gives.
 *
 * `given` holds every sample that `lookBackMs` before `from` and later; `before` is what fired right before `from`. A
 * gap longer than `no_data_after` begins the watch of a series anew; one that ended is left out in the end.
 */
export function foldAlert(
  rule: AlertRule,
  given: Facts,
  feature: string | null,
  { from, before }: { readonly from: Instant; readonly before: Pick<Firing, 'since' | 'because'> | null },
  now: Instant,
): FoldedAlert {
  const nowMs = epochMs(now);
  const over = seriesOverTime(rule, given, feature);
  const moments = over.moments.filter((ms) => ms > epochMs(from) && ms < nowMs);
  const firings: Firing[] = before === null ? [] : [{ ...before, until: null, endedBecause: null }];
  let state = muted(from, before?.since ?? null);
  let ms = Math.min(epochMs(from), nowMs);
  for (let index = 0; ; ) {
    const at = instantAt(ms);
    const seen = observeAlert(rule, over.at(ms), feature, at);
    const step = stepAlert(rule, state, seen, null, at);
    note(firings, state.firingSince, step.group.firingSince, seen, at);
    state = muted(from, step.group.firingSince);
    if (ms >= nowMs) return { firings, seen };
    while (index < moments.length && (moments[index] ?? 0) <= ms) index += 1;
    const next = seen.nextChangeAt === null ? nowMs : epochMs(seen.nextChangeAt);
    ms = Math.min(moments[index] ?? nowMs, next, nowMs);
  }
}

/** The firing that was under way right before a moment, of those known before; null if none was. */
export function firingBefore<F extends Pick<Firing, 'since' | 'until'>>(
  firings: readonly F[],
  from: Instant,
): F | null {
  const fromMs = epochMs(from);
  const under = ({ since, until }: F) => epochMs(since) < fromMs && (until === null || epochMs(until) >= fromMs);
  return firings.find(under) ?? null;
}

/** How far before the moment from which an alert is folded its samples are needed, in milliseconds. */
export function lookBackMs(rule: AlertRule): number {
  return longestHeldMs(rule) + rule.noDataAfterMs;
}

/** A group that begins and ends to fire without a word. */
function muted(since: Instant, firingSince: Instant | null) {
  return { ...newAlertGroup(since), firingSince, silence: { until: farthest, reason: 'folding' } };
}

const farthest = '9999-12-31T00:00:00.000Z';

function note(firings: Firing[], was: Instant | null, is: Instant | null, seen: AlertObservation, at: Instant): void {
  const last = firings.at(-1);
  if (was === is) return;
  if (is !== null) firings.push({ since: is, until: null, because: seen.because, endedBecause: null });
  else if (last !== undefined) firings[firings.length - 1] = { ...last, until: at, endedBecause: seen.because };
}
