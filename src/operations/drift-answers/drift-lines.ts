import type { AlertInGroup } from '#store/drift-answers.ts';
import type { DriftLine } from '#views/drift-state.ts';
import { type Names, readNames } from '../names.ts';
import type { Setting } from '../setting.ts';
import { ruleOf } from './alert-for-answer.ts';
import { decisionOf, movedOf, phaseOf, silenceOf } from './present-alert.ts';

/** Alerts in a line each, as they stand now. */
export async function driftLines(setting: Setting, rows: readonly AlertInGroup[]): Promise<readonly DriftLine[]> {
  const names = await readNames(setting, setting.db);
  const lines: DriftLine[] = [];
  for (const one of rows) lines.push(await lineOf(setting, one, names));
  return lines;
}

async function lineOf(setting: Setting, rows: AlertInGroup, names: Names): Promise<DriftLine> {
  const { alert } = rows;
  const { moved, movedCount } = await movedOf(setting, alert, ruleOf(setting.playbooks().set, alert));
  return {
    alert: `D-${alert.number}`,
    model: alert.modelName,
    version: alert.version === '' ? null : alert.version,
    criticality: alert.criticality,
    phase: phaseOf(alert),
    decision: await decisionOf(setting, alert, names),
    silence: await silenceOf(setting, rows, names),
    drill: alert.drill,
    movedCount,
    worst: moved[0] ?? null,
  };
}
