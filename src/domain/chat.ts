/** What Slack says of one of its users. */
export interface Profile {
  readonly slackUser: string;
  readonly kind: 'member' | 'guest' | 'external' | 'bot';
  readonly active: boolean;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
}

/** A message as it goes out: `text` is the notification, `blocks` is Block Kit. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly object[];
}

/** Where a message is, as Slack's own answer named it. */
export interface Posted {
  readonly channel: string;
  readonly ts: string;
}

/**
 * Slack as the jobs see it. Calls throw `UpstreamError`; none of them is retried inside. `post` marks the message with
 * the id of its effect, so that `find` can tell a lost answer from a message that never arrived.
 */
export interface Chat {
  /** `channel` is a channel's id or `#name`, or a user's id for a direct message. */
  post(message: Rendered & { channel: string; threadTs: string | null; effect: string }): Promise<Posted>;
  /** Idempotent. */
  update(message: Rendered & Posted): Promise<void>;
  /** Idempotent: a message that is gone is done. */
  remove(message: Posted): Promise<void>;
  /**
   * Our own messages that carry the effect's mark, oldest first, after reading the whole window from `since` on; or
   * `impossible` where the workspace did not grant the history scopes.
   */
  find(query: {
    channel: string;
    threadTs: string | null;
    effect: string;
    since: Date;
  }): Promise<readonly Posted[] | 'impossible'>;
  /** Null for a user Slack does not know. */
  profile(slackUser: string): Promise<Profile | null>;
  /** How long to wait before the next post to a channel, in milliseconds; 0 if none. */
  paceMs(channel: string): number;
}
