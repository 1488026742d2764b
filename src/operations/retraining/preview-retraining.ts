import type { ParameterValue, PipelineInput, PipelineTemplate } from '#domain/pipeline.ts';
import { parameterText } from '#domain/pipeline-parameters.ts';
import { type ReasonCode, type RetrainingCause, reasonCodes, reasonWords } from '#domain/retraining.ts';
import type { ModelRow } from '#store/models.ts';
import type { ConfirmRetraining } from '#views/confirm-retraining.ts';
import type { RetrainField } from '#views/retrain-form.ts';
import { actorOf, listedActor, readPeopleAnew } from '../actor.ts';
import { budgetsOfModel } from '../cost/budgets-of-model.ts';
import { modelKey } from '../find-model.ts';
import { inNames } from '../in-names.ts';
import { readNames } from '../names.ts';
import { needsOf } from '../present-request.ts';
import { gatesOf } from '../present-stage.ts';
import type { Setting } from '../setting.ts';
import { draftRetraining, planRun } from './draft-retraining.ts';
import { shownPlan } from './present-retraining.ts';
import { checkCause } from './rejection-cause.ts';
import { codeOf, keepPlan, refuseSecond } from './request-retraining.ts';
import { readTemplate, trainingOf } from './training-of-model.ts';

/** What a pipeline takes for a model, as a form asks for it, and what it is. */
export interface TrainingInputs {
  readonly runs: { readonly engine: string; readonly pipeline: string };
  readonly fields: readonly RetrainField[];
}

/** Reads what can be filled in. Throws a Refusal where the model cannot be retrained, or `UpstreamError`. */
export async function trainingInputs(
  setting: Setting,
  model: ModelRow,
  typed: Readonly<Record<string, string>> = {},
): Promise<TrainingInputs> {
  const training = trainingOf(setting, model);
  const { parameters, pipeline } = training.entry.retrain;
  const template = await readTemplate(training);
  return {
    runs: { engine: training.runner.title, pipeline },
    fields: declared(template, parameters).map(({ name, type, description, required, default: usual }) => ({
      name,
      type,
      description,
      required,
      value: typed[name] ?? usualText(parameters[name] ?? usual),
    })),
  };
}

/** What was filled in otherwise than the form offered it. */
export function typedParameters(
  { fields }: TrainingInputs,
  filled: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const offered = new Map(fields.map(({ name, value }) => [name, value]));
  return Object.fromEntries(Object.entries(filled).filter(([name, value]) => offered.get(name) !== value));
}

/**
 * What a person is shown before they ask for a run: what it takes, what it may cost, who has to agree. Throws a Refusal
 * that says everything that is wrong with the parameters, or that one is asked for or under way already.
 */
export async function previewRetraining(
  setting: Setting,
  act: {
    readonly teamId: string;
    readonly slackUser: string;
    readonly model: ModelRow;
    readonly given: Readonly<Record<string, string>>;
    readonly reasonCode: ReasonCode | null;
    readonly cause: RetrainingCause | null;
    readonly reason: string;
  },
): Promise<ConfirmRetraining> {
  const { model, cause, reason } = act;
  const reasonCode = codeOf(act);
  const requester = listedActor(setting, await actorOf(setting, act));
  await checkCause(setting, model, cause);
  const training = trainingOf(setting, model);
  const plan = await planRun(setting, training, await readTemplate(training), act);
  await refuseSecond(setting, setting.db, plan.order, requester);
  await readPeopleAnew(setting);
  const { policy, judged } = await draftRetraining(setting, setting.db, training, plan, {
    requester,
    reasonCode,
    reason,
  });
  const names = await readNames(setting, setting.db);
  const { verdict } = judged;
  return {
    key: modelKey(model),
    model: model.name,
    plan: await keepPlan(setting, plan),
    retraining: shownPlan(setting, { ...plan.order, ...plan }),
    budgets: await budgetsOfModel(setting, training.entry),
    playbook: policy.name,
    needs: verdict.autoApproved ? [] : needsOf(verdict, names),
    gates: gatesOf(verdict, names),
    auto: verdict.autoApproved ? (policy.autoApprove?.because ?? null) : null,
    blocked: verdict.status === 'blocked' ? inNames(names, verdict)(verdict) : null,
    codes: reasonCodes.map((value) => ({ value, label: reasonWords(value) })),
    reasonCode,
    cause: cause?.id ?? null,
    reason,
  };
}

/** Without declared inputs, those that models.yaml gives. */
function declared(
  { inputs }: PipelineTemplate,
  usual: Readonly<Record<string, ParameterValue>>,
): readonly PipelineInput[] {
  return (
    inputs ??
    Object.entries(usual).map(([name, value]): PipelineInput => {
      const type = typeof value === 'number' ? 'number' : typeof value === 'boolean' ? 'boolean' : 'text';
      return { name, type, required: false, default: null, description: '' };
    })
  );
}

function usualText(value: ParameterValue): string {
  return value === null ? '' : parameterText(value);
}
