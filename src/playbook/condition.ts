import { compare, type Decimal } from '#domain/decimal.ts';
import type { Operator } from './reported.ts';

/** Whether `a op b`, computed exactly. */
export function holds(a: Decimal, op: Operator, b: Decimal): boolean {
  const order = compare(a, b);
  switch (op) {
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '=':
      return order === 0;
    case '!=':
      return order !== 0;
    case '>=':
      return order >= 0;
    case '>':
      return order > 0;
  }
}

/**
 * A reported number; null where there is none, and for NaN and the infinities, which are unknown (§3). Throws a
 * TypeError for what is no number at all.
 */
export function finite(value: number | null): number | null {
  if (value === null) return null;
  if (typeof value !== 'number') throw new TypeError(`${typeof value} where a number is expected`);
  return Number.isFinite(value) ? value : null;
}

const signs = { '<': '<', '<=': '≤', '=': '=', '!=': '≠', '>=': '≥', '>': '>' } as const;

/** The operator as people read it, as `≤`. */
export function sign(op: Operator): string {
  return signs[op];
}
