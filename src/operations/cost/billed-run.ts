import type { BilledRun } from '#cost/unit-costs.ts';
import { wallMs } from '#playbook/zone.ts';
import type { RunRow } from '#store/runs.ts';
import type { Setting } from '../setting.ts';

/** A run as the bill may know it, on days of the reporting zone. */
export function billedRun(setting: Setting, run: RunRow): BilledRun {
  const { zone } = setting.playbooks().set.org;
  const dayOf = (at: Date) => new Date(wallMs(at.getTime(), zone)).toISOString().slice(0, 10);
  return {
    model: run.modelName,
    name: `T-${run.number}`,
    billingId: run.billingId,
    version: run.result?.version ?? null,
    startedOn: dayOf(run.startedAt ?? run.orderedAt),
    endedOn: run.endedAt === null ? null : dayOf(run.endedAt),
  };
}
