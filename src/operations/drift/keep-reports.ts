import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Executor } from '#store/database.ts';
import { markDirty } from '#store/drift-models.ts';
import { addDriftPoints } from '#store/drift-points.ts';
import type { Setting } from '../setting.ts';
import { type PreparedReport, pointsOf } from './translated-reports.ts';

/** Values that one statement stores. */
const chunk = 5_000;

/** Stores the values of accepted reports that were not known, and has their models judged. */
export async function keepValues(setting: Setting, tx: Executor, fresh: readonly PreparedReport[]): Promise<void> {
  let waiting: ReturnType<typeof pointsOf>[number][] = [];
  for (const prepared of fresh) {
    waiting.push(...pointsOf(prepared));
    if (waiting.length < chunk) continue;
    await addDriftPoints(tx, waiting);
    waiting = [];
  }
  await addDriftPoints(tx, waiting);
  const models = [...oldestByModel(fresh).values()].map((model) => ({
    ...model,
    urgency: urgencyOf(setting, model.registry, model.modelName),
  }));
  await markDirty(
    tx,
    models.map((model) => ({ ...model, workspaceId: setting.workspaceId })),
  );
  for (const { registry, modelName, urgency } of models) {
    await setting.sendJob(tx, 'judge-drift', { registry, modelName }, { priority: urgency });
  }
}

interface DirtyModel {
  readonly registry: string;
  readonly modelName: string;
  readonly from: Date;
}

function oldestByModel(prepared: readonly PreparedReport[]): ReadonlyMap<string, DirtyModel> {
  const models = new Map<string, DirtyModel>();
  for (const { row } of prepared) {
    const { registry, modelName, at } = row;
    if (row.state !== 'accepted' || registry === null || modelName === null) continue;
    const key = `${registry}\n${modelName}`;
    const before = models.get(key);
    if (before === undefined || at < before.from) models.set(key, { registry, modelName, from: at });
  }
  return models;
}

const urgencies = { low: 0, medium: 1, high: 2, critical: 3 } as const;

/** From 0 for low criticality to 3 for critical or unknown. */
export function urgencyOf(setting: Setting, registry: string, modelName: string): number {
  const { models } = setting.playbooks().set;
  return urgencies[findCatalogueModel(models, registry, modelName)?.criticality ?? 'critical'];
}
