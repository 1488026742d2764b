import { Refusal } from '#errors.ts';
import { addDrill, type DriftDrillRow } from '#store/drift-drills.ts';
import { utcText } from '#views/wording.ts';
import type { AlertedModel } from '../drift/alerts-of-model.ts';
import type { Setting } from '../setting.ts';
import { drillWays } from './drill-ways.ts';
import { drillableAlerts } from './drilled-alerts.ts';

/** A drill that was begun. */
export interface StartedDrill {
  /** The catalogue id. */
  readonly model: string;
  /** The alerts that it should raise, by their ids. */
  readonly rules: readonly string[];
  /** The hooks that it goes through. */
  readonly connections: readonly string[];
}

/**
 * Sends a drill of a model on its way: reports of drift, marked as a drill, that have to raise each of its alerts. `by` is
 * a Slack user, null for a playbook; `rules` keeps it to some alerts. Throws a Refusal that says what is lacking,
 * and an UpstreamError where a monitor cannot be asked what it watches.
 */
export async function startDrill(
  setting: Setting,
  of: { readonly registry: string; readonly modelName: string },
  { by, rules }: { readonly by: string | null; readonly rules?: readonly string[] },
): Promise<StartedDrill> {
  return await setting.db.transaction(async (tx) => {
    const { alerted, now, nextAt } = await drillableAlerts(setting, tx, of);
    const wanted = now.filter(({ rule }) => rules === undefined || rules.includes(rule.id));
    if (wanted.length === 0) throw noAlerts(alerted, nextAt);
    const { alerts: drilled, connections } = await drillWays(setting, tx, alerted, wanted);
    const row = {
      id: setting.newId(),
      workspaceId: setting.workspaceId,
      ...of,
      model: alerted.model,
      connections,
      rules: drilled.map(({ playbook, rule }) => ({ playbook, rule: rule.id })),
      startedBy: by,
      startedAt: new Date(setting.now()),
      state: 'running',
    } as const;
    if (!(await addDrill(tx, row))) {
      throw new Refusal('drill_running', `A drill of ${alerted.model} is under way. Wait until it is over.`);
    }
    await setting.sendJob(tx, 'run-drill', { drillId: row.id });
    return { model: alerted.model, rules: drilled.map(({ rule }) => rule.id), connections };
  });
}

function noAlerts({ model, alerts }: AlertedModel, nextAt: Date | null): Refusal {
  if (nextAt !== null) {
    const when = utcText(nextAt.toISOString());
    return new Refusal(
      'drilled_lately',
      `The alerts of ${model} were drilled lately, and another post of theirs would be held back. Try again after ${when}.`,
    );
  }
  const lack =
    alerts.length === 0 ? 'No playbook sets an alert on' : 'No alert looks at drift that can be pretended of';
  return new Refusal('nothing_to_drill', `${lack} ${model}. Add one under \`alerts\` of a playbook that governs it.`);
}

/** The part of a drill's name for features that no other drill has. */
export function drillName({ id }: Pick<DriftDrillRow, 'id'>): string {
  return `drill-${id.slice(0, 8)}`;
}
