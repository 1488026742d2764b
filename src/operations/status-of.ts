import { countOpenAlerts } from '#store/drift-pages.ts';
import { countModels, findModels, type ModelRow } from '#store/models.ts';
import { openOutsideChangesOfModel } from '#store/outside-changes.ts';
import { type RequestRow, requestsOfModel } from '#store/requests.ts';
import type { ModelStatus } from '#views/status.ts';
import { championHistory } from './champion-history.ts';
import { openCriteriaOf } from './criteria/present-criteria.ts';
import { asksToKeep } from './kept-champion.ts';
import { readNames } from './names.ts';
import { owedFor } from './present-afterwards.ts';
import { liveRequestsOf, standingOf } from './request-lines.ts';
import type { Setting } from './setting.ts';

/** What is known of one model, from our own rows: nothing here waits for a registry. */
export async function statusOf(setting: Setting, model: ModelRow): Promise<ModelStatus> {
  const registry = setting.registries.get(model.registry);
  const place = { workspaceId: setting.workspaceId, registry: model.registry, modelName: model.name };
  const [waiting, rows, holds, owes, names, drift, outside] = await Promise.all([
    liveRequestsOf(setting, model.registry, model.name),
    requestsOfModel(setting.db, setting.workspaceId, model.registry, model.name, 10),
    Promise.all(Object.entries(model.aliases).map((entry) => holding(setting, model, entry))),
    owedFor(setting, model),
    readNames(setting, setting.db),
    countOpenAlerts(setting.db, setting.workspaceId, model),
    openOutsideChangesOfModel(setting.db, place),
  ]);
  const criteria = await openCriteriaOf(setting, model, names);
  return {
    model: model.name,
    registry: registry?.title ?? model.registry,
    url: null,
    holds: holds.sort((a, b) => Number(b.alias === 'production') - Number(a.alias === 'production')),
    latestVersion: model.latestVersion,
    waiting,
    ...(drift.total === 0 ? {} : { drift: { open: drift.total, undecided: drift.undecided } }),
    ...(outside.length === 0 ? {} : { outside }),
    ...(criteria.length === 0 ? {} : { criteria }),
    owes,
    recent: rows
      .filter((row) => row.settledAt !== null)
      .map((row) => ({
        at: (row.settledAt ?? row.openedAt).toISOString(),
        what: `R-${row.number}: ${actText(row)}, ${standingOf(row, names)}`,
      })),
  };
}

function actText(row: RequestRow): string {
  const how = asksToKeep(row) ? { act: 'keep', as: 'as' } : { act: row.action, as: 'to' };
  return `${how.act} v${row.version} ${how.as} ${row.target}`;
}

/** A page of models whose name contains `only`, with how many there are. */
export async function statusPage(
  setting: Setting,
  page: { readonly only: string | null; readonly offset: number; readonly limit: number },
): Promise<{ readonly models: readonly ModelStatus[]; readonly total: number }> {
  const [rows, total] = await Promise.all([
    findModels(setting.db, setting.workspaceId, page.only ?? '', page.limit, page.offset),
    countModels(setting.db, setting.workspaceId, page.only ?? ''),
  ]);
  return { models: await Promise.all(rows.map((row) => statusOf(setting, row))), total };
}

async function holding(setting: Setting, model: ModelRow, [alias, version]: [string, string]) {
  const history = await championHistory(setting, model.registry, model.name, alias);
  const since = history.since(version);
  return { alias, version, since: typeof since === 'string' ? since : null };
}
