import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import { type ExecutionRow, verifiedExecutions } from '#store/executions.ts';
import type { ModelRow } from '#store/models.ts';
import { type RequestRow, requestById, requestByNumber } from '#store/requests.ts';
import type { ConfirmRollback } from '#views/confirm-rollback.ts';
import { type Actor, actorOf, listedActor, readPeopleAnew } from './actor.ts';
import { holdAlert } from './drift-answers/alert-for-answer.ts';
import { decideByRequest, refuseUnlessCause } from './drift-answers/decide-by-request.ts';
import { enterRequest } from './enter-request.ts';
import { isWhatItWas } from './held-before.ts';
import { holdRequest } from './load-request.ts';
import { missingPeople } from './missing-people.ts';
import { readNames } from './names.ts';
import { draftRequest, type NewAsk, openRequest } from './open-request.ts';
import { needsOf } from './present-request.ts';
import { writePress } from './press.ts';
import { registryOf } from './registry-of.ts';
import { candidateFacts } from './request-promotion.ts';
import type { Setting } from './setting.ts';
import { answered, takenBackOf } from './taken-back.ts';

export interface RollbackAsk {
  readonly teamId: string;
  readonly slackUser: string;
  readonly model: Pick<ModelRow, 'registry' | 'name' | 'modelId'>;
  readonly target: string;
  readonly reason: string;
  /** The row's id of the drift alert that it is because of; left out for another reason. */
  readonly alertId?: string;
  /** The row's id of the promotion of which an approval was taken back, if that is why; nothing is asked for twice. */
  readonly takenBack?: string;
}

/** What the confirm modal says before a rollback. Throws a Refusal if there is nothing to go back to. */
export async function rollbackConfirmation(
  setting: Setting,
  ask: Omit<RollbackAsk, 'reason' | 'alertId' | 'takenBack'>,
): Promise<ConfirmRollback & { readonly confirmed: string }> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  const last = await lastExecution(setting, ask);
  const request = await requestById(setting.db, setting.workspaceId, last.requestId);
  if (request === null) throw new Error(`there is no request ${last.requestId}`);
  await readPeopleAnew(setting);
  const draft = await draftRequest(setting, setting.db, await askOf(setting, { ...ask, reason: '' }, requester, last));
  const needs = needsOf(draft.judged.verdict, await readNames(setting, setting.db));
  return {
    confirmed: request.id,
    code: request.code,
    model: ask.model.name,
    target: ask.target,
    registry: registryOf(setting, ask.model.registry).title,
    from: last.version,
    to: last.previousVersion,
    toHeldUntil: last.finishedAt?.toISOString() ?? null,
    needs: draft.judged.verdict.status === 'approved' ? null : missingPeople(needs),
    press: writePress(setting, {
      number: request.number,
      generation: request.generation,
      code: request.code,
      openedBy: ask.slackUser,
    }),
  };
}

/**
 * Opens a request to give the target back to the version that held it before our last change. `confirmed` is the id of
 * the request whose change the person saw would be undone.
 */
export async function requestRollback(
  setting: Setting,
  ask: RollbackAsk & { readonly confirmed: string },
): Promise<RequestRow> {
  const requester = listedActor(setting, await actorOf(setting, ask));
  const last = await lastExecution(setting, ask);
  if (last.requestId !== ask.confirmed) {
    throw new Refusal(
      'not_current',
      `\`${ask.target}\` of ${ask.model.name} was changed since you were asked. Look at what it is now with \`/mlops status ${ask.model.name}\`, then roll back again; nothing was recorded.`,
    );
  }
  await readPeopleAnew(setting);
  const wanted = await askOf(setting, ask, requester, last);
  const { alertId, takenBack } = ask;
  if (takenBack !== undefined) return await wayBackOnce(setting, takenBack, wanted);
  if (alertId === undefined) return await openRequest(setting, wanted);
  return await setting.db.transaction(async (tx) => {
    const alert = await holdAlert(setting, tx, alertId);
    await refuseUnlessCause(setting, tx, alert, { what: 'rollback', model: ask.model, requester });
    const draft = await draftRequest(setting, tx, wanted);
    const row = await enterRequest(setting, tx, { ...wanted, ...draft, details: { because_of: alert.name } });
    await decideByRequest(setting, tx, alert, row, 'rollback');
    return row;
  });
}

/** Opens the request because an approval was taken back; one that was opened for that already is not opened again. */
async function wayBackOnce(setting: Setting, promotionId: string, wanted: NewAsk): Promise<RequestRow> {
  return await setting.db.transaction(async (tx) => {
    const promotion = await holdRequest(setting, tx, promotionId);
    const { request } = takenBackOf(promotion) ?? { request: null };
    const there = request === null ? null : await requestByNumber(tx, setting.workspaceId, request);
    if (there !== null) return there;
    const draft = await draftRequest(setting, tx, wanted);
    const row = await enterRequest(setting, tx, {
      ...wanted,
      ...draft,
      details: { because_of: `R-${promotion.number}` },
    });
    await answered(setting, tx, promotion, { request: row.number, because: null });
    return row;
  });
}

async function askOf(
  setting: Setting,
  { model, target, reason }: RollbackAsk,
  requester: Actor,
  last: Pick<ExecutionRow, 'requestId' | 'version'> & { readonly previousVersion: string },
): Promise<NewAsk> {
  const registry = registryOf(setting, model.registry);
  const facts = await candidateFacts(setting, registry, model, last.previousVersion, target);
  const change = await requestById(setting.db, setting.workspaceId, last.requestId);
  if (change === null || !(await isWhatItWas(setting, setting.db, change, facts))) {
    throw new Refusal(
      'not_what_it_was',
      `v${last.previousVersion} is no longer what it was when v${last.version} replaced it: its parts in ${registry.title} have changed. To set it as it is now, use \`/mlops promote ${model.modelId} ${last.previousVersion} to ${target}\`.`,
    );
  }
  return {
    action: 'rollback',
    registry: registry.id,
    model: model.modelId,
    modelName: model.name,
    version: last.previousVersion,
    target,
    reason: reason.trim(),
    requester,
    entry: findCatalogueModel(setting.playbooks().set.models, registry.id, model.name),
    facts,
  };
}

/** Our last change of the target, while the registry still shows it. Throws a Refusal that says what to do instead. */
async function lastExecution(
  setting: Setting,
  { model, target }: Pick<RollbackAsk, 'model' | 'target'>,
): Promise<ExecutionRow & { readonly previousVersion: string }> {
  const registry = registryOf(setting, model.registry);
  const place = { workspaceId: setting.workspaceId, registry: model.registry, modelName: model.name, target };
  const [holder, [last]] = await Promise.all([
    registry.getAlias(model.name, target),
    verifiedExecutions(setting.db, place, 1),
  ]);
  const instead = `\`/mlops promote ${model.modelId} <version> to ${target}\``;
  const previousVersion = last?.previousVersion ?? null;
  if (last === undefined || previousVersion === null || holder === null) {
    throw new Refusal(
      'nothing_to_roll_back',
      `Countersign has not moved \`${target}\` of ${model.modelId} away from an earlier version, so there is nothing to go back to. To set a version, use ${instead}.`,
    );
  }
  if (last.version !== holder) {
    throw new Refusal(
      'changed_outside',
      `\`${target}\` of ${model.modelId} is v${holder} now, but Countersign set v${last.version}: somebody moved it since. Choose a version yourself with ${instead}.`,
    );
  }
  return { ...last, previousVersion };
}
