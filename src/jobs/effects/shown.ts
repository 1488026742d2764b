/** Where a message is and which revision of it is shown, as the confirmation of an effect keeps it. */
export interface Shown {
  readonly postedChannel: string;
  readonly ts: string;
  readonly revision: number;
  readonly renderedHash: string;
}

/** Reads a confirmation; null if it names no message: a person said that it is there, or it was shown before. */
export function shownIn(ref: Readonly<Record<string, unknown>>): Shown | null {
  const { channel, ts, revision, hash } = ref;
  if (typeof channel !== 'string' || typeof ts !== 'string') return null;
  return {
    postedChannel: channel,
    ts,
    revision: typeof revision === 'number' ? revision : 0,
    renderedHash: typeof hash === 'string' ? hash : '',
  };
}
