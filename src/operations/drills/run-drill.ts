import type { DrillReport } from '#domain/drift.ts';
import { type DrillStep, drillEnd, drillPlan } from '#playbook/alerts/drill-plan.ts';
import { findCatalogueModel } from '#playbook/catalogue.ts';
import type { Executor } from '#store/database.ts';
import { changeDrill, type DriftDrillRow, lockDrill, toldDrillAlerts } from '#store/drift-drills.ts';
import { appendLedger } from '#store/ledger.ts';
import { modelIn } from '#store/models.ts';
import { alertedModel, type SetAlert } from '../drift/alerts-of-model.ts';
import type { Setting } from '../setting.ts';
import { messageKeys, showMessage } from '../show-message.ts';
import { drillReport } from './drill-report.ts';
import { carries, wayOf } from './drill-ways.ts';
import { drillName } from './start-drill.ts';

/**
 * Sends reports to one of our own hooks as its source would. What the hook does not believe is lost, and its drill will
 * count as missed. Rejects where they could not be stored.
 */
export type SendDrill = (connection: string, reports: readonly DrillReport[]) => Promise<void>;

/** How long an alert may take until it counts as missed, in milliseconds. */
export const patienceMs = 600_000;
const lookEveryMs = 2_000;

/**
 * Sends what a drill reports, and looks until each of its alerts was posted or nobody waits any longer; then it ends the
 * alerts and records what came of it. It sends itself again while it runs; the same events go out once.
 */
export async function runDrill(setting: Setting, send: SendDrill, drillId: string): Promise<void> {
  await setting.db.transaction(async (tx) => {
    const drill = await lockDrill(tx, setting.workspaceId, drillId);
    if (drill === null || drill.state !== 'running') return;
    const plans = await plansOf(setting, tx, drill);
    const late = Date.parse(setting.now()) - drill.startedAt.getTime() >= patienceMs;
    const sent = { ...drill, sentAt: drill.sentAt ?? (late ? null : new Date(setting.now())) };
    if (drill.sentAt === null && !late) {
      await sendAll(setting, send, drill, plans, ({ rule, steps }) =>
        steps.map((step, index) => drillReport(drill, `${rule.id}-${index}`, step)),
      );
      await changeDrill(tx, drill, { sentAt: sent.sentAt });
    }
    const told = await toldDrillAlerts(tx, drill, drill.startedAt);
    const posts = drill.rules.map(({ playbook, rule }) =>
      told.find((one) => one.playbook === playbook && one.rule === rule),
    );
    const caught = posts.every((one) => one !== undefined) && (await isHeard(setting, tx, sent));
    if (!caught && !late) {
      return await setting.sendJob(tx, 'run-drill', { drillId }, { afterMs: lookEveryMs });
    }
    if (sent.sentAt !== null) {
      await sendAll(setting, send, drill, plans, ({ rule, steps }) => [
        drillReport(drill, `${rule.id}-end`, drillEnd(steps, endOf(setting, steps))),
      ]);
    }
    await record(setting, tx, drill, caught ? Math.max(...posts.map((one) => Number(one?.toldAt))) : null);
  });
}

interface RulePlan {
  readonly rule: SetAlert['rule'];
  readonly steps: readonly DrillStep[];
}

/** What each alert is told; nothing for one that no playbook sets any more. */
async function plansOf(setting: Setting, tx: Executor, drill: DriftDrillRow): Promise<readonly RulePlan[]> {
  const known = await modelIn(tx, drill.workspaceId, drill.registry, drill.modelName);
  const at = drill.startedAt.toISOString();
  const { registry, modelName } = drill;
  const held = Object.keys(known?.aliases ?? {});
  const { alerts } = alertedModel(setting.playbooks().set, { registry, modelName, held, at });
  return drill.rules.flatMap(({ playbook, rule }) => {
    const set = alerts.find((one) => one.playbook === playbook && one.rule.id === rule);
    const steps = set === undefined ? null : drillPlan(set.rule, drillName(drill), at);
    return set === undefined || steps === null ? [] : [{ rule: set.rule, steps }];
  });
}

/** Through each hook what it can report. */
async function sendAll(
  setting: Setting,
  send: SendDrill,
  { connections }: DriftDrillRow,
  plans: readonly RulePlan[],
  reportsOf: (plan: RulePlan) => readonly DrillReport[],
): Promise<void> {
  for (const connection of connections) {
    await send(connection, plans.filter(({ rule }) => carries(setting, connection, rule)).flatMap(reportsOf));
  }
}

/** Whether each hook took and read what was sent through it: a post proves one of them. */
async function isHeard(setting: Setting, tx: Executor, drill: DriftDrillRow): Promise<boolean> {
  for (const connection of drill.connections) {
    if ((await wayOf(setting, tx, connection, drill)).became.is !== 'read') return false;
  }
  return true;
}

/** Now, but after the last value. */
function endOf(setting: Setting, steps: readonly DrillStep[]): string {
  const last = Date.parse(steps.at(-1)?.at ?? setting.now());
  return new Date(Math.max(Date.parse(setting.now()), last + 1)).toISOString();
}

/** Once, where alerts of the model are told. */
async function tellMissed(setting: Setting, tx: Executor, { id, registry, modelName }: DriftDrillRow): Promise<void> {
  const { models, org } = setting.playbooks().set;
  const channel = findCatalogueModel(models, registry, modelName)?.channel ?? org.channels.alarm;
  await showMessage(setting, tx, {
    key: messageKeys.drillMissed(id),
    channel,
    content: { view: 'drill-missed', drillId: id },
  });
}

async function record(setting: Setting, tx: Executor, drill: DriftDrillRow, caughtMs: number | null): Promise<void> {
  const endedAt = new Date(setting.now());
  const tookMs = caughtMs === null ? null : Math.max(0, caughtMs - drill.startedAt.getTime());
  const state = caughtMs === null ? 'missed' : 'caught';
  if (state === 'missed') await tellMissed(setting, tx, drill);
  await changeDrill(tx, drill, { state, caughtAt: caughtMs === null ? null : new Date(caughtMs), tookMs, endedAt });
  await appendLedger(tx, {
    workspaceId: setting.workspaceId,
    event: 'alert_drilled',
    at: endedAt,
    entry: {
      subject: { registry: drill.registry, model: drill.model, name: drill.modelName },
      rules: drill.rules.map(({ playbook, rule }) => ({ playbook, rule })),
      connections: [...drill.connections],
      outcome: state,
      took_ms: tookMs,
      started: drill.startedAt.toISOString(),
      started_by: drill.startedBy,
    },
  });
}
