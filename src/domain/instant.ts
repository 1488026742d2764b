/** A moment as RFC 3339 text in UTC, as `Date.prototype.toISOString` writes it: `2026-11-30T09:00:00.000Z`. */
export type Instant = string;

/** Milliseconds since the epoch. Throws a RangeError for text that is no instant. */
export function epochMs(instant: Instant): number {
  const ms = Date.parse(instant);
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

export function instantAt(ms: number): Instant {
  return new Date(ms).toISOString();
}
