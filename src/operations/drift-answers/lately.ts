import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Facts } from '#playbook/facts.ts';
import { readContent } from '#store/contents.ts';
import type { AlertRow } from '#store/drift-answers.ts';
import { verifiedExecutions } from '#store/executions.ts';
import { modelIn } from '#store/models.ts';
import { requestById } from '#store/requests.ts';
import { endedRunsOf } from '#store/runs.ts';
import type { ShownAlert } from '#views/drift-state.ts';
import type { Setting } from '../setting.ts';

type About = Pick<AlertRow, 'registry' | 'modelName' | 'version'>;

/** What changed a model last, as far as our own rows know. */
export async function lately(setting: Setting, alert: About): Promise<ShownAlert['recent']> {
  const { db, workspaceId } = setting;
  const target = await targetOf(setting, alert);
  const place = { workspaceId, registry: alert.registry, modelName: alert.modelName };
  const [execution] = target === null ? [] : await verifiedExecutions(db, { ...place, target }, 1);
  const entry = findCatalogueModel(setting.playbooks().set.models, alert.registry, alert.modelName);
  const retrain = entry?.retrain ?? null;
  const [run] = retrain === null ? [] : await endedRunsOf(db, { ...place, ...retrain }, 1);
  return {
    promotedAt: execution?.finishedAt?.toISOString() ?? null,
    trainedAt: run?.endedAt?.toISOString() ?? null,
    dataTo: execution === undefined ? null : await dataTo(setting, execution.requestId),
  };
}

/** The alias that the watched version holds, the production one first; null if it holds none. */
export async function targetOf(setting: Setting, { registry, modelName, version }: About): Promise<string | null> {
  const model = await modelIn(setting.db, setting.workspaceId, registry, modelName);
  if (model === null) return null;
  const held = Object.entries(model.aliases).filter(
    ([, holder]) => version === null || version === '' || holder === version,
  );
  const targets = held.map(([alias]) => alias).sort();
  return targets.find((alias) => alias === 'production') ?? targets[0] ?? null;
}

/** The end of the period of the training data, as it was known when the version was promoted. */
async function dataTo(setting: Setting, requestId: string): Promise<string | null> {
  const request = await requestById(setting.db, setting.workspaceId, requestId);
  if (request === null) return null;
  const { dataAsOf } = await readContent<Facts>(setting.db, setting.workspaceId, request.factsDigest);
  return typeof dataAsOf === 'string' ? dataAsOf : null;
}
