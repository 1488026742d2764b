/** A moment as RFC 3339 text in UTC, as `Date.prototype.toISOString` writes it: `2026-11-30T09:00:00.000Z`. */
export type Instant = string;

const form = /^(?:[+-]\d{6}|\d{4})-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?$/;

/**
 * Milliseconds since the epoch; a date alone is its midnight in UTC. Throws a RangeError for text that is no instant,
 * also for a time without an offset, which would be another instant on another machine.
 */
export function epochMs(instant: Instant): number {
  const ms = typeof instant === 'string' && form.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not an instant: ${instant}`);
  return ms;
}

/** Text of others as the instant it is, null where it is none. */
export function instantIn(text: string | null): Instant | null {
  return text !== null && form.test(text) && !Number.isNaN(Date.parse(text)) ? instantAt(Date.parse(text)) : null;
}

export function instantAt(ms: number): Instant {
  return new Date(ms).toISOString();
}
