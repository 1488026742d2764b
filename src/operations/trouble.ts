import type { UpstreamError } from '#errors.ts';
import type { RequestRow } from '#store/requests.ts';

/** What another system's silence means for a request, as its card tells it. */
export interface Trouble {
  readonly system: string;
  /** Whether it answered at all, if only to refuse. */
  readonly answered: boolean;
  readonly because: string;
  readonly tries: number;
  readonly nextTryAt: string;
  /** Whether a try may have worked although no answer said so. */
  readonly ambiguous: boolean;
}

/** How long to wait after one more failed try: doubling up to five minutes unless the system said how long. */
export function nextWaitMs(row: RequestRow, error: UpstreamError): number {
  return error.retryAfterMs ?? Math.min(1_000 * 2 ** (troubleOf(row)?.tries ?? 0), 300_000);
}

/** The trouble after one more failed try, the next one `afterMs` from now. */
export function nextTrouble(row: RequestRow, now: string, error: UpstreamError, afterMs: number): Trouble {
  return {
    system: error.system,
    answered: error.status !== null && error.status < 500,
    because: error.message,
    tries: (troubleOf(row)?.tries ?? 0) + 1,
    nextTryAt: new Date(Date.parse(now) + afterMs).toISOString(),
    ambiguous: error.ambiguous || troubleOf(row)?.ambiguous === true,
  };
}

export function troubleOf(row: RequestRow): Trouble | null {
  const { trouble } = row.outcome;
  return isTrouble(trouble) ? trouble : null;
}

export function withoutTrouble({ outcome: { trouble: _, ...rest } }: RequestRow): RequestRow['outcome'] {
  return rest;
}

function isTrouble(value: unknown): value is Trouble {
  return typeof value === 'object' && value !== null && 'system' in value && 'nextTryAt' in value;
}
