import type { Digest } from '#domain/digest.ts';
import { orderDigest, type ReasonCode, type RetrainingCause, type RetrainingOrder } from '#domain/retraining.ts';
import { Refusal } from '#errors.ts';
import { keepContent, readContent } from '#store/contents.ts';
import type { Executor } from '#store/database.ts';
import type { ModelRow } from '#store/models.ts';
import { liveRequestsOfModel, type RequestRow } from '#store/requests.ts';
import { liveRunOf, lockTraining } from '#store/runs.ts';
import { type Actor, actorOf, listedActor, readPeopleAnew } from '../actor.ts';
import { type AlertForAnswer, alertIdNamed, holdAlert } from '../drift-answers/alert-for-answer.ts';
import { decideByRequest, refuseUnlessCause } from '../drift-answers/decide-by-request.ts';
import { enterRequest } from '../enter-request.ts';
import type { Setting } from '../setting.ts';
import { draftRetraining, type PlannedRun } from './draft-retraining.ts';
import { checkCause } from './rejection-cause.ts';
import { isRetraining, trainingTarget } from './retraining-of.ts';
import { readTemplate, type Training, trainingOf } from './training-of-model.ts';

/** What a person confirms: the plan they were shown, by its digest. */
export interface RetrainingRequest {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: ModelRow;
  readonly plan: Digest;
  readonly reasonCode: ReasonCode;
  readonly reason: string;
  readonly cause: RetrainingCause | null;
}

/** Keeps a plan that is shown to somebody, so that what they confirm is what they saw. */
export async function keepPlan(setting: Setting, plan: PlannedRun): Promise<Digest> {
  return await keepContent(setting.db, setting.workspaceId, plan);
}

/**
 * Opens the request to retrain a model as a person was shown it, and shows its card. Throws a Refusal, also where a run
 * of this pipeline for this model is asked for or under way already, or `UpstreamError`; then nothing was recorded.
 */
export async function requestRetraining(setting: Setting, ask: RetrainingRequest): Promise<RequestRow> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  await checkCause(setting, ask.model, ask.cause);
  const plan = await readContent<PlannedRun>(setting.db, setting.workspaceId, ask.plan);
  const training = trainingOf(setting, ask.model);
  await refuseChanged(training, plan.order);
  await readPeopleAnew(setting);
  const { cause } = ask;
  const reasonCode = codeOf(ask);
  const reason = ask.reason.trim();
  return await setting.db.transaction(async (tx) => {
    await lockTraining(tx, { ...plan.order, workspaceId: setting.workspaceId, modelName: plan.order.model });
    await refuseSecond(setting, tx, plan.order, requester);
    const alert = await heldCause(setting, tx, ask, requester);
    const draft = await draftRetraining(setting, tx, training, plan, { requester, reasonCode, reason });
    const { order, estimate, defaulted } = plan;
    const { connection, pipeline, template, parameters } = order;
    const row = await enterRequest(setting, tx, {
      ...draft,
      action: 'retrain',
      registry: order.registry,
      model: training.entry.id,
      modelName: order.model,
      version: '',
      target: trainingTarget(order),
      reason,
      requester,
      retraining: { connection, pipeline, template, parameters, defaulted, reasonCode, cause, estimate },
      details: {
        retraining: {
          order: await keepContent(tx, setting.workspaceId, order),
          reason_code: reasonCode,
          cause: cause === null ? null : { ...cause },
          estimate: { ...estimate },
        },
      },
    });
    if (alert !== null) await decideByRequest(setting, tx, alert, row, 'retrain');
    return row;
  });
}

/** The alert that it is because of, held before anything is recorded; null for another reason. */
async function heldCause(
  setting: Setting,
  tx: Executor,
  { model, cause }: RetrainingRequest,
  requester: Actor & { readonly person: string },
): Promise<AlertForAnswer | null> {
  if (cause?.kind !== 'alert') return null;
  const alert = await holdAlert(setting, tx, await alertIdNamed(setting, tx, cause.id));
  await refuseUnlessCause(setting, tx, alert, { what: 'retrain', model, requester });
  return alert;
}

/** The code to record: what is asked for because of an alert or a rejected request is so whatever else was picked. */
export function codeOf<Code extends ReasonCode | null>(why: {
  readonly reasonCode: Code;
  readonly cause: RetrainingCause | null;
}): Code | 'rejection' | 'drift' {
  if (why.cause === null) return why.reasonCode;
  return why.cause.kind === 'request' ? 'rejection' : 'drift';
}

/** What models.yaml or the pipeline says now has to be what the person was shown. */
async function refuseChanged(training: Training, order: RetrainingOrder): Promise<void> {
  const { connection, pipeline } = training.entry.retrain;
  const same = connection === order.connection && pipeline === order.pipeline;
  if (same && (await readTemplate(training)).version === order.template) return;
  throw new Refusal(
    'not_current',
    `What trains ${training.entry.id} has changed since you were shown it, so nothing was asked for. Look again with \`/mlops retrain ${training.entry.id}\`.`,
  );
}

/** One training of a model by a pipeline at a time; what a person asked for themselves they may ask for anew. */
export async function refuseSecond(
  setting: Setting,
  tx: Executor,
  order: RetrainingOrder,
  requester: Actor,
): Promise<void> {
  const { workspaceId } = setting;
  const run = await liveRunOf(tx, { ...order, workspaceId, modelName: order.model });
  if (run !== null) {
    throw new Refusal(
      'already_running',
      `T-${run.number} is retraining ${run.model} with ${run.pipeline} right now, so no second run was started. \`/mlops runs ${run.model}\` shows how far it is.`,
    );
  }
  const target = trainingTarget(order);
  const live = await liveRequestsOfModel(tx, workspaceId, order.registry, order.model);
  const first = live.find((row) => isRetraining(row) && row.target === target);
  if (first === undefined) return;
  const own = first.requesterSlack === requester.slackUser && first.state === 'open';
  if (own && first.subjectDigest !== orderDigest(order)) return;
  throw new Refusal(
    'already_asked',
    `R-${first.number} asks to retrain ${first.model} with this pipeline already, so no second run was asked for. Look at it with \`/mlops show R-${first.number}\`.`,
  );
}
