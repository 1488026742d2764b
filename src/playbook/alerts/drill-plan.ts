import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { durationMs } from '../duration.ts';
import { globMatches } from '../glob.ts';
import type { AlertRule } from '../keys.ts';
import type { Operator } from '../reported.ts';
import { driftConditions, type NamedDrift } from './drift-conditions.ts';

/** One value that a drill reports; null for the end of it. */
interface DrillReading {
  readonly signal: string;
  readonly feature: string;
  readonly value: number | null;
}

/** What a drill reports as of one moment. */
export interface DrillStep {
  readonly at: Instant;
  readonly readings: readonly DrillReading[];
}

const minuteMs = 60_000;
/** More reports than this would be a flood of their own. */
const mostSteps = 200;

/**
 * What has to be reported by `now` so that an alert begins: values past their limits, held as long as the rule demands,
 * at moments that all have passed, in order. `name` is put for the wildcards of features, so that values of two drills do
 * not mix. Null where the rule looks at no drift, or at more moments than a drill has.
 */
export function drillPlan(rule: AlertRule, name: string, now: Instant): readonly DrillStep[] | null {
  const conditions = driftConditions(rule.when);
  if (conditions.length === 0) return null;
  const heldMs = Math.max(...conditions.map(({ for: held }) => durationMs(held) ?? 0));
  const readings = readingsOf(conditions, featuresOf(conditions, name));
  const lengthMs = heldMs + minuteMs;
  const parts = Math.ceil(lengthMs / Math.max(1, Math.floor(rule.noDataAfterMs / 2)));
  if (parts >= mostSteps) return null;
  // A moment before, so that what ends the drill may be as of now.
  const endMs = epochMs(now) - 1_000;
  return Array.from({ length: parts + 1 }, (_, part) => ({
    at: instantAt(Math.round(endMs - lengthMs + (lengthMs * part) / parts)),
    readings,
  }));
}

/** What ends a drill: values that nobody can tell anything by, after which there are none any more. */
export function drillEnd(steps: readonly DrillStep[], at: Instant): DrillStep {
  return { at, readings: (steps[0]?.readings ?? []).map((one) => ({ ...one, value: null })) };
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

/** A value for each signal and feature that a condition looks at, which fulfils the last condition on it. */
function readingsOf(conditions: readonly NamedDrift[], features: readonly string[]): readonly DrillReading[] {
  const signals = [...new Set(conditions.map(({ signal }) => signal))];
  return signals.flatMap((signal) =>
    features.flatMap((feature): readonly DrillReading[] => {
      const met = conditions.findLast((one) => one.signal === signal && globMatches(one.feature, feature));
      return met === undefined ? [] : [{ signal, feature, value: valueFor(met.op, met.value) }];
    }),
  );
}

/** Clearly on the right side of the bound: half as much again, or half; 0.1 off where the bound is nothing. */
function valueFor(op: Operator, bound: number): number {
  const off = bound === 0 ? 0.1 : Math.abs(bound) / 2;
  if (op === '=') return bound;
  return op === '<' || op === '<=' ? bound - off : bound + off;
}
