import { lookBackMs } from '#playbook/alerts/fold-alert.ts';
import { alertFeatures } from '#playbook/alerts/observe-alert.ts';
import type { Executor } from '#store/database.ts';
import { alertsOfGroupsSince, type DriftAlertRow, type DriftGroupRow, lockDriftGroups } from '#store/drift-alerts.ts';
import { changeDriftModel, dueDriftModels, lockDriftModel } from '#store/drift-models.ts';
import { type DriftPointRow, driftPointsSince } from '#store/drift-points.ts';
import { modelIn } from '#store/models.ts';
import type { Setting } from '../setting.ts';
import { type AlertedModel, alertedModel, alertFacts, type SetAlert, signalsOf } from './alerts-of-model.ts';
import { driftSeries } from './drift-series.ts';
import { judgeGroup } from './judge-group.ts';
import { closeForgotten } from './record-firings.ts';

/** How many models one sweep has judged at most; the next one goes on. */
const swept = 500;

/** Has the models judged that have new values or whose time has come, the most critical first. */
export async function sweepDriftModels(setting: Setting): Promise<void> {
  const now = new Date(setting.now());
  for (const { registry, modelName, urgency } of await dueDriftModels(setting.db, setting.workspaceId, now, swept)) {
    await setting.sendJob(setting.db, 'judge-drift', { registry, modelName }, { priority: urgency });
  }
}

/**
 * Judges every alert of a model on the values that are stored, in one transaction with what follows: alerts, entries of
 * the ledger, messages. Values that came late are judged where they belong.
 */
export async function judgeDrift(setting: Setting, of: { registry: string; modelName: string }): Promise<void> {
  const key = { workspaceId: setting.workspaceId, ...of };
  await setting.db.transaction(async (tx) => {
    const row = await lockDriftModel(tx, key);
    if (row === null) return;
    const now = new Date(setting.now());
    if (row.dirtyFrom === null && (row.nextLookAt === null || row.nextLookAt > now)) return;
    const known = await modelIn(tx, setting.workspaceId, of.registry, of.modelName);
    const aliases = known?.aliases ?? {};
    const { set } = setting.playbooks();
    const alerted = alertedModel(set, { ...of, held: Object.keys(aliases), at: setting.now() });
    const groups = await lockDriftGroups(tx, key);
    const from = new Date(
      Math.min(...[row.dirtyFrom ?? now, now, ...groups.map((one) => one.judgedUntil)].map(Number)),
    );
    const points = await neededPoints(tx, key, alerted, from);
    const alerts = await alertsOfGroupsSince(
      tx,
      groups.map(({ id }) => id),
      from,
    );
    const serving = new Set(Object.values(aliases));
    const next: (Date | null)[] = [];
    const real = [...groups, ...points].filter(({ drill }) => !drill);
    const heard = real.some(({ version }) => version !== '');
    const heardAtAll = heard || points.some(({ drill }) => !drill) || real.some(({ feature }) => feature !== '');
    for (const scope of [...scopesOf(alerted, groups, points), ...neverReported(alerted, groups, points)]) {
      const retired = scope.version !== '' && serving.size > 0 && !serving.has(scope.version);
      const facts = alertFacts(alerted, driftSeries(scope.points), setting.now());
      const nothing = alertFacts(alerted, driftSeries([]), setting.now());
      for (const feature of featuresOf(scope, facts)) {
        const awaits = feature === null && byFeature(scope.set);
        const group = scope.groups.find((one) => one.feature === (feature ?? '')) ?? null;
        const mine = alerts.filter(({ groupId }) => groupId === group?.id);
        next.push(
          await judgeGroup(setting, tx, {
            alerted,
            ...scope,
            facts: awaits ? nothing : facts,
            feature,
            group,
            mine,
            from,
            retired,
            heard: awaits ? heardAtAll : heard,
            news: row.dirtyFrom !== null,
          }),
        );
      }
    }
    await closeForgotten(
      setting,
      tx,
      alerts.filter((one) => isForgotten(one, alerted)),
    );
    await changeDriftModel(tx, key, { dirtyFrom: null, nextLookAt: earliest(next) });
  });
}

