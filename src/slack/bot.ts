import type { WebClient } from '@slack/web-api';
import type { Setting } from '#operations/setting.ts';

/** What the listeners need to know that Slack or the clock did not just tell them. */
export interface Bot {
  readonly setting: Setting;
  /** For modals, ephemerals and reads while a person waits. */
  readonly client: WebClient;
  /** The effect that posted a message, by its metadata; null for what is not ours. */
  readonly effectOf: (metadata: unknown) => string | null;
  /** Keeps what went wrong under a reference a person can quote; answers the reference. */
  readonly reportBug: (error: unknown, where: string) => string;
  /** Notes refusals and other systems' failures. */
  readonly note: (error: Error, where: string) => void;
}

/** Who did something, as Slack signed it. */
export interface Signed {
  readonly teamId: string;
  readonly slackUser: string;
  /** Where it was done; null in App Home and in modals. */
  readonly channel: string | null;
  readonly triggerId: string;
}
