import { shiftDay } from '#cost/day.ts';
import type { CostDay } from '#domain/cost.ts';
import type { Capability, Rung, SignalReading } from '#domain/maturity.ts';
import type { Waiver } from '#domain/maturity-facts.ts';
import type { ModelMaturity, PortfolioMaturity } from '#maturity/assess-portfolio.ts';
import { cellOf, fitOf } from '#maturity/fit.ts';
import type { Level, LevelReading } from '#maturity/level.ts';
import { settledLevel } from '#maturity/settled-level.ts';
import type { MaturityWeekRow, NewMaturityWeek, WeekCondition } from '#store/maturity-weeks.ts';
import { levelIn } from './weeks.ts';

type WeekOf = Omit<NewMaturityWeek, 'workspaceId' | 'week' | 'recordedAt'>;

/** What is recorded of a model for a week, after the weeks before it, the oldest first. */
export function modelWeek(
  { model, states, level, target, testScore }: ModelMaturity,
  waived: readonly Waiver[],
  before: readonly MaturityWeekRow[],
  week: CostDay,
): WeekOf {
  const needed = states.filter(
    ({ capability }) => !waived.some((waiver) => waiver.model === model.id && waiver.capability === capability),
  );
  const cells = needed.map((state) => cellOf(model.id, model.tier, state));
  const fit = fitOf(cells);
  const conditions = level.conditions.map(({ id, title, value, level1, level2 }) => ({
    id,
    title,
    value,
    level1,
    level2,
  }));
  const rungs: Partial<Record<Capability, Rung | null>> = {};
  for (const { capability, rung } of needed) rungs[capability] = rung;
  const readings = new Map(states.flatMap((state) => state.readings).map((reading) => [reading.signal, reading]));
  return {
    kind: 'model',
    subject: model.id,
    team: model.team,
    ...levelOf(level, conditions, before, week),
    conditions,
    target: target.level,
    fit: fit.fit,
    fitAtLeast: fit.atLeast,
    coverage: fit.coverage,
    signalsAsked: cells.reduce((sum, { signals }) => sum + signals.asked, 0),
    signalsConnected: cells.reduce((sum, { signals }) => sum + signals.connected, 0),
    testScore: testScore.score,
    rungs,
    signals: valuesOf([...readings.values()]),
  };
}

/** What is recorded of a team, or of all. */
export function portfolioWeek(
  kind: 'team' | 'all',
  subject: string,
  { fit, signals }: Pick<PortfolioMaturity, 'fit' | 'signals'>,
): WeekOf {
  const { fit: share, atLeast, coverage } = fit;
  return { kind, subject, team: null, fit: share, fitAtLeast: atLeast, coverage, signals: valuesOf(signals) };
}

function valuesOf(readings: readonly SignalReading[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    readings.flatMap((reading) => (reading.state === 'known' ? [[reading.signal, reading.value] as const] : [])),
  );
}

/** The level that is shown from this week on: it moves when the week before this one read so as well. */
function levelOf(
  reading: LevelReading,
  conditions: readonly WeekCondition[],
  before: readonly MaturityWeekRow[],
  week: CostDay,
): Pick<WeekOf, 'readAtLeast' | 'readAtMost' | 'level' | 'levelBefore' | 'decidedBy'> {
  const now = reading.kind === 'levels' ? reading.atLeast : null;
  const last = before.at(-1);
  const shown = levelIn(last?.level ?? null);
  const weekBefore = last?.week === shiftDay(week, -7) ? levelIn(last.readAtLeast) : null;
  const level = settledLevel(shown === null ? [now] : [shown, weekBefore, now]);
  return {
    readAtLeast: now,
    readAtMost: reading.kind === 'levels' ? reading.atMost : null,
    level,
    levelBefore: shown,
    decidedBy: shown === null || level === null || level === shown ? null : deciding(shown, level, conditions, before),
  };
}

/** The first condition that holds now and did not when the level was last read as before, or the reverse. */
function deciding(
  from: Level,
  to: Level,
  conditions: readonly WeekCondition[],
  before: readonly MaturityWeekRow[],
): WeekCondition | null {
  const up = to > from;
  const stateAt = ({ level1, level2 }: WeekCondition) => ((up ? to : from) === 1 ? level1 : level2);
  const then = before.findLast(({ readAtLeast }) => readAtLeast === from)?.conditions ?? [];
  const turned = conditions.find((condition) => {
    const earlier = then.find(({ id }) => id === condition.id);
    const [holds, held] = [stateAt(condition) === 'holds', earlier !== undefined && stateAt(earlier) === 'holds'];
    return stateAt(condition) !== 'not_asked' && (up ? holds && !held : !holds && (held || earlier === undefined));
  });
  return turned ?? null;
}
