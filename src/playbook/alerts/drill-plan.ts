import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { durationMs } from '../duration.ts';
import { globMatches } from '../glob.ts';
import type { AlertRule } from '../keys.ts';
import type { Operator } from '../reported.ts';
import { driftConditions, type NamedDrift } from './drift-conditions.ts';

/** One value that a drill reports. */
export interface DrillReading {
  readonly signal: string;
  readonly feature: string;
  readonly value: number;
}

/** What a drill reports as of one moment. */
export interface DrillStep {
  readonly at: Instant;
  readonly readings: readonly DrillReading[];
}

/** First what raises an alert, then what ends it: moments that all have passed, in order. */
export interface DrillPlan {
  readonly raise: readonly DrillStep[];
  readonly clear: readonly DrillStep[];
}

const minuteMs = 60_000;
/** More reports than this would be a flood of its own. */
const mostSteps = 200;

/**
 * What has to be reported by `now` so that an alert begins and ends, each held as long as the rule demands. `name` is
 * put for the wildcards of features, so that values of two drills do not mix. Null where the rule looks at no drift, or
 * at more moments than a drill has.
 */
export function drillPlan(rule: AlertRule, name: string, now: Instant): DrillPlan | null {
  const raising = driftConditions(rule.when);
  const clearing = driftConditions(rule.clearWhen);
  if (raising.length === 0) return null;
  const features = featuresOf([...raising, ...clearing], name);
  const raised = readingsOf(raising, features, raising, []);
  const cleared = readingsOf([...raising, ...clearing], features, clearing, raising);
  const spacing = Math.max(1, Math.floor(rule.noDataAfterMs / 2));
  const endMs = epochMs(now);
  const clear = moments(endMs - heldMs(clearing) - minuteMs, endMs, spacing);
  const turnMs = endMs - heldMs(clearing) - 2 * minuteMs;
  const raise = moments(turnMs - heldMs(raising) - minuteMs, turnMs, spacing);
  if (raise.length + clear.length > mostSteps) return null;
  return { raise: stepsOf(raise, raised), clear: stepsOf(clear, cleared) };
}

/** Features that together fit every glob. */
function featuresOf(conditions: readonly NamedDrift[], name: string): readonly string[] {
  const globs = [...new Set(conditions.map(({ feature }) => feature))];
  const exact = globs.filter((glob) => !/[*?]/.test(glob));
  return globs.reduce<readonly string[]>(
    (found, glob) =>
      found.some((feature) => globMatches(glob, feature))
        ? found
        : [...found, glob.replaceAll(/\*+/g, name).replaceAll('?', 'x')],
    exact,
  );
}

/** A value for each signal and feature of `all`: one that fulfils `fulfilled`, else one that `unfulfilled` does not. */
function readingsOf(
  all: readonly NamedDrift[],
  features: readonly string[],
  fulfilled: readonly NamedDrift[],
  unfulfilled: readonly NamedDrift[],
): readonly DrillReading[] {
  const signals = [...new Set(all.map(({ signal }) => signal))];
  return signals.flatMap((signal) =>
    features.flatMap((feature): readonly DrillReading[] => {
      const about = (condition: NamedDrift) => condition.signal === signal && globMatches(condition.feature, feature);
      const met = fulfilled.findLast(about);
      const unmet = unfulfilled.findLast(about);
      if (met !== undefined) return [{ signal, feature, value: valueFor(met.op, met.value) }];
      return unmet === undefined ? [] : [{ signal, feature, value: valueFor(opposite[unmet.op], unmet.value) }];
    }),
  );
}

const opposite = { '>': '<', '>=': '<', '<': '>', '<=': '>', '=': '!=', '!=': '=' } as const;

/** Clearly on the right side of the bound: half as much again, or half; 0.1 off where the bound is nothing. */
function valueFor(op: Operator, bound: number): number {
  const off = bound === 0 ? 0.1 : Math.abs(bound) / 2;
  if (op === '=') return bound;
  return op === '<' || op === '<=' ? bound - off : bound + off;
}

function heldMs(conditions: readonly NamedDrift[]): number {
  return Math.max(0, ...conditions.map(({ for: held }) => durationMs(held) ?? 0));
}

/** From one moment to another, both included, no further apart than `spacing` where they are not more than enough. */
function moments(fromMs: number, untilMs: number, spacing: number): readonly number[] {
  const parts = Math.min(Math.ceil((untilMs - fromMs) / spacing), mostSteps + 1);
  return Array.from({ length: parts + 1 }, (_, part) => Math.round(fromMs + ((untilMs - fromMs) * part) / parts));
}

function stepsOf(at: readonly number[], readings: readonly DrillReading[]): readonly DrillStep[] {
  return at.map((ms) => ({ at: instantAt(ms), readings }));
}
