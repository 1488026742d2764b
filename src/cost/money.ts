import type { Difference } from '#domain/cost-report.ts';
import { add, type Decimal, decimal, decimalText, divide, multiply, subtract } from '#domain/decimal.ts';

export const zero: Decimal = { units: 0n, scale: 0 };

/** The exact sum of decimal texts. */
export function sumOf(amounts: Iterable<string>): string {
  let sum = zero;
  for (const amount of amounts) sum = add(sum, decimal(amount));
  return decimalText(sum);
}

export function minus(a: string, b: string): string {
  return decimalText(subtract(decimal(a), decimal(b)));
}

/** Decimal text with one digit after the point; null where the whole is not above zero. */
export function percentOf(part: string, whole: string): string | null {
  const w = decimal(whole);
  if (w.units <= 0n) return null;
  const scaled = multiply(decimal(part), { units: 100n * 10n ** BigInt(w.scale), scale: 0 });
  return decimalText(divide(scaled, w.units, 1));
}

/** How an amount stands to what was before. */
export function difference(now: string, before: string): Difference {
  const delta = minus(now, before);
  return { before, delta, percent: percentOf(delta, before) };
}

/** An amount divided evenly, to 12 digits after the point. */
export function shareOf(amount: string, parts: number): string {
  return decimalText(divide(decimal(amount), BigInt(parts), 12));
}

/** A number of statistics as decimal text with six digits after the point. */
export function rounded(value: number): string {
  return decimalText(divide(decimal(value), 1n, 6));
}
