import type { DaySpan } from '#domain/cost-report.ts';
import { epochMs } from '#domain/instant.ts';
import { wallMs } from '#playbook/zone.ts';
import { knownData } from '../cost/known-data.ts';
import type { Setting } from '../setting.ts';
import type { DueTime } from './due-time.ts';

/** A digest waits no longer than this for a bill, in milliseconds: then the next one is due. */
const patienceMs = 7 * 86_400_000;

/**
 * Whether a digest waits for the bill of its week: days of it are missing and a bill was not read yet on the day on which
 * it was due. One that could not be read is not waited for.
 */
export async function billAwaited(setting: Setting): Promise<(due: DueTime, week: DaySpan) => boolean> {
  if (setting.costs.size === 0) return () => false;
  const { data, sources } = await knownData(setting);
  const { zone } = setting.playbooks().set.org;
  const nowMs = epochMs(setting.now());
  const unread = sources
    .filter(({ failures }) => failures === 0)
    .map(({ readAt }) => (readAt === null ? '' : new Date(wallMs(readAt.getTime(), zone)).toISOString().slice(0, 10)));
  return ({ period, at }, week) => {
    if (data.through !== null && data.through >= week.last) return false;
    return nowMs - at < patienceMs && unread.some((readOn) => readOn < period);
  };
}