/** One alert of one version, real or a drill. */
interface Scope {
  readonly set: SetAlert;
  readonly version: string;
  readonly drill: boolean;
  readonly points: readonly DriftPointRow[];
  readonly groups: readonly DriftGroupRow[];
}

async function neededPoints(
  tx: Executor,
  key: { workspaceId: string; registry: string; modelName: string },
  { alerts }: AlertedModel,
  from: Date,
): Promise<readonly DriftPointRow[]> {
  const backMs = Math.max(0, ...alerts.map(({ rule }) => lookBackMs(rule)));
  return await driftPointsSince(tx, key, { since: new Date(from.getTime() - backMs), metrics: signalsOf(alerts) });
}

function scopesOf(
  { alerts }: AlertedModel,
  groups: readonly DriftGroupRow[],
  points: readonly DriftPointRow[],
): readonly Scope[] {
  const scopeKey = ({ version, drill }: { version: string; drill: boolean }) => `${drill ? 1 : 0}${version}`;
  const pointsBy = Map.groupBy(points, scopeKey);
  const scopes = new Map(
    [...groups, ...points].map((one) => [scopeKey(one), { version: one.version, drill: one.drill }]),
  );
  return [...scopes].flatMap(([key, { version, drill }]) => {
    const reported = pointsBy.get(key) ?? [];
    return alerts.flatMap((set) => {
      const own = groups.filter(
        (one) => scopeKey(one) === key && one.playbook === set.playbook && one.rule === set.rule.id,
      );
      const signals = signalsOf([set]);
      const points = reported.filter(({ metric }) => signals.includes(metric));
      // What was never reported cannot fall silent; what the catalogue has monitors for waits apart.
      return own.length === 0 && points.length === 0 ? [] : [{ set, version, drill, points, groups: own }];
    });
  });
}

/** What a model that the catalogue has monitors for is watched by before any of them reports: its most impatient alert. */
function neverReported(
  { alerts, entry }: AlertedModel,
  groups: readonly DriftGroupRow[],
  points: readonly DriftPointRow[],
): readonly Scope[] {
  const monitored = entry !== null && entry.monitors.length > 0;
  if (!monitored || [...groups, ...points].some(({ drill }) => !drill)) return [];
  const [set] = alerts.toSorted((a, b) => a.rule.noDataAfterMs - b.rule.noDataAfterMs);
  return set === undefined ? [] : [{ set, version: '', drill: false, points: [], groups: [] }];
}

/**
 * Of the groups that there are, and that values make now. Null for an alert by feature stands for whichever feature is
 * reported first: a group that only waits for a report of anything.
 */
function featuresOf(
  { set, version, drill, points, groups }: Scope,
  facts: Parameters<typeof alertFeatures>[1],
): readonly (string | null)[] {
  const before = groups
    .map(({ feature }) => (feature === '' ? null : feature))
    .filter((one) => (one !== null) === byFeature(set) || (one === null && version === ''));
  const waits = version === '' && !drill && groups.length === 0 && points.length === 0;
  return [...new Set([...before, ...(waits ? [null] : []), ...alertFeatures(set.rule, facts)])];
}

function byFeature({ rule }: SetAlert): boolean {
  return rule.groupBy.includes('feature');
}

/** Whether no playbook sets the alert on the model any more. */
function isForgotten(
  { playbook, rule, clearedAt, feature, kind, version }: DriftAlertRow,
  { alerts }: AlertedModel,
): boolean {
  const set = alerts.find((one) => one.playbook === playbook && one.rule.id === rule);
  const waits = kind === 'no_data' && version === null && feature === null;
  return clearedAt === null && (set === undefined || (byFeature(set) !== (feature !== null) && !waits));
}

function earliest(moments: readonly (Date | null)[]): Date | null {
  const known = moments.filter((one) => one !== null);
  return known.length === 0 ? null : new Date(Math.min(...known.map(Number)));
}
