import type { Instant } from '#domain/instant.ts';
import type { Capability, CapabilityState, DeliveryMetrics, SignalReading } from '#domain/maturity.ts';
import type { MaturityFacts, ModelFacts, Waiver } from '#domain/maturity-facts.ts';
import type { CapabilityMatrix } from './capability-matrix.ts';
import { deliveryMetrics } from './delivery-metrics.ts';
import { type Cell, cellOf, type Fit, fitOf } from './fit.ts';
import { type LevelReading, readLevel } from './level.ts';
import { type Needs, needsOf } from './needs.ts';
import { type NextStep, nextStep } from './next-step.ts';
import { readSignals } from './read-signals.ts';
import { capabilityState } from './rung.ts';
import { recordsOf, type Scope, scopeOf } from './scope.ts';
import { targetOf } from './target.ts';
import { type TestScore, testScore } from './test-score.ts';

/** One model's maturity: what it needs, what it has, its level against its target. */
export interface ModelMaturity {
  readonly model: ModelFacts;
  readonly needs: Needs;
  readonly states: readonly CapabilityState[];
  readonly level: LevelReading;
  readonly target: ReturnType<typeof targetOf>;
  readonly testScore: TestScore;
}

/** The maturity of some models together, with each of them. */
export interface PortfolioMaturity {
  readonly matrixVersion: string;
  readonly scope: typeof scopeNote;
  readonly models: readonly ModelMaturity[];
  readonly signals: readonly SignalReading[];
  readonly delivery: DeliveryMetrics | null;
  readonly fit: Fit;
  readonly next: NextStep;
  /** Needs that were waived and count no more while the waiver lasts. */
  readonly waived: readonly Waiver[];
}

/** What every score says beside itself: the levels are of predictive models. */
const scopeNote = 'predictive models';

/** Everything about some models as of `now`, by a matrix; `heldBy` names the other teams that hold a capability verified. */
export function assessPortfolio(
  facts: MaturityFacts,
  models: readonly ModelFacts[],
  now: Instant,
  matrix: CapabilityMatrix,
  heldBy: Readonly<Partial<Record<Capability, readonly string[]>>>,
): PortfolioMaturity {
  return portfolioOf(facts, assessModels(facts, models, now, matrix), now, matrix, heldBy);
}

/** Each of some models by itself. */
export function assessModels(
  facts: MaturityFacts,
  models: readonly ModelFacts[],
  now: Instant,
  matrix: CapabilityMatrix,
): readonly ModelMaturity[] {
  const pipelinesOf = pipelinesByTeam(facts);
  return models.map((model) => assessModel(model, facts, now, matrix, pipelinesOf.get(model.team) ?? 0));
}

/** What models that were assessed come to together. */
export function portfolioOf(
  facts: MaturityFacts,
  each: readonly ModelMaturity[],
  now: Instant,
  matrix: CapabilityMatrix,
  heldBy: Readonly<Partial<Record<Capability, readonly string[]>>>,
): PortfolioMaturity {
  const models = each.map(({ model }) => model);
  const scope = scopeOf(facts, models, now);
  const waived = scope.facts.waivers.filter(({ expiresAt }) => Date.parse(expiresAt) > scope.nowMs);
  const fit = fitOf(each.flatMap((one) => cellsOf(one, waived)));
  return {
    matrixVersion: matrix.version,
    scope: scopeNote,
    models: each,
    signals: readSignals(scope),
    delivery: deliveryMetrics(scope),
    fit,
    next: nextStep(fit, heldBy),
    waived,
  };
}

function assessModel(
  model: ModelFacts,
  facts: MaturityFacts,
  now: Instant,
  matrix: CapabilityMatrix,
  pipelines: number,
): ModelMaturity {
  const scope: Scope = scopeOf(facts, [model], now);
  const needs = needsOf(model.declared, matrix);
  const readings = readSignals(scope);
  return {
    model,
    needs,
    states: [...needs.needed.keys()].map((capability) => capabilityState(capability, readings, scope)),
    level: readLevel(scope),
    target: targetOf(model.declared, pipelines),
    testScore: testScore(readings, scope),
  };
}

/** What a model needs that is not waived, with how far it is there. */
export function cellsOf(
  { model, states }: Pick<ModelMaturity, 'model' | 'states'>,
  waived: readonly Waiver[],
): readonly Cell[] {
  return states
    .filter(({ capability }) => !waived.some((waiver) => waiver.model === model.id && waiver.capability === capability))
    .map((state) => cellOf(model.id, model.tier, state));
}

/** Pipelines of the production models of each team, wherever the models asked about are. */
function pipelinesByTeam(facts: MaturityFacts): ReadonlyMap<string, number> {
  const teamOf = new Map(facts.models.filter(({ tier }) => tier !== 'pilot').map(({ id, team }) => [id, team]));
  const counts = new Map<string, number>();
  for (const { model } of recordsOf(facts, 'pipelines')) {
    const team = teamOf.get(model);
    if (team !== undefined) counts.set(team, (counts.get(team) ?? 0) + 1);
  }
  return counts;
}
