import { epochMs } from '#domain/instant.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { ModelKey } from '#store/model-keys.ts';
import { modelsWithIds } from '#store/models.ts';
import { type LastReport, lastReports } from '#store/status-facts.ts';
import { silenceLimitMs } from '../drift-answers/monitors-of-model.ts';
import type { Setting } from '../setting.ts';
import { idsOf } from './catalogue-ids.ts';

/** The monitors of all models that should have reported since, however many: two statements. */
export async function silentOfAll(setting: Setting): Promise<readonly LastReport[]> {
  const { models } = setting.playbooks().set;
  const watched = idsOf(models, ({ monitors }) => monitors.length > 0);
  if (watched.exact.length + watched.patterns.length === 0) return [];
  return await silentOf(setting, await modelsWithIds(setting.db, setting.workspaceId, watched));
}

async function silentOf(setting: Setting, keys: readonly ModelKey[]): Promise<readonly LastReport[]> {
  const { set } = setting.playbooks();
  const now = epochMs(setting.now());
  const watched = keys.flatMap(({ registry, name }) => {
    const entry = findCatalogueModel(set.models, registry, name);
    return (entry?.monitors ?? []).map(({ connection }) => ({ registry, name, connection }));
  });
  const reports = await lastReports(setting.db, setting.workspaceId, watched);
  return reports.filter(({ registry, name, at }) => {
    const entry = findCatalogueModel(set.models, registry, name);
    return entry !== null && (at === null || now - at.getTime() > silenceLimitMs(set, entry));
  });
}
