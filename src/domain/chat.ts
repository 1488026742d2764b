/** What Slack says of one of its users. */
export interface Profile {
  readonly slackUser: string;
  readonly kind: 'member' | 'guest' | 'external' | 'bot';
  readonly active: boolean;
  readonly name: string;
  /** IANA name. */
  readonly timeZone: string;
  /** Null where Slack does not tell. */
  readonly email: string | null;
}

/** Why it is not known who is in a user group; `no_answer` passes by itself, the others last until a person mends them. */
export type UnreadGroup = 'missing_scope' | 'paid_plans_only' | 'no_such_group' | 'no_answer';

/** The accounts in a user group, or why Slack does not tell. */
export type GroupReading =
  | { readonly slackUsers: readonly string[] }
  | { readonly unread: Exclude<UnreadGroup, 'no_answer'> };

/** What shows a chart where the workspace does not take Slack's own block for it. */
export interface Picture {
  /** `block_id` of the chart that it stands for. */
  readonly blockId: string;
  readonly title: string;
  /** At most 1,000 characters, with the numbers. */
  readonly altText: string;
  /** An SVG document in the font Inter. */
  readonly svg: string;
}

/** A message as it goes out: `text` is the notification, `blocks` is Block Kit; one picture for each chart in it. */
export interface Rendered {
  readonly text: string;
  readonly blocks: readonly object[];
  readonly pictures?: readonly Picture[];
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
  /**
   * The message with what this workspace takes in place of charts and tables that it lately refused; or how long to
   * wait until Slack has read a picture. Everything slow about a message happens here, before it is sent.
   */
  fit(message: Rendered): Promise<Rendered | { readonly waitMs: number }>;
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
  /** Shows these blocks in a person's App Home. Idempotent. */
  publishHome(slackUser: string, blocks: readonly object[]): Promise<void>;
  /** Null for a user Slack does not know. */
  profile(slackUser: string): Promise<Profile | null>;
  /** Who has an e-mail address; null for nobody, and where Slack does not let us ask. */
  profileByEmail(email: string): Promise<Profile | null>;
  /** Who is in a user group of the workspace, by its id. */
  userGroup(groupId: string): Promise<GroupReading>;
  /** How long to wait before the next post to a channel, in milliseconds; 0 if none. */
  paceMs(channel: string): number;
}
