import { shiftDay } from '#cost/day.ts';
import type { CostDay } from '#domain/cost.ts';
import { epochMs } from '#domain/instant.ts';
import { wallMs } from '#playbook/zone.ts';
import type { Setting } from '../setting.ts';

/** Today in the zone of org.yaml, or the day that many days from it. */
export function reportingDay(setting: Setting, later = 0): CostDay {
  const { zone } = setting.playbooks().set.org;
  return shiftDay(new Date(wallMs(epochMs(setting.now()), zone)).toISOString().slice(0, 10), later);
}
