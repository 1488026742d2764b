import { randomBytes } from 'node:crypto';
import { Refusal } from '#errors.ts';
import { ApiRefusal } from './api-refusal.ts';
import { channelNamed } from './directory.ts';
import { isObject, type JsonObject, parseJson } from './json.ts';
import { addMessage, changeMessage, ephemeralsIn, findMessage, removeMessage } from './messages.ts';
import type { StoredMessage } from './state.ts';
import { checkedBlocks } from './view-checks.ts';
import { nextId, type Workspace } from './workspace.ts';

export interface ResponseUrl {
  readonly channel: string;
  readonly person: string;
  /** The clicked message; null for a command's URL, which can only add messages. */
  readonly ts: string | null;
  readonly issuedAt: number;
  uses: number;
}

export interface ResponseAnswer {
  readonly status: number;
  readonly text: string;
}

const USES = 5;
const LIFE_MS = 30 * 60_000;

export function issueResponseUrl(workspace: Workspace, channel: string, person: string, ts: string | null): string {
  const key = `${workspace.state.team.id}/${nextId(workspace, '')}/${randomBytes(12).toString('hex')}`;
  workspace.responseUrls.set(key, { channel, person, ts, issuedAt: workspace.clock.now(), uses: 0 });
  return `${workspace.origin}/response/${key}`;
}

/** Does what a POST to a response URL asks: five times within thirty minutes, in any channel. */
export function useResponseUrl(workspace: Workspace, key: string, raw: string): ResponseAnswer {
  const url = workspace.responseUrls.get(key);
  if (url === undefined) return { status: 404, text: 'no_service' };
  if (workspace.clock.now() - url.issuedAt > LIFE_MS) return { status: 404, text: 'expired_url' };
  if (url.uses >= USES) return { status: 404, text: 'used_url' };
  const body = parseJson(raw);
  if (!isObject(body)) return { status: 400, text: 'invalid_payload' };
  url.uses += 1;
  try {
    return respond(workspace, url, body);
  } catch (error) {
    if (error instanceof ApiRefusal) return { status: 400, text: error.code };
    if (error instanceof Refusal) return { status: 404, text: 'channel_not_found' };
    throw error;
  }
}

function clickedMessage(workspace: Workspace, url: ResponseUrl): StoredMessage | undefined {
  const { ts } = url;
  if (ts === null) return undefined;
  const own = (message: StoredMessage) => message.ts === ts && message.viewer === url.person;
  return findMessage(workspace, url.channel, ts) ?? ephemeralsIn(workspace, url.channel).find(own);
}

function respond(workspace: Workspace, url: ResponseUrl, body: JsonObject): ResponseAnswer {
  const original = clickedMessage(workspace, url);
  const changes = url.ts !== null && (body['replace_original'] === true || body['delete_original'] === true);
  if (changes && original === undefined) return { status: 404, text: 'message_not_found' };
  if (body['delete_original'] === true && original !== undefined) {
    removeMessage(workspace, original);
    return { status: 200, text: 'ok' };
  }
  const text = typeof body['text'] === 'string' ? body['text'] : undefined;
  const blocks = checkedBlocks(workspace, text, body['blocks']);
  if (changes && original !== undefined) {
    changeMessage(workspace, original, { text: text ?? '', blocks });
    return { status: 200, text: 'ok' };
  }
  const { app } = workspace.options;
  addMessage(workspace, channelNamed(workspace, url.channel), {
    user: app.botUserId,
    botId: app.botId,
    text: text ?? '',
    blocks,
    threadTs: threadOf(workspace, url, body),
    viewer: body['response_type'] === 'in_channel' ? null : url.person,
  });
  return { status: 200, text: 'ok' };
}

function threadOf(workspace: Workspace, url: ResponseUrl, body: JsonObject): string | null {
  const threadTs = body['thread_ts'];
  if (typeof threadTs !== 'string' || body['replace_original'] !== false) return null;
  const parent = findMessage(workspace, url.channel, threadTs);
  return parent === undefined ? null : (parent.threadTs ?? parent.ts);
}
