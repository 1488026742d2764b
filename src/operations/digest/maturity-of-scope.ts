import { shiftDay } from '#cost/day.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { DigestMaturity, DigestScope } from '#domain/weekly-digest.ts';
import { Refusal } from '#errors.ts';
import { allInTurns, type BriefMaturity } from '../maturity/all-in-turns.ts';
import { maturityOf } from '../maturity/maturity-of.ts';
import type { Setting } from '../setting.ts';

/** Against how many weeks ago a digest tells a trend. */
const trendWeeks = 4;

/** How far the practice of a scope is; null for some teams together, and where no registry has a model of the scope. */
export async function digestMaturity(
  setting: Setting,
  scope: DigestScope,
  week: DaySpan,
): Promise<DigestMaturity | null> {
  if (scope.kind === 'leaders' && scope.teams !== null) return null;
  if (scope.kind !== 'team') {
    const all = await allInTurns(setting);
    return all.models.length === 0 ? null : told(all, week);
  }
  const found = await maturityOf(setting, { kind: 'team', team: scope.team }).catch((error: unknown) => {
    // No model of the team is in a registry yet.
    if (error instanceof Refusal) return null;
    throw error;
  });
  return found === null || found.models.length === 0 ? null : told(found, week);
}

function told(found: BriefMaturity, week: DaySpan): DigestMaturity {
  const { fit, earlier, next, models } = found;
  const then = shiftDay(week.first, -7 * (trendWeeks - 1));
  const before = earlier.fits.findLast((one) => one.week <= then);
  const levels = models.flatMap(({ model, target }) => {
    const level = earlier.levels.get(model.id);
    return level === undefined ? [] : [level >= target.level];
  });
  return {
    fit: fit.fit,
    fitBefore: before?.fit ?? null,
    provisional: fit.provisional,
    level: levels.length === 0 ? null : { atTarget: levels.filter(Boolean).length, of: levels.length },
    changes: earlier.changes
      .filter((change) => change.week >= week.first)
      .map(({ model, from, to, decidedBy }) => ({
        model,
        from,
        to,
        because: decidedBy === null ? 'two weeks agreed' : decidedBy.title,
      })),
    gaps: fit.gaps
      .filter(({ gap }) => gap > 0)
      .map(({ capability, models: lacking, short }) => ({
        capability,
        models: short.length > 0 ? short : lacking,
        because: short.length > 0 ? 'needed, and records do not show it' : 'shown, and not proven yet',
      })),
    next: nextOf(next),
  };
}

function nextOf(next: BriefMaturity['next']): DigestMaturity['next'] {
  switch (next.kind) {
    case 'build':
    case 'adopt': {
      const { kind, capability, models, heldBy } = next;
      return { kind, capability, models, heldBy };
    }
    case 'observe':
      return { kind: 'observe', capabilities: next.capabilities.slice(0, 3) };
    case 'stop':
      return { kind: 'stop' };
  }
}
