import { idleShare, type ResourceUsage, type UsageHour } from '#domain/cloud-usage.ts';
import type { CostDay } from '#domain/cost.ts';
import type { Instant } from '#domain/instant.ts';

/** How much a resource was used on one day. */
export interface UsedDay {
  readonly day: CostDay;
  /** Predictions of the day, or the busiest hour's mean utilisation from 0 to 1. */
  readonly used: number;
  /** Hours of which there is data, and those of them in which nobody used it. */
  readonly hours: number;
  readonly idleHours: number;
}

/** The days of a resource's hours, oldest first. A machine is as used as in its busiest hour, an endpoint in all of them. */
export function usedDays(
  { kind, hours }: Pick<ResourceUsage, 'kind' | 'hours'>,
  dayOf: (hour: Instant) => CostDay,
): readonly UsedDay[] {
  const counted = kind === 'endpoint';
  const days = Map.groupBy(hours, ({ hour }) => dayOf(hour));
  const used = (own: readonly UsageHour[]) =>
    own.reduce((all, one) => (counted ? all + one.used : Math.max(all, one.used)), 0);
  return [...days]
    .map(([day, own]) => ({
      day,
      used: used(own),
      hours: own.length,
      idleHours: own.filter((one) => (counted ? one.used < 1 : one.used < idleShare)).length,
    }))
    .sort((a, b) => (a.day < b.day ? -1 : 1));
}
