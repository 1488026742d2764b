import { epochMs } from '#domain/instant.ts';
import { type Facts, isUnknown } from '../facts.ts';
import type { AlertRule } from '../keys.ts';
import type { DriftSeries } from '../reported.ts';
import { driftConditions } from './drift-conditions.ts';
import { longestHeldMs } from './longest-held.ts';

interface SeriesOverTime {
  /** When samples are new, or the last of a series is forgotten, in milliseconds since the epoch, ascending, each once. */
  readonly moments: readonly number[];
  /** The facts as of a moment, with no more samples than its judgement needs. */
  readonly at: (ms: number) => Facts;
}

interface Track {
  readonly signal: string;
  readonly series: DriftSeries;
  /** Ascending. */
  readonly samples: readonly { readonly ms: number; readonly sample: DriftSeries['samples'][number] }[];
  /** By index of a sample, that of the first one since the last gap. */
  readonly unbrokenSince: readonly number[];
}

/**
 * The series that an alert looks at, of one feature if it is given, as they were at any moment: none that had not begun,
 * and none that has ended so long ago that no condition could still ask for it.
 */
export function seriesOverTime(rule: AlertRule, given: Facts, feature: string | null): SeriesOverTime {
  const signals = new Set([...driftConditions(rule.when), ...driftConditions(rule.clearWhen)].map((one) => one.signal));
  const heldMs = longestHeldMs(rule);
  const tracks = [...signals].flatMap((signal) => {
    const all = given.drift[signal];
    if (all === undefined || isUnknown(all)) return [];
    const fitting = all.filter((series) => feature === null || series.feature === feature);
    return fitting.map((series) => trackOf(signal, series, rule.noDataAfterMs));
  });
  const keptMs = heldMs + rule.noDataAfterMs;
  const moments = [...new Set(tracks.flatMap(({ samples }) => momentsOf(samples, keptMs)))].sort((a, b) => a - b);
  return {
    moments,
    at: (ms) => {
      const drift: Record<string, DriftSeries[]> = {};
      for (const track of tracks) {
        const samples = samplesAt(track, ms, heldMs);
        const last = samples.at(-1);
        if (last === undefined || epochMs(last.at) + keptMs <= ms) continue;
        const named = drift[track.signal] ?? [];
        named.push({ ...track.series, samples });
        drift[track.signal] = named;
      }
      return { ...given, drift };
    },
  };
}

function momentsOf(samples: Track['samples'], keptMs: number): readonly number[] {
  return samples.flatMap(({ ms }, index) => {
    const next = samples[index + 1];
    return next === undefined || next.ms > ms + keptMs ? [ms, ms + keptMs] : [ms];
  });
}

function trackOf(signal: string, series: DriftSeries, gapMs: number): Track {
  const samples = series.samples.map((sample) => ({ ms: epochMs(sample.at), sample })).sort((a, b) => a.ms - b.ms);
  const unbrokenSince: number[] = [];
  samples.forEach(({ ms }, index) => {
    const before = samples[index - 1];
    const broken = before === undefined || ms - before.ms > gapMs;
    unbrokenSince.push(broken ? index : (unbrokenSince[index - 1] ?? index));
  });
  return { signal, series, samples, unbrokenSince };
}

/** Those until then and since the last gap, no further back than the last one that is as old as a condition asks. */
function samplesAt({ samples, unbrokenSince }: Track, ms: number, heldMs: number): DriftSeries['samples'] {
  const newest = lastUntil(samples, ms);
  if (newest < 0) return [];
  const first = Math.max(unbrokenSince[newest] ?? 0, lastUntil(samples, ms - heldMs), 0);
  return samples.slice(first, newest + 1).map(({ sample }) => sample);
}

/** The index of the last sample that is no later; -1 if there is none. */
function lastUntil(samples: Track['samples'], ms: number): number {
  let low = 0;
  let high = samples.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((samples[middle]?.ms ?? 0) <= ms) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
