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

const signs = { '<': '<', '<=': '≤', '=': '=', '!=': '≠', '>=': '≥', '>': '>' } as const;

/** The operator as people read it, as `≤`. */
export function sign(op: Operator): string {
  return signs[op];
}
