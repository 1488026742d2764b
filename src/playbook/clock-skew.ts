const skewMs = 5 * 60_000;

/**
 * Whether a date somebody reported lies further ahead than clocks may disagree, so that it says nothing about an age;
 * notes when it will be believed.
 */
export function liesAhead(ms: number, context: { nowMs: number; mayChangeAt: (ms: number) => void }): boolean {
  context.mayChangeAt(ms - skewMs);
  return ms > context.nowMs + skewMs;
}
