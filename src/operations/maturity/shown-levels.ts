import type { ModelMaturity } from '#maturity/assess-portfolio.ts';
import { levelConditions } from '#maturity/level-conditions.ts';
import type { ShownCondition, ShownLevel } from '#views/maturity-state.ts';
import type { ScopeMaturity } from './maturity-of.ts';

/** The level of a model as people are shown it. */
export function shownLevel({ model, level, target }: ModelMaturity, { earlier }: ScopeMaturity): ShownLevel {
  return {
    settled: earlier.levels.get(model.id) ?? null,
    now: level.kind === 'levels' ? { atLeast: level.atLeast, atMost: level.atMost } : null,
    because: level.kind === 'levels' ? null : level.because,
    target: target.level,
    targetBecause: target.because,
    monitoring: target.monitoring,
  };
}

/** The conditions of a model's level, with what each level asks of them. */
export function shownConditions({ level }: ModelMaturity): readonly ShownCondition[] {
  return level.conditions.map(({ id, title, value, of, because, missed }) => {
    const asked = levelConditions.find((condition) => condition.id === id);
    return { id, title, value, of, because, missed, level1: asked?.level1 ?? null, level2: asked?.level2 ?? 1 };
  });
}
