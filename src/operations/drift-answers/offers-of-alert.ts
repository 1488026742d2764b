import type { CostEstimate } from '#domain/cost-estimate.ts';
import { Refusal } from '#errors.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Action } from '#playbook/facts.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { AlertRow } from '#store/drift-answers.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { requestsOfModel } from '#store/requests.ts';
import type { DriftOffers } from '#views/drift-state.ts';
import { missingPeople } from '../missing-people.ts';
import { readNames } from '../names.ts';
import { needsOf } from '../present-request.ts';
import { draftRetraining } from '../retraining/draft-retraining.ts';
import { trainingOf } from '../retraining/training-of-model.ts';
import type { Setting } from '../setting.ts';
import { targetOf } from './lately.ts';

/** What people can do about an alert, of what its rule offers and is possible. Reads our own rows alone. */
export async function offersOf(setting: Setting, alert: AlertRow, rule: AlertRule | null): Promise<DriftOffers> {
  const offered = rule?.offers ?? [];
  return {
    retrain: offered.includes('retrain') ? await retraining(setting, alert) : null,
    rollback: offered.includes('rollback') ? await rollback(setting, alert) : null,
    silence: offered.length === 0 || offered.includes('silence'),
    others: offered.flatMap((action) => elsewhere(action, alert)),
  };
}

function elsewhere(action: Action, { model }: AlertRow): readonly string[] {
  return action === 'promote' ? [`/mlops promote ${model}`] : [];
}

/** With what was said of the cost when it was last asked for: to know it anew, the engine would have to be asked. */
async function retraining(setting: Setting, alert: AlertRow): Promise<DriftOffers['retrain']> {
  const { set } = setting.playbooks();
  const entry = findCatalogueModel(set.models, alert.registry, alert.modelName);
  if ((entry?.retrain ?? null) === null) return null;
  const rows = await requestsOfModel(setting.db, setting.workspaceId, alert.registry, alert.modelName, 50);
  const last = rows.find((row) => row.retraining !== null && row.retraining.pipeline === entry?.retrain?.pipeline);
  const estimate = last?.retraining?.estimate ?? null;
  return { estimate, needs: await neededFor(setting, alert, estimate) };
}

async function rollback(setting: Setting, alert: AlertRow): Promise<DriftOffers['rollback']> {
  const target = await targetOf(setting, alert);
  if (target === null) return null;
  const place = { workspaceId: setting.workspaceId, registry: alert.registry, modelName: alert.modelName, target };
  const [last] = await verifiedExecutions(setting.db, place, 1);
  const to = last?.previousVersion ?? null;
  const version = alert.version ?? '';
  if (to === null || (version !== '' && last?.version !== version)) return null;
  return { to, needs: formSays };
}

/** Who has to agree to the usual run, if the model's owner asks for it; from our own rows. */
async function neededFor(setting: Setting, alert: AlertRow, estimate: CostEstimate | null): Promise<string> {
  const { registry, modelName: model } = alert;
  try {
    const training = trainingOf(setting, { registry, name: model, modelId: alert.model });
    const { connection, pipeline, parameters } = training.entry.retrain;
    const order = { registry, model, connection, pipeline, template: null, parameters };
    const { judged } = await draftRetraining(
      setting,
      setting.db,
      training,
      { order, estimate: estimate ?? neverAsked, defaulted: [] },
      { requester: { slackUser: '', person: training.entry.owner, name: '' }, reasonCode: 'drift', reason: '' },
    );
    if (judged.verdict.status === 'approved') return 'needs nobody else';
    const missing = missingPeople(needsOf(judged.verdict, await readNames(setting, setting.db)));
    return missing === 'nobody' ? formSays : `needs ${missing}`;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return 'no playbook lets it be done yet';
  }
}

const neverAsked = { known: false, because: 'Nobody has asked yet what a run of this pipeline costs.' } as const;
const formSays = 'the form says who has to agree';
