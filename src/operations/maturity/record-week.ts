import { shiftDay } from '#cost/day.ts';
import type { CostDay } from '#domain/cost.ts';
import { capabilities } from '#domain/maturity.ts';
import { assessPortfolio, type PortfolioMaturity } from '#maturity/assess-portfolio.ts';
import { type Cell, fitOf } from '#maturity/fit.ts';
import { lastMaturityWeek, type MaturityWeekRow, maturityWeekRows, recordedSubjects } from '#store/maturity-weeks.ts';
import { matrixInForce } from '../assess/use-case.ts';
import { reportingDay } from '../cost/reporting-day.ts';
import type { Setting } from '../setting.ts';
import { type AskedModel, catalogueModels } from './asked-models.ts';
import { keepWeeks } from './keep-weeks.ts';
import { type SomeTeams, teamsInTurns, teamsOf } from './teams-in-turns.ts';
import { modelWeek, portfolioWeek } from './week-rows.ts';
import { thisWeek } from './weeks.ts';

const patienceDays = 4;

/** Sends the job that records this week's maturity, until that is recorded. */
export async function sweepMaturity(setting: Setting): Promise<void> {
  const week = thisWeek(setting);
  const last = await lastMaturityWeek(setting.db, setting.workspaceId);
  if (last === null || last < week) await setting.sendJob(setting.db, 'record-maturity', { week });
}

/**
 * Records how mature each model, each team and all of them are, once for the week, however often and wherever this runs:
 * some teams at a time, and `all` last. Registries of which nothing was read yet are waited for until Friday. A week that is over is not recorded any more, since nobody can tell what was.
 */
export async function recordWeek(setting: Setting, week: CostDay): Promise<void> {
  if (week !== thisWeek(setting)) return;
  const { db, workspaceId } = setting;
  const { models, registries } = await catalogueModels(setting, db);
  const unread = [...setting.registries.keys()].some((registry) => !registries.has(registry));
  if (models.length === 0 || (unread && reportingDay(setting) < shiftDay(week, patienceDays))) return;
  const done = await recordedSubjects(db, { workspaceId, kind: 'team' }, week);
  const left = teamsOf(models).filter(([team]) => !done.has(team));
  for await (const some of teamsInTurns(setting, left)) await recordTeams(setting, week, some);
  await recordAll(setting, week, models);
}

/** Each team with its models in one transaction: what is recorded of a team is recorded of all its models. */
async function recordTeams(setting: Setting, week: CostDay, { teams, facts, weeks }: SomeTeams): Promise<void> {
  const { workspaceId } = setting;
  const earlier = Map.groupBy(
    weeks.filter((row) => row.week < week),
    ({ subject }) => subject,
  );
  const stamp = { workspaceId, week, recordedAt: new Date(setting.now()) };
  for (const [team, of] of teams) {
    const ids = new Set(of.map(({ entry }) => entry.id));
    const mine = facts.models.filter(({ id }) => ids.has(id));
    const portfolio = assessPortfolio(facts, mine, setting.now(), matrixInForce(setting.playbooks().set), {});
    const rows = portfolio.models.map((one) => ({
      ...stamp,
      ...modelWeek(one, portfolio.waived, earlier.get(one.model.id) ?? [], week),
    }));
    await keepWeeks(setting, [...rows, { ...stamp, ...portfolioWeek('team', team, portfolio) }]);
  }
}

/** Of all together, from what was recorded of each: their needs and rungs make up the fit of all. */
async function recordAll(setting: Setting, week: CostDay, models: readonly AskedModel[]): Promise<void> {
  const { db, workspaceId } = setting;
  const span = { from: week, before: shiftDay(week, 7) };
  const rows = await maturityWeekRows(db, { workspaceId, kind: 'model', subjects: null }, span);
  const tiers = new Map(models.map(({ facts }) => [facts.id, facts.tier]));
  const cells = rows.flatMap((row) => cellsIn(row, tiers.get(row.subject)));
  const asked = rows.reduce((sum, row) => sum + row.signalsAsked, 0);
  const connected = rows.reduce((sum, row) => sum + row.signalsConnected, 0);
  const fit: PortfolioMaturity['fit'] = { ...fitOf(cells), coverage: asked === 0 ? null : connected / asked };
  const row = { ...portfolioWeek('all', '', { fit, signals: [] }), signalsAsked: asked, signalsConnected: connected };
  await keepWeeks(setting, [{ workspaceId, week, recordedAt: new Date(setting.now()), ...row }]);
}

function cellsIn({ subject, rungs }: MaturityWeekRow, tier: Cell['tier'] | undefined): readonly Cell[] {
  if (tier === undefined) return [];
  return capabilities.flatMap((capability) => {
    const rung = rungs[capability];
    if (rung === undefined) return [];
    return [{ model: subject, tier, capability, rung, signals: { asked: 0, connected: 0 } }];
  });
}
