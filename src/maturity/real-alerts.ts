import type { AlertFacts } from '#domain/maturity-operation.ts';
import { inWindow, recordsOf, type Scope } from './scope.ts';

/** Alerts of the window that were no drills. */
export function realAlerts(scope: Scope): readonly AlertFacts[] {
  return recordsOf(scope.facts, 'alerts').filter(({ at, drill }) => !drill && inWindow(at, scope));
}
