import { periodOf, shiftDay } from '#cost/day.ts';
import type { CostDay } from '#domain/cost.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import type { Level } from '#maturity/level.ts';
import { signals } from '#maturity/signals/index.ts';
import type { MaturityWeekRow, WeekCondition } from '#store/maturity-weeks.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';

/** A change of the level that is shown of a model, with the condition that decided it. */
interface LevelChange {
  readonly model: string;
  /** The Monday of the week it was recorded for. */
  readonly week: CostDay;
  readonly from: Level;
  readonly to: Level;
  readonly decidedBy: WeekCondition | null;
}

/** What earlier weeks say of a scope. */
export interface EarlierWeeks {
  /** The level that is shown of each model by its id, after two weeks that agree; models without one are left out. */
  readonly levels: ReadonlyMap<string, Level>;
  /** Fit of the scope by week, the oldest first, of the last twelve weeks. */
  readonly fits: readonly {
    readonly week: CostDay;
    readonly fit: number | null;
    readonly atLeast: number | null;
    readonly coverage: number | null;
  }[];
  /** Of the last four weeks, the newest first. */
  readonly changes: readonly LevelChange[];
}

/** Weeks before this one that are read. */
export const readWeeks = 12;
const changeWeeks = 4;

/** The Monday of the week that it is in the zone of org.yaml. */
export function thisWeek(setting: Setting): CostDay {
  return periodOf(reportingDay(setting), 'week').first;
}

/** Tells earlier weeks of some models and of the scope they make up. */
export function earlierWeeks(
  models: readonly MaturityWeekRow[],
  scope: readonly MaturityWeekRow[],
  week: CostDay,
): EarlierWeeks {
  const levels = new Map<string, Level>();
  for (const { subject, level } of models) {
    const shown = levelIn(level);
    if (shown !== null) levels.set(subject, shown);
  }
  const since = shiftDay(week, -7 * changeWeeks);
  const changes = models
    .filter((row) => row.week >= since)
    .flatMap((row) => changeIn(row) ?? [])
    .toReversed();
  const fits = scope.map(({ week: of, fit, fitAtLeast, coverage }) => ({
    week: of,
    fit,
    atLeast: fitAtLeast,
    coverage,
  }));
  return { levels, fits, changes };
}

/** How the level that is shown of a model moved in a week; null where it did not. */
export function changeIn({ subject, week, level, levelBefore, decidedBy }: MaturityWeekRow): LevelChange | null {
  const [from, to] = [levelIn(levelBefore), levelIn(level)];
  return from === null || to === null || from === to ? null : { model: subject, week, from, to, decidedBy };
}

/** A level as it is stored. */
export function levelIn(stored: number | null): Level | null {
  return stored === 0 || stored === 1 || stored === 2 ? stored : null;
}

const lasting = signals.filter(({ weeks = 1 }) => weeks > 1).map(({ id }) => id);

/** What signals that have to hold for weeks came to before, of one subject. */
export function historyIn(rows: readonly MaturityWeekRow[]): MaturityFacts['historyOfAll'] {
  return Object.fromEntries(lasting.map((id) => [id, rows.flatMap((row) => row.signals[id] ?? [])]));
}
