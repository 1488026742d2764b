import { shiftDay } from '#cost/day.ts';
import type { Instant } from '#domain/instant.ts';
import type { Capability } from '#domain/maturity.ts';
import type { MaturityFacts } from '#domain/maturity-facts.ts';
import { suggestion } from '#domain/suggestion.ts';
import { Refusal } from '#errors.ts';
import { assessPortfolio, type PortfolioMaturity } from '#maturity/assess-portfolio.ts';
import { type Siblings, siblingsOf } from '#maturity/siblings.ts';
import { lastMaturityWeek, maturityWeekRows, verifiedHolders } from '#store/maturity-weeks.ts';
import { matrixInForce } from '../assess/use-case.ts';
import type { Setting } from '../setting.ts';
import { type AskedModel, catalogueModels } from './asked-models.ts';
import { readFacts } from './read-facts.ts';
import { pipelineNamed } from './records/pipelines.ts';
import { type EarlierWeeks, earlierWeeks, readWeeks, thisWeek } from './weeks.ts';

/** Whose maturity is asked: that of all models of the catalogue, of a team's, or of one as its registry names it. */
export type MaturityScope =
  | { readonly kind: 'all' }
  | { readonly kind: 'team'; readonly team: string }
  | { readonly kind: 'model'; readonly model: { readonly registry: string; readonly name: string } };

/** Maturity of a scope now, from records read now, with what was recorded of it in earlier weeks. */
export interface ScopeMaturity extends PortfolioMaturity {
  readonly asOf: Instant;
  /** What it was told from: of the scope, and for one model of its whole team. */
  readonly facts: MaturityFacts;
  readonly earlier: EarlierWeeks;
  /** Models of any team that look like one model with one of these; looked for when it is asked, among all. */
  readonly siblings: () => readonly Siblings[];
  /** Models of registries that are in no entry of models.yaml; counted for all models only. */
  readonly unlisted: number;
}

/** Whose maturity is read with all its records at once. */
export type SomeScope = Exclude<MaturityScope, { readonly kind: 'all' }>;

/**
 * Reads and assesses the maturity of a team or a model. Throws a Refusal where no model of a registry is of that team, or
 * the model is not in models.yaml.
 */
export async function maturityOfSome(setting: Setting, scope: SomeScope): Promise<ScopeMaturity> {
  const catalogue = await catalogueModels(setting, setting.db);
  const { read, assessed } = choose(catalogue.models, scope);
  const now = setting.now();
  const week = thisWeek(setting);
  const { workspaceId, db } = setting;
  const ids = assessed.map(({ entry }) => entry.id);
  const [first] = assessed;
  const subject = scope.kind === 'team' ? scope.team : (first?.entry.id ?? '');
  const span = { from: shiftDay(week, -7 * readWeeks), before: shiftDay(week, 7) };
  const [modelWeeks, scopeWeeks, heldBy] = await Promise.all([
    maturityWeekRows(db, { workspaceId, kind: 'model', subjects: ids }, span),
    maturityWeekRows(db, { workspaceId, kind: scope.kind, subjects: [subject] }, span),
    holders(setting, first?.entry.team ?? null),
  ]);
  const facts = await readFacts(setting, read, { week, modelWeeks, scopeWeeks });
  const wanted = new Set(ids);
  const models = facts.models.filter(({ id }) => wanted.has(id));
  const matrix = matrixInForce(setting.playbooks().set);
  return {
    ...assessPortfolio(facts, models, now, matrix, heldBy),
    asOf: now,
    facts,
    earlier: earlierWeeks(modelWeeks, scopeWeeks, week),
    siblings: siblingsAmong(catalogue.models, assessed),
    unlisted: 0,
  };
}

/** Finds, when it is asked, models that look like one model with one of some. */
export function siblingsAmong(all: readonly AskedModel[], some: readonly AskedModel[]): () => readonly Siblings[] {
  return () =>
    siblingsOf(
      all.map(({ entry }) => ({ id: entry.id, pipeline: pipelineNamed(entry) })),
      some.map(({ entry }) => entry.id),
    );
}

interface Chosen {
  /** Whose records are read. */
  readonly read: readonly AskedModel[];
  readonly assessed: readonly AskedModel[];
}

function choose(models: readonly AskedModel[], scope: SomeScope): Chosen {
  if (scope.kind === 'team') {
    const mine = models.filter(({ entry }) => entry.team === scope.team);
    if (mine.length === 0) throw noSuchTeam(models, scope.team);
    return { read: mine, assessed: mine };
  }
  const { registry, name } = scope.model;
  const one = models.find(({ places }) => places.some((at) => at.registry === registry && at.name === name));
  if (one === undefined) {
    throw new Refusal(
      'not_in_catalogue',
      `${name} has no entry in models.yaml, so nothing says what it needs. Add it there, then ask again.`,
    );
  }
  // How many pipelines the team runs decides the target of each of its models.
  return { read: models.filter(({ entry }) => entry.team === one.entry.team), assessed: [one] };
}

function noSuchTeam(models: readonly AskedModel[], team: string): Refusal {
  const teams = [...new Set(models.map(({ entry }) => entry.team))].toSorted();
  const near = suggestion(team.toLowerCase(), teams);
  const offer = near === null ? `There are ${teams.slice(0, 10).join(', ')}.` : `Did you mean ${near}?`;
  return new Refusal('no_such_team', `No model in models.yaml belongs to a team ${team}. ${offer}`);
}

/** Teams that held each capability verified in the last week that was recorded, without one. */
export async function holders(
  setting: Setting,
  without: string | null,
): Promise<Readonly<Partial<Record<Capability, readonly string[]>>>> {
  const week = await lastMaturityWeek(setting.db, setting.workspaceId);
  if (week === null) return {};
  const held: Partial<Record<Capability, string[]>> = {};
  for (const { team, capability } of await verifiedHolders(setting.db, setting.workspaceId, week)) {
    if (team !== without) held[capability] = [...(held[capability] ?? []), team];
  }
  return held;
}
