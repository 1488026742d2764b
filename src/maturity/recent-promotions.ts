import type { PromotionFacts } from '#domain/maturity-operation.ts';
import { inWindow, recordsOf, type Scope } from './scope.ts';

/** Promotions that began to serve in the window, rollbacks among them; the same digest again is none. */
export function recent(scope: Scope): readonly PromotionFacts[] {
  return recordsOf(scope.facts, 'promotions').filter(
    ({ servedAt, changed }) => changed !== 'repeat' && inWindow(servedAt, scope),
  );
}
