import { Refusal, UpstreamError } from '#errors.ts';
import { openDriftAlerts } from '#store/drift-alerts.ts';
import { drillsOf, runningDrills, undrilledModels } from '#store/drift-drills.ts';
import type { Setting } from '../setting.ts';
import { drillableAlerts } from './drilled-alerts.ts';
import { startDrill } from './start-drill.ts';

/** How many models one sweep looks at, and how many drills it starts at most: each posts messages. */
const looked = 200;
const startedAtMost = 5;

/** Goes on with drills that are under way, and starts those that playbooks ask for and that are due. */
export async function sweepDrills(setting: Setting): Promise<void> {
  const { db, workspaceId } = setting;
  for (const drillId of await runningDrills(db, workspaceId)) await setting.sendJob(db, 'run-drill', { drillId });
  const shortest = Math.min(...setting.playbooks().set.playbooks.flatMap(({ alerts }) => everyMs(alerts ?? [])));
  if (!Number.isFinite(shortest)) return;
  const since = new Date(Date.parse(setting.now()) - shortest);
  let started = 0;
  for (const of of await undrilledModels(db, workspaceId, since, looked)) {
    if (started === startedAtMost) return;
    if (await startIfDue(setting, of)) started += 1;
  }
}

function everyMs(alerts: readonly { readonly drillEveryMs?: number | null | undefined }[]): readonly number[] {
  return alerts.flatMap(({ drillEveryMs }) => drillEveryMs ?? []);
}

/** Not while something real is the matter: whoever looks after that is not to be disturbed by a drill. */
async function startIfDue(
  setting: Setting,
  of: { readonly registry: string; readonly modelName: string },
): Promise<boolean> {
  const { db, workspaceId } = setting;
  const { now } = await drillableAlerts(setting, db, of);
  const scheduled = now.filter(({ rule }) => everyMs([rule]).length > 0);
  if (scheduled.length === 0) return false;
  const drills = await drillsOf(db, { workspaceId, ...of }, 100);
  const due = scheduled.filter(({ playbook, rule }) => {
    const last = drills.find(({ rules }) => rules.some((one) => one.playbook === playbook && one.rule === rule.id));
    return last === undefined || last.startedAt.getTime() + (rule.drillEveryMs ?? 0) <= Date.parse(setting.now());
  });
  if (due.length === 0 || (await openDriftAlerts(db, workspaceId, of)).length > 0) return false;
  try {
    await startDrill(setting, of, { by: null, rules: due.map(({ rule }) => rule.id) });
    return true;
  } catch (error) {
    if (error instanceof Refusal || error instanceof UpstreamError) return false;
    throw error;
  }
}
