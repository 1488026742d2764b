import { shiftDay } from '#cost/day.ts';
import type { DaySpan } from '#domain/cost-report.ts';
import type { DigestMaturity, DigestScope } from '#domain/weekly-digest.ts';
import { Refusal } from '#errors.ts';
import type { Gap } from '#maturity/fit.ts';
import { allInTurns, type BriefMaturity } from '../maturity/all-in-turns.ts';
import { maturityOfSome } from '../maturity/maturity-of.ts';
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
    return all.models.length === 0 ? null : maturityInDigest(all, week);
  }
  const found = await maturityOfSome(setting, { kind: 'team', team: scope.team }).catch((error: unknown) => {
    // No model of the team is in a registry yet.
    if (error instanceof Refusal) return null;
    throw error;
  });
  return found === null || found.models.length === 0 ? null : maturityInDigest(found, week);
}

/** What a digest says of maturity. */
export function maturityInDigest(found: BriefMaturity, week: DaySpan): DigestMaturity {
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
      .map((gap) => ({
        capability: gap.capability,
        models: lackMost(gap),
        because: gap.short.length > 0 ? 'needed, and records do not show it' : 'shown, and not proven yet',
      })),
    next: nextOf(next, fit.gaps),
  };
}

/** Those where it is not there; where it is everywhere, those where it is not proven. */
function lackMost({ short, models }: Gap): readonly string[] {
  return short.length > 0 ? short : models;
}

function nextOf(next: BriefMaturity['next'], gaps: readonly Gap[]): DigestMaturity['next'] {
  switch (next.kind) {
    case 'build':
    case 'adopt': {
      const { kind, capability, heldBy } = next;
      // The same models that its gap names.
      const gap = gaps.find((one) => one.capability === capability);
      return { kind, capability, models: gap === undefined ? next.models : lackMost(gap), heldBy };
    }
    case 'observe':
      return { kind: 'observe', capabilities: next.capabilities.slice(0, 3) };
    case 'stop':
      return { kind: 'stop' };
  }
}
