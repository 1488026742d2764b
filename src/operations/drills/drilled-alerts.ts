import { criticalityOf, isHigh } from '#playbook/alerts/alert-group.ts';
import { drillPlan } from '#playbook/alerts/drill-plan.ts';
import { longestHeldMs } from '#playbook/alerts/longest-held.ts';
import type { Executor } from '#store/database.ts';
import { toldDrillAlerts } from '#store/drift-drills.ts';
import { modelIn } from '#store/models.ts';
import { type AlertedModel, alertedModel, type SetAlert } from '../drift/alerts-of-model.ts';
import type { Setting } from '../setting.ts';

/** The alerts of a model that a drill can raise now. */
export interface DrillableAlerts {
  readonly alerted: AlertedModel;
  readonly now: readonly SetAlert[];
  /** When the first of those can be drilled again that were drilled lately; null if none was. */
  readonly nextAt: Date | null;
}

/**
 * Sorts out the alerts that look at no drift, or at too much of it for a drill, and those that were drilled so lately that
 * another post of theirs would be held back by `at_most`, or another value be taken for one of the last drill's.
 */
export async function drillableAlerts(
  setting: Setting,
  db: Executor,
  of: { readonly registry: string; readonly modelName: string },
): Promise<DrillableAlerts> {
  const { workspaceId } = setting;
  const known = await modelIn(db, workspaceId, of.registry, of.modelName);
  const now = setting.now();
  const held = Object.keys(known?.aliases ?? {});
  const alerted = alertedModel(setting.playbooks().set, { ...of, held, at: now });
  const drillable = alerted.alerts.filter(({ rule }) => drillPlan(rule, 'drill', now) !== null);
  const oldest = Math.max(0, ...drillable.map(({ rule }) => restMs(rule)));
  const told = await toldDrillAlerts(db, { workspaceId, ...of }, new Date(Date.parse(now) - oldest));
  const free = drillable.map((alert) => ({ alert, at: freeAt(alert, told, alerted) }));
  const later = free.flatMap(({ at }) => (at > Date.parse(now) ? [at] : []));
  return {
    alerted,
    now: free.filter(({ at }) => at <= Date.parse(now)).map(({ alert }) => alert),
    nextAt: later.length === 0 ? null : new Date(Math.min(...later)),
  };
}

function restMs(rule: SetAlert['rule']): number {
  return Math.max(rule.atMost.perMs, longestHeldMs(rule));
}

/** In milliseconds since the epoch. */
function freeAt(
  { playbook, rule }: SetAlert,
  told: Awaited<ReturnType<typeof toldDrillAlerts>>,
  { entry }: AlertedModel,
): number {
  const posts = told
    .filter((one) => one.playbook === playbook && one.rule === rule.id)
    .map((one) => Number(one.toldAt));
  const newest = posts.toSorted((a, b) => b - a);
  // A first post at high criticality is never held back.
  const limiting = isHigh(criticalityOf(rule, entry?.criticality ?? null)) ? undefined : newest[rule.atMost.count - 1];
  const last = newest[0];
  return Math.max(
    limiting === undefined ? 0 : limiting + rule.atMost.perMs,
    last === undefined ? 0 : last + longestHeldMs(rule),
  );
}
