import type { FaultOptions } from './faults.ts';
import { type State, snapshotOf, stateFrom } from './state.ts';

/** Keeps what the state was before each write, as long as reads may be stale. */
export interface Past {
  beforeWrite(nowMs: number, state: State): void;
  /** The state as it was before the writes that `options` hides; `now` itself if it hides none. */
  seen(options: FaultOptions, nowMs: number, now: State): State;
  forget(): void;
}

export function past(): Past {
  let kept: { readonly atMs: number; readonly state: State }[] = [];
  return {
    beforeWrite(atMs, state) {
      kept.push({ atMs, state: stateFrom(snapshotOf(state)) });
    },
    seen({ ms, writes }, nowMs, now) {
      const hidden = ms === undefined ? kept.slice(-(writes ?? 1)) : kept.filter(({ atMs }) => atMs > nowMs - ms);
      return hidden[0]?.state ?? now;
    },
    forget() {
      kept = [];
    },
  };
}
