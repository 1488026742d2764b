import { findCatalogueModel } from '#playbook/catalogue.ts';
import { effectivePolicy } from '#playbook/effective-policy.ts';
import type { Action } from '#playbook/facts.ts';
import { globMatches } from '#playbook/glob.ts';
import type { AlertRule } from '#playbook/keys.ts';
import type { PlaybookSet } from '#playbook/playbook.ts';
import type { AlertRow } from '#store/drift-answers.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { requestsOfModel } from '#store/requests.ts';
import type { DriftOffers } from '#views/drift-state.ts';
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
  return { estimate: last?.retraining?.estimate ?? null, needs: needsOf(set, alert, 'retrain') };
}

async function rollback(setting: Setting, alert: AlertRow): Promise<DriftOffers['rollback']> {
  const target = await targetOf(setting, alert);
  if (target === null) return null;
  const place = { workspaceId: setting.workspaceId, registry: alert.registry, modelName: alert.modelName, target };
  const [last] = await verifiedExecutions(setting.db, place, 1);
  const to = last?.previousVersion ?? null;
  const version = alert.version ?? '';
  if (to === null || (version !== '' && last?.version !== version)) return null;
  return { to, needs: needsOf(setting.playbooks().set, alert, 'rollback') };
}

/** Which playbook says who has to agree; the form says who that is. */
function needsOf(set: PlaybookSet, { model, registry }: AlertRow, action: Action): string {
  const governing = set.playbooks.filter(
    ({ abstract, appliesTo }) =>
      !abstract &&
      appliesTo.action.includes(action) &&
      (appliesTo.registry?.includes(registry) ?? true) &&
      appliesTo.models.some((glob) => globMatches(glob, model)),
  );
  const [one, ...others] = governing;
  if (one === undefined) return 'no playbook lets it be done yet';
  const open = others.length > 0 || one.appliesTo.when !== null;
  if (open) return 'the form says who has to agree';
  const { rules } = effectivePolicy(set, one, model);
  return rules.length === 0
    ? 'the form says who has to agree'
    : `“${one.name}” asks for ${rulesText(rules.map(({ name }) => name))}`;
}

function rulesText(names: readonly string[]): string {
  return names.length === 1 ? `“${names[0]}”` : `${names.length} rules; the form says who has to agree`;
}
