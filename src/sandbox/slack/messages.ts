import { withIds } from './elements.ts';
import type { JsonObject } from './json.ts';
import type { Channel } from './places.ts';
import type { MessageMetadata, StoredMessage } from './state.ts';
import { nextTs, type Workspace } from './workspace.ts';

export interface Draft {
  readonly user: string;
  readonly botId: string | null;
  readonly text: string;
  readonly blocks?: readonly JsonObject[];
  readonly attachments?: readonly JsonObject[];
  readonly threadTs?: string | null;
  readonly broadcast?: boolean;
  readonly metadata?: MessageMetadata | null;
  readonly viewer?: string | null;
  readonly files?: readonly string[];
}

function asTicks(ts: string): number {
  const [seconds = '', micros = ''] = ts.split('.');
  return Number(seconds) * 1_000_000 + Number(micros.padEnd(6, '0').slice(0, 6));
}

/** Negative when `a` is older than `b`, as text of any precision. */
export function compareTs(a: string, b: string): number {
  return asTicks(a) - asTicks(b);
}

export function messagesIn(workspace: Workspace, channelId: string): readonly StoredMessage[] {
  return workspace.state.messages[channelId] ?? [];
}

export function ephemeralsIn(workspace: Workspace, channelId: string): readonly StoredMessage[] {
  return workspace.ephemerals.get(channelId) ?? [];
}

export function findMessage(workspace: Workspace, channelId: string, ts: string): StoredMessage | undefined {
  const messages = messagesIn(workspace, channelId);
  let low = 0;
  let high = messages.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const message = messages[middle];
    const order = message === undefined ? 0 : compareTs(message.ts, ts);
    if (order === 0) return message?.ts === ts ? message : undefined;
    if (order < 0) low = middle + 1;
    else high = middle - 1;
  }
  return undefined;
}

/** Puts a message where people see it: into the channel, or before its only viewer. Nothing is de-duplicated. */
export function addMessage(workspace: Workspace, channel: Channel, draft: Draft): StoredMessage {
  const message: StoredMessage = {
    ts: nextTs(workspace),
    channel: channel.id,
    user: draft.user,
    botId: draft.botId,
    text: draft.text,
    blocks: withIds(workspace, draft.blocks ?? []),
    attachments: [...(draft.attachments ?? [])],
    threadTs: draft.threadTs ?? null,
    broadcast: draft.broadcast ?? false,
    replies: [],
    edited: null,
    metadata: draft.metadata ?? null,
    viewer: draft.viewer ?? null,
    at: workspace.clock.now(),
    files: draft.files ?? [],
  };
  if (message.viewer === null) store(workspace, message);
  else workspace.ephemerals.set(channel.id, [...ephemeralsIn(workspace, channel.id), message]);
  tell(workspace, message);
  return message;
}

function store(workspace: Workspace, message: StoredMessage): void {
  const messages = workspace.state.messages[message.channel] ?? [];
  messages.push(message);
  workspace.state.messages[message.channel] = messages;
  workspace.announce(message);
  if (message.threadTs === null) return;
  const parent = findMessage(workspace, message.channel, message.threadTs);
  if (parent === undefined) return;
  parent.replies.push(message.ts);
  tell(workspace, parent);
}

export function changeMessage(
  workspace: Workspace,
  message: StoredMessage,
  change: {
    text?: string;
    blocks?: readonly JsonObject[];
    metadata?: MessageMetadata | null;
    editedBy?: string | null;
  },
): void {
  if (change.text !== undefined) message.text = change.text;
  if (change.blocks !== undefined) message.blocks = withIds(workspace, change.blocks);
  if (change.metadata !== undefined) message.metadata = change.metadata;
  const editor = change.editedBy ?? null;
  if (editor !== null) message.edited = { user: editor, ts: nextTs(workspace) };
  tell(workspace, message);
}

export function removeMessage(workspace: Workspace, message: StoredMessage): void {
  if (message.viewer === null) {
    const rest = messagesIn(workspace, message.channel).filter((one) => one !== message);
    workspace.state.messages[message.channel] = rest;
    const parent = message.threadTs === null ? undefined : findMessage(workspace, message.channel, message.threadTs);
    if (parent !== undefined) parent.replies = parent.replies.filter((ts) => ts !== message.ts);
  } else {
    const rest = ephemeralsIn(workspace, message.channel).filter((one) => one !== message);
    workspace.ephemerals.set(message.channel, rest);
  }
  tell(workspace, message);
}

/** Takes a person's ephemeral messages out of every channel. */
export function forgetEphemerals(workspace: Workspace, viewer: string): void {
  const own = [...workspace.ephemerals.values()].flat().filter((message) => message.viewer === viewer);
  for (const message of own) removeMessage(workspace, message);
}

function tell(workspace: Workspace, message: StoredMessage): void {
  workspace.changes.tell({ type: 'message', channel: message.channel, ts: message.ts });
}
