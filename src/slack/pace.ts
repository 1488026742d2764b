/** Slack takes about one post a second and channel; the next one waits its turn instead of being refused. */
export class Pace {
  readonly #gapMs: number;
  readonly #last = new Map<string, number>();

  constructor(gapMs: number) {
    this.#gapMs = gapMs;
  }

  used(channel: string): void {
    const now = performance.now();
    for (const [known, at] of this.#last) if (now - at > this.#gapMs) this.#last.delete(known);
    this.#last.set(channel, now);
  }

  waitMs(channel: string): number {
    const last = this.#last.get(channel);
    return last === undefined ? 0 : Math.max(0, Math.ceil(last + this.#gapMs - performance.now()));
  }
}
