import { durationMs } from '../duration.ts';
import type { AlertRule } from '../keys.ts';
import { driftConditions } from './drift-conditions.ts';

/** The longest time for which a drift condition of an alert has to hold, in milliseconds. */
export function longestHeldMs(rule: Pick<AlertRule, 'when' | 'clearWhen'>): number {
  const conditions = [...driftConditions(rule.when), ...driftConditions(rule.clearWhen)];
  return Math.max(0, ...conditions.map(({ for: held }) => durationMs(held) ?? 0));
}
