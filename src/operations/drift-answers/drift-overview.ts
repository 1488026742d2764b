import { findCatalogueModel } from '#playbook/catalogue.ts';
import { alertsOfModel, countOpenAlerts, openAlerts, precisionOfModel } from '#store/drift-pages.ts';
import type { ModelRow } from '#store/models.ts';
import { alertsShown, type DriftList } from '#views/drift-list.ts';
import type { DriftPage } from '#views/drift-page.ts';
import { modelKey } from '../find-model.ts';
import type { Setting } from '../setting.ts';
import { driftLines } from './drift-lines.ts';
import { monitorsOf, rulesOf, silentMonitors } from './monitors-of-model.ts';
import { movement } from './moved-features.ts';

/** Silent monitors that a list names. */
const mostSilent = 20;

/** All open alerts from the `offset`th on, and on the first page the monitors that say nothing. */
export async function driftListOf(setting: Setting, offset: number): Promise<DriftList> {
  const { db, workspaceId } = setting;
  const rows = await openAlerts(db, workspaceId, { offset, limit: alertsShown });
  return {
    ...(await countOpenAlerts(db, workspaceId)),
    alerts: await driftLines(setting, rows),
    offset,
    silent: offset === 0 ? await silentMonitors(setting, mostSilent) : [],
    now: setting.now(),
  };
}

/** What moves in a model, what watches it, and its alerts from the `offset`th on. */
export async function driftPageOf(setting: Setting, model: ModelRow, offset: number): Promise<DriftPage> {
  const { db, workspaceId } = setting;
  const { set } = setting.playbooks();
  const of = { workspaceId, registry: model.registry, modelName: model.name };
  const entry = findCatalogueModel(set.models, model.registry, model.name);
  const rules = entry === null ? [] : rulesOf(set, entry);
  const moves = await Promise.all(
    rules.map((rule) => movement(db, rule, { ...of, version: null, drill: false }, null, setting.now())),
  );
  const { rows, total } = await alertsOfModel(db, of, { offset, limit: alertsShown });
  return {
    model: model.name,
    modelKey: modelKey(model),
    features: moves
      .flatMap(({ moved }) => moved)
      .toSorted((a, b) => Number(b.since !== null) - Number(a.since !== null)),
    featureCount: Math.max(0, ...moves.map(({ featureCount }) => featureCount)),
    alerts: await driftLines(setting, rows),
    offset,
    total,
    monitors: entry === null ? [] : await monitorsOf(setting, entry, of),
    precision: await precisionOfModel(db, of),
    now: setting.now(),
  };
}
