import type { Json } from '#domain/canonical-json.ts';

/** What a key is for, and what holds where it is not written. */
export interface KeyNote {
  readonly about: string;
  /** The value that is taken in its place. */
  readonly default?: Json;
  /** What is taken in its place, where that is no one value. */
  readonly otherwise?: string;
}

/** Notes by path: keys joined by dots, `<name>` for a name of the author's, lists passed over. */
export type KeyNotes = Readonly<Record<string, KeyNote | string>>;
