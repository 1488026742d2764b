import { Refusal } from '#errors.ts';
import { driftConditions } from '#playbook/alerts/drift-conditions.ts';
import type { Executor } from '#store/database.ts';
import { reportingConnections } from '#store/drift-drills.ts';
import { hookEventsBeginning } from '#store/hook-events.ts';
import type { DrilledWay } from '#views/drill-missed.ts';
import { listed } from '#views/wording.ts';
import type { AlertedModel, SetAlert } from '../drift/alerts-of-model.ts';
import type { Setting } from '../setting.ts';
import { hookSource } from '../take-hook.ts';
import { drillDeliveryIds } from './drill-report.ts';

/**
 * Of some alerts those that a drill can raise, and the hooks that it goes through: of the monitors that the catalogue
 * names, else of the one that reported last, else the first of kind `drift-events`. Throws a Refusal where there is none,
 * and an UpstreamError where a monitor cannot be asked what it watches.
 */
export async function drillWays(
  setting: Setting,
  tx: Executor,
  alerted: AlertedModel,
  alerts: readonly SetAlert[],
): Promise<{ readonly alerts: readonly SetAlert[]; readonly connections: readonly string[] }> {
  const hooks = await hooksOf(setting, tx, alerted);
  if (hooks.length === 0) {
    throw new Refusal(
      'no_hook_to_drill',
      'A drill goes through a hook for drift reports, and there is none. Add a connection of kind `drift-events` to org.yaml.',
    );
  }
  const open: string[] = [];
  for (const hook of hooks) if (await isSentTo(setting, hook, alerted.modelName)) open.push(hook);
  const carried = alerts.filter((alert) => open.some((hook) => carries(setting, hook, alert.rule)));
  if (carried.length === 0) {
    throw new Refusal(
      'no_way_to_drill',
      `What the alerts of ${alerted.model} look at is not sent through ${listed(hooks, 5, 'or')}, so no drill can be either. Lower a threshold at the monitor for one run to try it, or add a connection of kind \`drift-events\`.`,
    );
  }
  const connections = open.filter((hook) => carried.some(({ rule }) => carries(setting, hook, rule)));
  return { alerts: carried, connections };
}

/** Whether everything that an alert looks at can be reported through a hook. */
export function carries({ drift }: Pick<Setting, 'drift'>, hook: string, { when }: SetAlert['rule']): boolean {
  const signals = drift.drillable(hook);
  return signals === null || driftConditions(when).every(({ signal }) => signals.includes(signal));
}

async function hooksOf(setting: Setting, tx: Executor, alerted: AlertedModel): Promise<readonly string[]> {
  const { hooks } = setting.drift;
  const named = alerted.entry?.monitors.map(({ connection }) => connection).filter((id) => hooks.has(id)) ?? [];
  if (named.length > 0) return [...new Set(named)];
  const { registry, modelName } = alerted;
  const key = { workspaceId: setting.workspaceId, registry, modelName };
  const { connections } = setting.playbooks().set.org;
  const first = connections.find(({ id, kind }) => kind === 'drift-events' && hooks.has(id))?.id;
  const [last = first] = await reportingConnections(tx, key, [...hooks]);
  return last === undefined ? [] : [last];
}

/** What is monitored at its endpoint names no model, so that there has to be something to name instead. */
async function isSentTo({ drift }: Setting, hook: string, modelName: string): Promise<boolean> {
  const monitor = drift.monitors.get(hook);
  return monitor === undefined || (await monitor.watching(modelName)) !== null;
}

/** The worst of what became of the reports that a drill sent through one hook. */
export async function wayOf(
  setting: Setting,
  db: Executor,
  connection: string,
  { id, sentAt }: { readonly id: string; readonly sentAt: Date | null },
): Promise<DrilledWay> {
  if (sentAt === null) return { connection, became: { is: 'not_sent' } };
  const events = await hookEventsBeginning(db, hookSource(setting, connection), drillDeliveryIds(id));
  if (events.length === 0) return { connection, became: { is: 'not_taken' } };
  const refused = events.find(({ state }) => state !== null && state !== 'accepted');
  if (refused !== undefined) return { connection, became: { is: 'refused', because: refused.because ?? '' } };
  return { connection, became: { is: events.some(({ state }) => state === null) ? 'not_read' : 'read' } };
}
