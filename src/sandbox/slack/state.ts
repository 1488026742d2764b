import { isObject, type JsonObject } from './json.ts';
import type { Person, UserGroup } from './people.ts';
import type { Channel } from './places.ts';

export interface MessageMetadata {
  readonly event_type: string;
  readonly event_payload: JsonObject;
}

export interface StoredMessage {
  readonly ts: string;
  readonly channel: string;
  readonly user: string;
  readonly botId: string | null;
  text: string;
  blocks: JsonObject[];
  attachments: JsonObject[];
  readonly threadTs: string | null;
  /** A reply that is shown in the channel too. */
  readonly broadcast: boolean;
  /** Timestamps of the replies, oldest first; only parents have any. */
  replies: string[];
  edited: { readonly user: string; readonly ts: string } | null;
  metadata: MessageMetadata | null;
  /** The only person who sees it, for an ephemeral message. */
  readonly viewer: string | null;
  readonly at: number;
  /** Ids of the files it carries. */
  readonly files: readonly string[];
}

export interface StoredFile {
  readonly id: string;
  readonly name: string;
  readonly title: string;
  readonly altText: string | null;
  readonly mimetype: string;
  readonly base64: string;
  readonly size: number;
  readonly user: string;
  readonly createdAt: number;
  /** From then on blocks may show it, in milliseconds since the epoch. */
  readonly readyAt: number;
  readonly shares: { readonly channel: string; readonly ts: string }[];
}

export interface StoredView {
  readonly id: string;
  readonly person: string;
  readonly rootId: string;
  readonly previousId: string | null;
  /** The view as the app gave it, with block and action ids filled in. */
  spec: JsonObject;
  hash: string;
  values: JsonObject;
  errors: Record<string, string>;
  notice: string | null;
}

/** All that outlives a restart; ephemeral messages, open modals, triggers, response URLs and tokens do not. */
export interface WorkspaceState {
  readonly version: 1;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  people: Person[];
  channels: Channel[];
  groups: UserGroup[];
  messages: Record<string, StoredMessage[]>;
  homes: Record<string, StoredView>;
  files: StoredFile[];
  /** Microseconds of the youngest message timestamp. */
  lastTs: number;
  lastId: number;
}

type Carrying = { readonly files?: readonly string[] | undefined };
type Older = Omit<WorkspaceState, 'files' | 'messages'> & {
  readonly files?: StoredFile[] | undefined;
  readonly messages: Record<string, (Omit<StoredMessage, 'files'> & Carrying)[]>;
};

/** A state as it was written before messages carried files, or after. */
export function withFiles({ files, messages, ...rest }: Older): WorkspaceState {
  return {
    ...rest,
    files: files ?? [],
    messages: Object.fromEntries(
      Object.entries(messages).map(([channel, all]) => [
        channel,
        all.map((one) => ({ ...one, files: one.files ?? [] })),
      ]),
    ),
  };
}

/** Whether a value read from a file is the state of a workspace as `snapshot()` writes it. */
export function isWorkspaceState(value: unknown): value is WorkspaceState {
  return (
    isObject(value) &&
    value['version'] === 1 &&
    isObject(value['team']) &&
    Array.isArray(value['people']) &&
    Array.isArray(value['channels']) &&
    Array.isArray(value['groups']) &&
    isObject(value['messages']) &&
    isObject(value['homes']) &&
    typeof value['lastTs'] === 'number' &&
    typeof value['lastId'] === 'number'
  );
}
