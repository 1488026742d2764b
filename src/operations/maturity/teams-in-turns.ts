import { shiftDay } from '#cost/day.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import { type MaturityWeekRow, maturityWeekRows } from '#store/maturity-weeks.ts';
import type { Setting } from '../setting.ts';
import type { AskedModel } from './asked-models.ts';
import { readFacts } from './read-facts.ts';
import { readWeeks, thisWeek } from './weeks.ts';

/** Models whose records are held at a time, as far as teams allow. */
const modelsAtATime = 200;

/** A team with all its models. */
type Team = readonly [team: string, models: readonly AskedModel[]];

/** What is known of some teams. */
export interface SomeTeams {
  readonly teams: readonly Team[];
  readonly facts: MaturityFacts;
  /** What was recorded of their models, this week's included. */
  readonly weeks: readonly MaturityWeekRow[];
}

/** Models by whose they are. */
export function teamsOf(models: readonly AskedModel[]): readonly Team[] {
  return [...Map.groupBy(models, ({ entry }) => entry.team)];
}

/**
 * Reads what is known of teams, some at a time, so that no more is held however many there are. What is nobody's is in
 * none of it.
 */
export async function* teamsInTurns(setting: Setting, all: readonly Team[]): AsyncGenerator<SomeTeams> {
  const { db, workspaceId } = setting;
  const week = thisWeek(setting);
  const span = { from: shiftDay(week, -7 * readWeeks), before: shiftDay(week, 7) };
  for (const teams of batches(all)) {
    const models = teams.flatMap(([, of]) => of);
    const subjects = models.map(({ entry }) => entry.id);
    const weeks = await maturityWeekRows(db, { workspaceId, kind: 'model', subjects }, span);
    const facts = await readFacts(setting, models, { week, modelWeeks: weeks, scopeWeeks: [] });
    yield { teams, facts, weeks };
  }
}

function batches(teams: readonly Team[]): readonly (readonly Team[])[] {
  const made: Team[][] = [];
  let size = Number.POSITIVE_INFINITY;
  for (const team of teams) {
    if (size + team[1].length > modelsAtATime) {
      made.push([]);
      size = 0;
    }
    made.at(-1)?.push(team);
    size += team[1].length;
  }
  return made;
}
