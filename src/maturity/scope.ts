import { epochMs, type Instant, instantAt } from '#domain/instant.ts';
import type { FactSource, MaturityFacts, ModelFacts, Observed, ObservedRecords } from '#domain/maturity-facts.ts';

export const dayMs = 86_400_000;

/** Stand among ids, which are never empty and begin with no blank, for no model: of nobody, and of a team's. */
const nobody = '';
const ofTeam = (team: string) => ` ${team}`;

/** Facts of the models asked about, as of one moment. */
export interface Scope {
  readonly facts: MaturityFacts;
  readonly nowMs: number;
  /** Records older than this say nothing of today, in milliseconds since the epoch. */
  readonly fromMs: number;
}

const usualDays = 90;
const longestDays = 730;
const versionsEnough = 5;

/**
 * Facts of some models, with the window that they are judged over: 90 days, or back to the fifth last promotion where
 * that is longer ago (never beyond two years), so that models which change rarely are judged too.
 */
export function scopeOf(facts: MaturityFacts, models: readonly ModelFacts[], now: Instant): Scope {
  const ids = new Set(models.map(({ id }) => id));
  for (const id of together(facts.models, models)) ids.add(id);
  const mine = <T extends { readonly model: string | null; readonly team?: string }>(records: Observed<readonly T[]>) =>
    kept(records, ids, ({ model, team }) => [model ?? (team === undefined ? nobody : ofTeam(team))]);
  const records: ObservedRecords = {
    resources: mine(facts.resources),
    versions: mine(facts.versions),
    runs: mine(facts.runs),
    triggers: mine(facts.triggers),
    evaluations: mine(facts.evaluations),
    promotions: mine(facts.promotions),
    outsideChanges: mine(facts.outsideChanges),
    monitors: mine(facts.monitors),
    alerts: mine(facts.alerts),
    drills: mine(facts.drills),
    releases: mine(facts.releases),
    pipelines: mine(facts.pipelines),
    featureViews: kept(facts.featureViews, ids, ({ readBy }) => readBy),
    featureSources: mine(facts.featureSources),
    spend: mine(facts.spend),
    idleFindings: mine(facts.idleFindings),
    rubric: mine(facts.rubric),
  };
  const nowMs = epochMs(now);
  const scoped = {
    ...facts,
    ...records,
    models,
    attestations: keptOf(facts.attestations, ids, ({ model }) => [model]),
    waivers: keptOf(facts.waivers, ids, ({ model }) => [model]),
  };
  return { facts: scoped, nowMs, fromMs: windowStart(scoped, nowMs) };
}

function kept<T extends object>(
  records: Observed<readonly T[]>,
  ids: ReadonlySet<string>,
  modelsOf: (record: T) => readonly string[],
): Observed<readonly T[]> {
  if (!records.known) return records;
  const because = silence(records.silentOn, ids);
  return because === null ? { ...records, value: keptOf(records.value, ids, modelsOf) } : { known: false, because };
}

/** Models of each team, kept as long as the list itself. */
const teamSizes = new WeakMap<object, ReadonlyMap<string, number>>();

/**
 * What no model is named for counts against all models of its team together, and what is nobody's against all there are;
 * neither counts against one of several.
 */
function together(all: readonly ModelFacts[], models: readonly ModelFacts[]): readonly string[] {
  const sizes = teamSizes.get(all) ?? countTeams(all);
  teamSizes.set(all, sizes);
  const whole = [...countTeams(models)]
    .filter(([team, count]) => sizes.get(team) === count)
    .map(([team]) => ofTeam(team));
  return models.length === all.length ? [nobody, ...whole] : whole;
}

function countTeams(models: readonly ModelFacts[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { team } of models) counts.set(team, (counts.get(team) ?? 0) + 1);
  return counts;
}

/** Why a source tells of none of these models; null where it tells of any. */
function silence(silentOn: Readonly<Record<string, string>> | undefined, ids: ReadonlySet<string>): string | null {
  if (silentOn === undefined) return null;
  const why = [...ids].filter((id) => id !== nobody && !id.startsWith(' ')).map((id) => silentOn[id]);
  return why.length > 0 && why.every((text) => text !== undefined) ? (why[0] ?? null) : null;
}

/** Positions of records by model, kept as long as the list itself, so that ten thousand models read each list once. */
const positions = new WeakMap<object, ReadonlyMap<string, readonly number[]>>();

function keptOf<T extends object>(
  list: readonly T[],
  ids: ReadonlySet<string>,
  modelsOf: (record: T) => readonly string[],
): readonly T[] {
  let index = positions.get(list);
  if (index === undefined) {
    const made = new Map<string, number[]>();
    for (const [position, record] of list.entries()) {
      for (const model of new Set(modelsOf(record))) {
        const known = made.get(model);
        if (known === undefined) made.set(model, [position]);
        else known.push(position);
      }
    }
    positions.set(list, made);
    index = made;
  }
  const found = new Set([...ids].flatMap((id) => index.get(id) ?? []));
  return [...found].sort((a, b) => a - b).flatMap((position) => list[position] ?? []);
}

function windowStart({ promotions, models }: MaturityFacts, nowMs: number): number {
  const usual = nowMs - usualDays * dayMs;
  // Of several models each would have a start of its own; together they have records enough for the usual one.
  if (!promotions.known || models.length !== 1) return usual;
  const served = promotions.value
    .flatMap(({ servedAt, changed }) => (servedAt === null || changed === 'repeat' ? [] : [epochMs(servedAt)]))
    .sort((a, b) => b - a);
  const oldest = served[Math.min(versionsEnough, served.length) - 1] ?? usual;
  return Math.max(Math.min(usual, oldest), nowMs - longestDays * dayMs);
}

/** Whether a moment lies in the scope's window; the future never does. */
export function inWindow(at: Instant | null, { fromMs, nowMs }: Scope): boolean {
  if (at === null) return false;
  const ms = epochMs(at);
  return ms >= fromMs && ms <= nowMs;
}

/** Whether a moment is at most so many days ago, and not ahead. */
export function withinDays(at: Instant | null, days: number, nowMs: number): boolean {
  if (at === null) return false;
  const age = nowMs - epochMs(at);
  return age >= 0 && age <= days * dayMs;
}

/** Models with traffic in the last 60 days by the serving inventory. */
export function servingModels({ facts, nowMs }: Scope): readonly ModelFacts[] {
  const live = new Set(
    recordsOf(facts, 'resources')
      .filter(({ lastTrafficAt }) => withinDays(lastTrafficAt, 60, nowMs))
      .map(({ model }) => model),
  );
  return facts.models.filter(({ id }) => live.has(id));
}

/** The first of the sources that is not known, with why. */
export function notKnown(facts: MaturityFacts, sources: readonly FactSource[]): string | null {
  for (const source of sources) {
    const observed = facts[source];
    if (!observed.known) return observed.because;
  }
  return null;
}

/** As of when the oldest of the known sources is; now where none is. */
export function asOf({ facts, nowMs }: Scope, sources: readonly FactSource[]): Instant {
  const times = sources.flatMap((source) => (facts[source].known ? [epochMs(facts[source].asOf)] : []));
  return instantAt(Math.min(nowMs, ...times));
}

/** Records of a source; none where it is not known, which the caller has looked at. */
export function recordsOf<K extends FactSource>(facts: MaturityFacts, source: K) {
  const observed: ObservedRecords[K] = facts[source];
  return observed.known ? observed.value : [];
}
