import type { Taken } from '#views/fitted-blocks.ts';

/** Kinds of blocks that a workspace may not take, in the order in which a refusal is blamed on them. */
const kinds = ['data_visualization', 'image', 'table'] as const;
type Kind = (typeof kinds)[number];

const suspectedMs = 10 * 60_000;
const knownMs = 24 * 60 * 60_000;

/**
 * What a workspace refused lately. Slack's refusal of blocks does not say that a kind is not there yet, so a kind is
 * first suspected; when a message without it is taken, that is known for a day, and when none is, it is forgotten.
 */
export class RefusedBlocks {
  readonly #now: () => number;
  readonly #refused = new Map<Kind, { readonly untilMs: number; readonly known: boolean }>();

  /** `now` in milliseconds since 1970. */
  constructor(now: () => number) {
    this.#now = now;
  }

  get taken(): Taken & { readonly pictures: boolean } {
    return { charts: this.#takes('data_visualization'), tables: this.#takes('table'), pictures: this.#takes('image') };
  }

  /** Slack refused these blocks: whether the same message may be taken in another form, which `taken` then says. */
  refused(blocks: readonly object[]): boolean {
    const suspect = kinds.find((kind) => this.#takes(kind) && has(blocks, kind));
    if (suspect === undefined) {
      for (const [kind, { known }] of this.#refused) if (!known) this.#refused.delete(kind);
      return false;
    }
    this.#refused.set(suspect, { untilMs: this.#now() + suspectedMs, known: false });
    return true;
  }

  /** Slack took `sent` in the place of `wanted`: what it lacks is known to be refused. */
  tookInstead(wanted: readonly object[], sent: readonly object[]): void {
    for (const [kind, { known }] of this.#refused) {
      const replaced = has(wanted, kind) && !has(sent, kind);
      if (!known && replaced) this.#refused.set(kind, { untilMs: this.#now() + knownMs, known: true });
    }
  }

  /** Pictures cannot be uploaded, which lasts. */
  noPictures(): void {
    this.#refused.set('image', { untilMs: this.#now() + knownMs, known: true });
  }

  #takes(kind: Kind): boolean {
    const refusal = this.#refused.get(kind);
    if (refusal !== undefined && refusal.untilMs <= this.#now()) this.#refused.delete(kind);
    return !this.#refused.has(kind);
  }
}

function has(blocks: readonly object[], kind: Kind): boolean {
  return blocks.some((block) => 'type' in block && block.type === kind);
}
