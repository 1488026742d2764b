import type { AlertGroup } from '#playbook/alerts/alert-group.ts';

/** Whether stored JSON is what the judge of alerts remembers of a group. */
export function isAlertGroup(value: unknown): value is AlertGroup {
  return typeof value === 'object' && value !== null && 'since' in value && 'firingSince' in value && 'posts' in value;
}
