import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import { judgeEntry, judgePredicates } from '../evaluate/judge-predicates.ts';
import { membershipsOf } from '../evaluate/membership.ts';
import { takeNotes } from '../evaluate/notes.ts';
import { type Facts, isUnknown } from '../facts.ts';
import { globMatches } from '../glob.ts';
import type { AlertRule, Predicates } from '../keys.ts';
import { own } from '../own.ts';
import { allOf, anyOf, type PredicateContext, type Reading, unknownFact, whenKnown } from '../predicates/define.ts';
import { driftHeld } from '../predicates/drift-held.ts';
import { branchesOf } from '../render/condition-words.ts';
import type { DriftSeries } from '../reported.ts';
import type { AlertObservation } from './alert-group.ts';
import { driftConditions, driftIn, type NamedDrift } from './drift-conditions.ts';

/**
 * The groups that an alert has now, by feature: one for each that `when` looks at if it groups by feature, else one for
 * all of them, which is null. Model and signals are the same for all of one alert.
 */
export function alertFeatures(rule: AlertRule, facts: Facts): readonly (string | null)[] {
  if (!rule.groupBy.includes('feature')) return [null];
  return [...new Set(watched(rule, facts).map(({ feature }) => feature))].sort();
}

/**
 * What the facts say of a group: whether `when` holds for some feature, and `clear_when` for every one. `feature` is
 * the group's, null for all. A series whose newest sample is older than `no_data_after` is not known. Throws a
 * RangeError or TypeError for facts of the wrong shape.
 */
export function observeAlert(rule: AlertRule, given: Facts, feature: string | null, now: Instant): AlertObservation {
  const nowMs = epochMs(now);
  const notes = takeNotes();
  const facts = withDrift(given, (all) =>
    all
      .filter((one) => feature === null || one.feature === feature)
      .map((one) => unlessStale(rule, one, nowMs, notes.mayChangeAt)),
  );
  const members = membershipsOf(facts);
  const context: PredicateContext = {
    facts,
    nowMs,
    mayChangeAt: notes.mayChangeAt,
    evidenceStatus: () => null,
    inRoles: (person, roles) => members.inRoles(person, roles, nowMs),
  };
  const when = judgePredicates(rule.when, context);
  const clear = everywhere(rule.clearWhen, context);
  const newest = Math.max(...watched(rule, facts).map((one) => newestMs(one, nowMs)));
  const next = notes.nextAfter(nowMs);
  return {
    when: when.truth,
    clear: clear.truth,
    because: clear.truth === true && when.truth === false ? clear.because : when.because,
    asOf: Number.isFinite(newest) ? instantAt(newest) : driftConditions(rule.when).length === 0 ? now : null,
    nextChangeAt: next === null ? null : instantAt(next),
  };
}

/** As `judgePredicates`, where a drift condition has to hold for every feature it looks at. */
function everywhere(map: Predicates, context: PredicateContext): Reading {
  return allOf(
    Object.entries(map).map(([name, value]) => {
      if (name === 'any_of') return anyOf(branchesOf(value).map((inner) => everywhere(inner, context)));
      if (name === 'drift') return allOf(driftIn(value).map((one) => everyFeature(one, context)));
      return judgeEntry(name, value, context);
    }),
  );
}

function everyFeature(condition: NamedDrift, context: PredicateContext): Reading {
  const { signal } = condition;
  return whenKnown(`drift ${signal}`, own(context.facts.drift, signal), (all) => {
    const series = all.filter(({ feature }) => globMatches(condition.feature, feature));
    if (series.length === 0) return unknownFact(`drift ${signal}`, `No feature has a ${signal}.`);
    return allOf(series.map((one) => driftHeld(signal, one, condition, context)));
  });
}

function withDrift(facts: Facts, change: (series: readonly DriftSeries[]) => readonly DriftSeries[]): Facts {
  const drift = Object.entries(facts.drift).map(([signal, all]) => [signal, isUnknown(all) ? all : change(all)]);
  return { ...facts, drift: Object.fromEntries(drift) };
}

/** Without its samples once they are too old to say how it is. */
function unlessStale(rule: AlertRule, one: DriftSeries, nowMs: number, mayChangeAt: (ms: number) => void): DriftSeries {
  const staleAt = newestMs(one, nowMs) + rule.noDataAfterMs;
  if (!Number.isFinite(staleAt)) return one;
  mayChangeAt(staleAt);
  return nowMs < staleAt ? one : { ...one, samples: [] };
}

function newestMs({ samples }: DriftSeries, nowMs: number): number {
  return Math.max(...samples.map(({ at }) => epochMs(at)).filter((at) => at <= nowMs));
}

/** The series that `when` looks at. */
function watched(rule: AlertRule, { drift }: Facts): readonly DriftSeries[] {
  return driftConditions(rule.when).flatMap(({ signal, feature }) => {
    const series = own(drift, signal);
    if (series === undefined || isUnknown(series)) return [];
    return series.filter((one) => globMatches(feature, one.feature));
  });
}
