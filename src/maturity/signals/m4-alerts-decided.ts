import { epochMs } from '#domain/instant.ts';
import type { AlertFacts } from '#domain/maturity-operation.ts';
import { realAlerts } from '../real-alerts.ts';
import { defineSignal, share } from './define.ts';

export const m4AlertsDecided = defineSignal({
  id: 'M4',
  title: 'Alerts are decided in time',
  formula: 'alerts decided inside their time / alerts that were decided or whose time is over',
  unit: 'share',
  window: '90 days or five promotions',
  minimum: 5,
  sources: ['alerts'],
  capabilities: ['monitoring'],
  process: 'monitoring',
  bars: { evidenced: { atLeast: 0.8 }, verified: { atLeast: 0.95 } },
  measure: (scope) =>
    share(
      realAlerts(scope).filter((alert) => alert.decidedAt !== null || dueMs(alert) <= scope.nowMs),
      (alert) => alert.decidedAt !== null && epochMs(alert.decidedAt) <= dueMs(alert),
    ),
});

function dueMs({ at, slaHours }: AlertFacts): number {
  return epochMs(at) + slaHours * 3_600_000;
}
