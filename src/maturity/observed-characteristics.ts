import { epochMs, type Instant } from '#domain/instant.ts';
import type { Characteristics } from '#domain/maturity.ts';
import type { FactSource, MaturityFacts, ModelFacts } from '#domain/maturity-facts.ts';
import { dayMs, notKnown, recordsOf, type Scope, scopeOf, withinDays } from './scope.ts';

/** What was seen of one characteristic; null where it cannot be told, and `because` says why. */
interface Sighting<T> {
  readonly value: T | null;
  readonly because: string;
}
export type ObservedCharacteristics = { readonly [K in keyof Characteristics]: Sighting<Characteristics[K]> };

/** What a use case looks like from its records, whatever was declared. */
export function observedCharacteristics(
  facts: MaturityFacts,
  model: ModelFacts,
  now: Instant,
): ObservedCharacteristics {
  const scope = scopeOf(facts, [model], now);
  return {
    pilot: pilot(scope),
    missionCritical: missionCritical(facts, scope, model),
    reusable: reusable(scope, model),
    retraining: retraining(scope),
    frequentUpdates: frequentUpdates(scope),
    serving: serving(scope),
  };
}

function seen<T>(scope: Scope, sources: readonly FactSource[], look: () => Sighting<T>): Sighting<T> {
  const missing = notKnown(scope.facts, sources);
  return missing === null ? look() : { value: null, because: missing };
}

function liveResources({ facts, nowMs }: Scope) {
  return recordsOf(facts, 'resources').filter(({ lastTrafficAt }) => withinDays(lastTrafficAt, 60, nowMs));
}

function pilot(scope: Scope): Sighting<boolean> {
  return seen(scope, ['resources'], () => {
    const live = liveResources(scope).length;
    return { value: live === 0, because: live === 0 ? 'No traffic for 60 days.' : 'It has traffic.' };
  });
}

function serving(scope: Scope): Sighting<Characteristics['serving']> {
  return seen(scope, ['resources'], () => {
    const kinds = new Set(liveResources(scope).map(({ kind }) => kind));
    const value = (['batch', 'online'] as const).filter((kind) => kinds.has(kind));
    return { value, because: value.length === 0 ? 'Nothing has traffic.' : `Traffic is ${value.join(' and ')}.` };
  });
}

/** Four successful runs in 30 days on three versions of the data are frequent; at most one in 60 is ad hoc. */
function retraining(scope: Scope): Sighting<Characteristics['retraining']> {
  return seen(scope, ['runs', 'resources'], () => {
    const runs = recordsOf(scope.facts, 'runs').filter(({ production }) => production);
    const month = runs.filter(
      ({ succeeded, startedAt }) => succeeded === true && withinDays(startedAt, 30, scope.nowMs),
    );
    const data = new Set(month.flatMap(({ dataVersion }) => dataVersion ?? []));
    if (month.length >= 4 && data.size >= 3) {
      return { value: 'frequent', because: `${month.length} runs in 30 days on ${data.size} versions of the data.` };
    }
    const recent = runs.filter(({ startedAt }) => withinDays(startedAt, 60, scope.nowMs)).length;
    if (liveResources(scope).length > 0 && recent <= 1) {
      return { value: 'ad_hoc', because: `It serves, and ran ${recent === 0 ? 'not at all' : 'once'} in 60 days.` };
    }
    return { value: null, because: 'It runs neither often nor seldom enough to tell.' };
  });
}

function frequentUpdates(scope: Scope): Sighting<boolean> {
  return seen(scope, ['versions'], () => {
    const month = recordsOf(scope.facts, 'versions').filter(({ registeredAt }) =>
      withinDays(registeredAt, 30, scope.nowMs),
    );
    if (recordsOf(scope.facts, 'versions').every(({ codeDigest }) => codeDigest === null)) {
      return { value: null, because: 'No version says which code made it.' };
    }
    const codes = new Set(month.flatMap(({ codeDigest }) => codeDigest ?? [])).size;
    return { value: codes >= 2, because: `${codes} states of its code registered in 30 days.` };
  });
}

function reusable(scope: Scope, { id }: ModelFacts): Sighting<boolean> {
  return seen(scope, ['resources', 'featureViews'], () => {
    const callers = new Set(liveResources(scope).flatMap((resource) => resource.callers)).size;
    const views = recordsOf(scope.facts, 'featureViews').filter(
      ({ readBy }) => readBy.includes(id) && new Set(readBy).size >= 2,
    ).length;
    if (callers >= 2) return { value: true, because: `${callers} teams call it.` };
    return { value: views > 0, because: views > 0 ? 'Other models read its features.' : 'One team uses it.' };
  });
}

/** A suggestion only: traffic of the top tenth, or an incident of the last year. Nothing tells who depends on it. */
function missionCritical(all: MaturityFacts, scope: Scope, { id }: ModelFacts): Sighting<boolean> {
  return seen(scope, ['resources', 'promotions'], () => {
    const incident = recordsOf(scope.facts, 'promotions').some(({ failures }) =>
      failures.some(({ kind, detectedAt }) => kind === 'incident' && scope.nowMs - epochMs(detectedAt) <= 365 * dayMs),
    );
    if (incident) return { value: true, because: 'It had an incident within a year.' };
    if (inTopTenth(id, requestsByModel(all))) {
      return { value: true, because: 'Its traffic is among the top tenth.' };
    }
    return { value: null, because: 'Nothing suggests it, and only people can say that it is not.' };
  });
}

/** Daily requests by model, kept as long as the list of resources itself. */
const requests = new WeakMap<object, ReadonlyMap<string, number>>();

function requestsByModel(facts: MaturityFacts): ReadonlyMap<string, number> {
  const list = recordsOf(facts, 'resources');
  const known = requests.get(list);
  if (known !== undefined) return known;
  const sums = new Map<string, number>();
  for (const { model, dailyRequests } of list) {
    if (model !== null && dailyRequests !== null) sums.set(model, (sums.get(model) ?? 0) + dailyRequests);
  }
  requests.set(list, sums);
  return sums;
}

/** With fewer than ten models there is no tenth. */
function inTopTenth(id: string, sums: ReadonlyMap<string, number>): boolean {
  const mine = sums.get(id) ?? 0;
  if (sums.size < 10 || mine === 0) return false;
  return [...sums.values()].filter((other) => other > mine).length < Math.floor(sums.size / 10);
}
