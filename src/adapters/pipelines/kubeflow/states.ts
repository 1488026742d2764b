import { type Instant, instantAt } from '#domain/instant.ts';
import type { RunState } from '#domain/pipeline.ts';

/** `RuntimeState` of the API, for runs and tasks alike; CANCELED is written with one L. */
export const runStates: ReadonlyMap<string, RunState> = new Map([
  ['PENDING', 'queued'],
  ['RUNNING', 'running'],
  ['PAUSED', 'paused'],
  ['CANCELING', 'cancelling'],
  ['SUCCEEDED', 'succeeded'],
  // A whole run that is skipped took every result from the cache.
  ['SKIPPED', 'succeeded'],
  ['FAILED', 'failed'],
  ['CANCELED', 'cancelled'],
]);

/** Every state that is not the last one of a run, and the one that says nothing. */
export const openStates: readonly string[] = ['RUNTIME_STATE_UNSPECIFIED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELING'];

/** Null where the server knows no time; it writes the epoch for that. */
export function instant(text: string): Instant | null {
  const ms = Date.parse(text);
  return Number.isNaN(ms) || ms <= 0 ? null : instantAt(ms);
}
