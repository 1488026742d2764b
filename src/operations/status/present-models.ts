import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { ModelKey } from '#store/model-keys.ts';
import type { ModelRow } from '#store/models.ts';
import { openRequestsOf } from '#store/open-requests.ts';
import { lastChanges, newestRuns, openObligationsOfModels, type RunGlance } from '#store/status-facts.ts';
import type { Urgency } from '#store/status-models.ts';
import type { ModelStatus, TrainingGlance, WaitingLine } from '#views/status-state.ts';
import { openCriteriaOf } from '../criteria/present-criteria.ts';
import { rowPress } from '../effect-press.ts';
import { modelKey } from '../find-model.ts';
import { type Names, readNames } from '../names.ts';
import { owedOf, reviewLine } from '../present-afterwards.ts';
import { requestLineOf } from '../request-lines.ts';
import { isLive } from '../retraining/cancel-run.ts';
import type { Setting } from '../setting.ts';
import type { Attention } from './attention.ts';
import { levelsNow } from './levels-now.ts';
import type { WeekCosts } from './week-costs.ts';

/** Requests of one page of models that are read. */
const mostRequests = 200;

/** A model of a page, and how much it asks for. */
export interface PageModel {
  readonly model: ModelRow;
  readonly urgency: Urgency;
}

/** What is known of some models, from our own rows and in the same order: a handful of statements for all of them. */
export async function presentModels(
  setting: Setting,
  page: readonly PageModel[],
  { attention, costs }: { readonly attention: Attention; readonly costs: WeekCosts },
): Promise<readonly ModelStatus[]> {
  const { db, workspaceId } = setting;
  const keys = page.map(({ model: { registry, name } }) => ({ registry, name }));
  const [names, requests, changes, owed, runs] = await Promise.all([
    readNames(setting, db),
    openRequestsOf(db, workspaceId, keys, mostRequests),
    lastChanges(db, workspaceId, keys),
    openObligationsOfModels(db, workspaceId, keys),
    newestRuns(db, workspaceId, keys),
  ]);
  const set = setting.playbooks().set.models;
  const entryOf = ({ registry, name }: ModelKey) => findCatalogueModel(set, registry, name);
  const levels = await levelsNow(
    setting,
    keys.flatMap((key) => entryOf(key)?.id ?? []),
  );
  const criteria = await openCriteriaOf(setting, keys, names);
  const yours = new Set(attention.requests.filter((one) => one.yours).map(({ number }) => number));
  return page.map(({ model, urgency }) => {
    const is = sameAs(model);
    const isAbout = (row: { readonly registry: string; readonly modelName: string }) =>
      is({ registry: row.registry, name: row.modelName });
    const entry = entryOf(model);
    const alerts = attention.alerts.find(is);
    const since = (alias: string, version: string) =>
      changes.find((one) => is(one) && one.target === alias && one.version === version)?.at?.toISOString() ?? null;
    return {
      model: model.name,
      modelKey: modelKey(model),
      registry: setting.registries.get(model.registry)?.title ?? model.registry,
      url: null,
      team: entry?.team ?? null,
      urgency,
      holds: Object.entries(model.aliases)
        .map(([alias, version]) => ({ alias, version, since: since(alias, version) }))
        .sort((a, b) => Number(b.alias === 'production') - Number(a.alias === 'production')),
      latestVersion: model.latestVersion,
      waiting: requests.filter(isAbout).map((row) => waitingLine(setting, row, names, yours)),
      drift:
        alerts === undefined
          ? null
          : { open: alerts.total, undecided: alerts.undecided, since: alerts.since?.toISOString() ?? null },
      silent: attention.silent
        .filter(is)
        .map(({ connection, at }) => ({ connection, lastReportAt: at?.toISOString() ?? null })),
      outside: attention.outside
        .filter(isAbout)
        .map(({ id, number, target, found }) => ({ number, target, found, press: rowPress(setting, 'outside', id) })),
      criteria: criteria.filter(is).map(({ criterion }) => criterion),
      owes: {
        owed: owed.filter(isAbout).map(owedOf),
        reviews: attention.reviews
          .filter(({ request }) => isAbout(request))
          .map(({ review, request }) => reviewLine(request, review, names)),
      },
      training: trainingOf(runs.filter(is)),
      level: entry === null || entry === undefined ? null : (levels.get(entry.id) ?? null),
      retrains: entry?.retrain !== undefined && entry?.retrain !== null,
      costs: costs.of(model),
    };
  });
}

function sameAs({ registry, name }: ModelKey): (other: ModelKey) => boolean {
  return (other) => other.registry === registry && other.name === name;
}

function waitingLine(
  setting: Setting,
  row: Parameters<typeof requestLineOf>[1],
  names: Names,
  yours: ReadonlySet<number>,
): WaitingLine {
  return { ...requestLineOf(setting, row, names), request: `R-${row.number}`, yours: yours.has(row.number) };
}

function trainingOf(runs: readonly RunGlance[]): ModelStatus['training'] {
  const running = runs.find((run) => isLive(run));
  const last = runs.find((run) => !isLive(run));
  return {
    running: running === undefined ? null : glance(running, 'live', running.startedAt ?? running.orderedAt),
    last: last === undefined ? null : glance(last, endOf(last), last.endedAt),
  };
}

function glance(run: RunGlance, state: TrainingGlance['state'], at: Date | null): TrainingGlance {
  const step = run.steps.find((one) => one.state === 'running')?.name ?? null;
  return {
    run: `T-${run.number}`,
    state,
    step: state === 'live' ? step : null,
    at: at?.toISOString() ?? null,
    made: run.made,
    url: run.url,
  };
}

function endOf({ state }: RunGlance): TrainingGlance['state'] {
  return state === 'succeeded' || state === 'failed' || state === 'cancelled' ? state : 'other';
}
