import { epochMs } from '#domain/instant.ts';
import { servedOf } from './champions.ts';
import { dayMs, type Scope } from './scope.ts';

/** Age of what each model serves, since its training ended, by its declared maximum age. */
export function stalenessRatios(scope: Scope): readonly { readonly id: string; readonly ratio: number }[] {
  return scope.facts.models.flatMap(({ id, maxAgeDays }) => {
    const [champion] = servedOf(id, scope);
    const since = champion?.trainingEndedAt ?? champion?.servedAt ?? null;
    if (since === null || maxAgeDays === null || maxAgeDays <= 0) return [];
    return [{ id, ratio: (scope.nowMs - epochMs(since)) / (maxAgeDays * dayMs) }];
  });
}
