import type { FaultOptions } from '../faults.ts';

/** Keeps what the state was before each write, as long as reads may be stale. */
export interface Past<S> {
  beforeWrite(nowMs: number, state: S): void;
  /** The state as it was before the writes that `options` hides; `now` itself if it hides none. */
  seen(options: FaultOptions, nowMs: number, now: S): S;
  forget(): void;
}

export function past<S>(copy: (state: S) => S): Past<S> {
  let kept: { readonly atMs: number; readonly state: S }[] = [];
  return {
    beforeWrite(atMs, state) {
      kept.push({ atMs, state: copy(state) });
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
