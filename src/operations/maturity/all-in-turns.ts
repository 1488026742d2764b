import { setImmediate } from 'node:timers/promises';
import { shiftDay } from '#cost/day.ts';
import { epochMs } from '#domain/instant.ts';
import { assessModels, cellsOf, type ModelMaturity } from '#maturity/assess-portfolio.ts';
import { type Cell, fitOf } from '#maturity/fit.ts';
import type { Level } from '#maturity/level.ts';
import { nextStep } from '#maturity/next-step.ts';
import { maturityWeekRows } from '#store/maturity-weeks.ts';
import { matrixInForce } from '../assess/use-case.ts';
import type { Setting } from '../setting.ts';
import { catalogueModels } from './asked-models.ts';
import { holders, type ScopeMaturity } from './maturity-of.ts';
import { teamsInTurns, teamsOf } from './teams-in-turns.ts';
import { earlierWeeks, readWeeks, thisWeek } from './weeks.ts';

/** How mature a scope is, without the records that it is told from. */
export interface BriefMaturity extends Pick<ScopeMaturity, 'fit' | 'next' | 'earlier'> {
  readonly models: readonly Pick<ModelMaturity, 'model' | 'target'>[];
}

/** The maturity of all models, read some teams at a time, so that memory does not grow with their records. */
export async function allInTurns(setting: Setting): Promise<BriefMaturity> {
  const { db, workspaceId } = setting;
  const now = setting.now();
  const week = thisWeek(setting);
  const matrix = matrixInForce(setting.playbooks().set);
  const catalogue = await catalogueModels(setting, db);
  const cells: Cell[] = [];
  const models: BriefMaturity['models'][number][] = [];
  const levels = new Map<string, Level>();
  const changes: ScopeMaturity['earlier']['changes'][number][] = [];
  for await (const { facts, weeks } of teamsInTurns(setting, teamsOf(catalogue.models))) {
    const waived = facts.waivers.filter(({ expiresAt }) => Date.parse(expiresAt) > epochMs(now));
    for (const one of assessModels(facts, facts.models, now, matrix)) {
      cells.push(...cellsOf(one, waived));
      models.push({ model: one.model, target: one.target });
    }
    const earlier = earlierWeeks(weeks, [], week);
    for (const [model, level] of earlier.levels) levels.set(model, level);
    changes.push(...earlier.changes);
    // Others wait for their acks meanwhile.
    await setImmediate();
  }
  const span = { from: shiftDay(week, -7 * readWeeks), before: shiftDay(week, 7) };
  const scopeWeeks = await maturityWeekRows(db, { workspaceId, kind: 'all', subjects: [''] }, span);
  const { fits } = earlierWeeks([], scopeWeeks, week);
  const fit = fitOf(cells);
  const newestFirst = changes.toSorted((a, b) => (a.week < b.week ? 1 : a.week > b.week ? -1 : 0));
  return {
    fit,
    next: nextStep(fit, await holders(setting, null)),
    models,
    earlier: { levels, fits, changes: newestFirst },
  };
}
