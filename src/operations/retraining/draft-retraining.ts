import type { CostEstimate } from '#domain/cost-estimate.ts';
import type { PastRun } from '#domain/past-runs.ts';
import type { PipelineTemplate } from '#domain/pipeline.ts';
import { readParameters } from '#domain/pipeline-parameters.ts';
import type { ReasonCode, RetrainingOrder } from '#domain/retraining.ts';
import { Refusal } from '#errors.ts';
import type { Facts } from '#playbook/facts.ts';
import type { EffectivePolicy } from '#playbook/playbook.ts';
import type { Executor } from '#store/database.ts';
import type { ModelRow } from '#store/models.ts';
import { endedRunsOf, type RunRow } from '#store/runs.ts';
import type { Actor } from '../actor.ts';
import { type Judgement, judge } from '../judge.ts';
import { governingPolicy } from '../open-request.ts';
import type { Setting } from '../setting.ts';
import { trainingCost } from './estimate-cost.ts';
import { retrainingFacts } from './retraining-facts.ts';
import type { Training } from './training-of-model.ts';

/** What would run: the order, which of its parameters nobody typed, and what it may cost. */
export interface PlannedRun {
  readonly order: RetrainingOrder;
  readonly defaulted: readonly string[];
  readonly estimate: CostEstimate;
}

/** What somebody asks for, and why. */
export interface RetrainingAsk {
  readonly requester: Actor & { readonly person: string };
  /** Null while it is not said yet. */
  readonly reasonCode: ReasonCode | null;
  readonly reason: string;
}

/** A retraining as it would open now. */
export interface DraftedRetraining {
  readonly id: string;
  readonly policy: EffectivePolicy;
  readonly facts: Facts;
  readonly judged: Judgement;
}

/** Earlier runs that an estimate is made from. */
const pastRuns = 20;

/** Reads what was typed against what the pipeline takes. Throws a Refusal that says everything that is wrong with it. */
export async function planRun(
  setting: Setting,
  training: Training,
  template: PipelineTemplate,
  ask: { readonly model: Pick<ModelRow, 'registry' | 'name'>; readonly given: Readonly<Record<string, string>> },
): Promise<PlannedRun> {
  const { connection, pipeline, parameters } = training.entry.retrain;
  const read = readParameters(template.inputs, ask.given, parameters);
  if (!read.ok) throw new Refusal('bad_parameters', `Nothing was asked for yet. ${read.sentences.join(' ')}`);
  const { registry, name } = ask.model;
  const order = { registry, model: name, connection, pipeline, template: template.version, parameters: read.values };
  const rows = await endedRunsOf(setting.db, { ...order, workspaceId: setting.workspaceId, modelName: name }, pastRuns);
  const defaulted = Object.keys(read.values).filter((one) => !Object.hasOwn(ask.given, one));
  return {
    order,
    defaulted,
    estimate: await setting.estimateCost({ connection, template, pastRuns: rows.flatMap(pastRun) }),
  };
}

/** A run that ended as estimates see it; nothing for one that the engine no longer has. */
function pastRun({ template, state, endedAt, steps, billed, currency }: RunRow): PastRun[] {
  if (state !== 'succeeded' && state !== 'failed' && state !== 'cancelled') return [];
  return [
    {
      templateVersion: template,
      state,
      endedAt: endedAt?.toISOString() ?? null,
      steps,
      billed: billed === null || currency === null ? null : { amount: billed, currency },
    },
  ];
}

/** Judges a planned run by the one playbook that governs it. Throws a Refusal if none or several do. */
export async function draftRetraining(
  setting: Setting,
  db: Executor,
  training: Training,
  { order, estimate }: PlannedRun,
  ask: RetrainingAsk,
): Promise<DraftedRetraining> {
  const current = setting.playbooks();
  const id = setting.newId();
  const cost = trainingCost(estimate, current.set.org.currency);
  const facts = await retrainingFacts(setting, db, { ...ask, id, order, entry: training.entry, cost });
  const policy = governingPolicy(setting, facts);
  return { id, policy, facts, judged: judge(policy, current, facts, [], facts.openedAt) };
}
