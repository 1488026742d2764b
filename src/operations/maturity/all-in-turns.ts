import { setImmediate } from 'node:timers/promises';
import { shiftDay } from '#cost/day.ts';
import { epochMs } from '#domain/instant.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import { assessModels, cellsOf, type ModelMaturity, portfolioOf } from '#maturity/assess-portfolio.ts';
import { type Cell, fitOf } from '#maturity/fit.ts';
import type { Level } from '#maturity/level.ts';
import { nextStep } from '#maturity/next-step.ts';
import { maturityWeekRows } from '#store/maturity-weeks.ts';
import { matrixInForce } from '../assess/use-case.ts';
import type { Setting } from '../setting.ts';
import { askedOf } from './asked.ts';
import { type AskedModel, catalogueModels } from './asked-models.ts';
import { joinedFacts } from './joined-facts.ts';
import { holders, type ScopeMaturity, siblingsAmong } from './maturity-of.ts';
import { outsideRecords } from './records/outside-changes.ts';
import { resourceRecords } from './records/resources.ts';
import { billedRecords } from './records/spend.ts';
import { teamsInTurns, teamsOf } from './teams-in-turns.ts';
import { earlierWeeks, historyIn, readWeeks, thisWeek } from './weeks.ts';

/** How mature a scope is, without the records that it is told from. */
export interface BriefMaturity extends Pick<ScopeMaturity, 'fit' | 'next' | 'earlier'> {
  readonly models: readonly Pick<ModelMaturity, 'model' | 'target'>[];
}

/** The maturity of all models, so that memory does not grow with their records. */
export async function allInTurns(setting: Setting): Promise<BriefMaturity> {
  const { models: asked } = await catalogueModels(setting, setting.db);
  const cells: Cell[] = [];
  const models: BriefMaturity['models'][number][] = [];
  const earlier = await inTurns(setting, asked, ({ facts, each }) => {
    const waived = facts.waivers.filter(({ expiresAt }) => Date.parse(expiresAt) > epochMs(setting.now()));
    for (const one of each) {
      cells.push(...cellsOf(one, waived));
      models.push({ model: one.model, target: one.target });
    }
  });
  const fit = fitOf(cells);
  return { fit, next: nextStep(fit, await holders(setting, null)), models, earlier };
}

/** The same with everything that is behind it: what is kept of a model grows with its records, no statement does. */
export async function allWithRecords(setting: Setting): Promise<ScopeMaturity> {
  const { db } = setting;
  const catalogue = await catalogueModels(setting, db);
  const parts: MaturityFacts[] = [];
  const each: ModelMaturity[] = [];
  const earlier = await inTurns(setting, catalogue.models, (some) => {
    parts.push(some.facts);
    each.push(...some.each);
  });
  const now = setting.now();
  const asked = askedOf(setting, db, catalogue.models, { whole: true, now: new Date(now) });
  const [{ serving, spend, idleFindings }, outsideChanges] = await Promise.all([
    billedRecords(asked),
    outsideRecords(asked),
  ]);
  const whole = { resources: serving, spend, idleFindings, outsideChanges };
  const week = thisWeek(setting);
  const before = earlier.scopeWeeks.filter((row) => row.week < week);
  const joined = joinedFacts(parts, { whole, historyOfAll: historyIn(before) });
  const facts = { ...joined, resources: resourceRecords(asked, serving, joined.versions) };
  const matrix = matrixInForce(setting.playbooks().set);
  return {
    ...portfolioOf(
      facts,
      each.toSorted((a, b) => (a.model.id < b.model.id ? -1 : 1)),
      now,
      matrix,
      await holders(setting, null),
    ),
    asOf: now,
    facts,
    earlier,
    siblings: siblingsAmong(catalogue.models, catalogue.models),
    unlisted: catalogue.unlisted,
  };
}

interface SomeModels {
  readonly facts: MaturityFacts;
  readonly each: readonly ModelMaturity[];
}

/** Assesses all models, some teams at a time, and tells what earlier weeks said. */
async function inTurns(setting: Setting, asked: readonly AskedModel[], take: (some: SomeModels) => void) {
  const { db, workspaceId } = setting;
  const now = setting.now();
  const week = thisWeek(setting);
  const matrix = matrixInForce(setting.playbooks().set);
  const levels = new Map<string, Level>();
  const changes: ScopeMaturity['earlier']['changes'][number][] = [];
  for await (const { facts, weeks } of teamsInTurns(setting, teamsOf(asked))) {
    take({ facts, each: assessModels(facts, facts.models, now, matrix) });
    const earlier = earlierWeeks(weeks, [], week);
    for (const [model, level] of earlier.levels) levels.set(model, level);
    changes.push(...earlier.changes);
    // Others wait for their acks meanwhile.
    await setImmediate();
  }
  const span = { from: shiftDay(week, -7 * readWeeks), before: shiftDay(week, 7) };
  const scopeWeeks = await maturityWeekRows(db, { workspaceId, kind: 'all', subjects: [''] }, span);
  const newestFirst = changes.toSorted((a, b) => (a.week < b.week ? 1 : a.week > b.week ? -1 : 0));
  return { levels, fits: earlierWeeks([], scopeWeeks, week).fits, changes: newestFirst, scopeWeeks };
}
