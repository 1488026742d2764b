import { type Answer, eventTaken } from './delivery.ts';
import { actorNamed, appIsIn, directMessages } from './directory.ts';
import { escapeTyped } from './escaping.ts';
import type { JsonObject } from './json.ts';
import { messageJson } from './message-json.ts';
import { addMessage, findMessage } from './messages.ts';
import { viewObject } from './modals.ts';
import { eventPayload } from './payloads.ts';
import type { Person } from './people.ts';
import type { Channel } from './places.ts';
import type { StoredMessage } from './state.ts';
import { channelType, isSubscribed } from './subscriptions.ts';
import { nextId, nextTs, type Workspace } from './workspace.ts';

/** Waits before the first, second and third retry of an event, on the workspace's clock. */
const RETRY_AFTER_MS = [0, 60_000, 300_000];

/** Sends an event the app subscribed to; answers after the first try, retries follow on the workspace's clock. */
export async function emitEvent(workspace: Workspace, event: JsonObject): Promise<Answer | null> {
  if (!isSubscribed(workspace, event)) return null;
  const type = String(event['type']);
  const payload = eventPayload(workspace, event, nextId(workspace, 'Ev'));
  return await attempt(workspace, { title: type, payload }, null);
}

async function attempt(
  workspace: Workspace,
  sent: { title: string; payload: JsonObject },
  retry: { number: number; reason: string } | null,
): Promise<Answer> {
  const answer = await workspace.deliver({ kind: 'event', ...sent, retry });
  const tries = retry?.number ?? 0;
  const wait = RETRY_AFTER_MS[tries];
  if (eventTaken(answer) || wait === undefined || answer.noRetry) return answer;
  const reason = reasonFor(workspace, answer);
  workspace.agenda.after(wait, () => void attempt(workspace, sent, { number: tries + 1, reason }));
  return answer;
}

/** A new message in a channel where the app is, its own included, which say so by their `bot_id`. */
export function announceMessage(workspace: Workspace, message: StoredMessage): void {
  const channel = workspace.state.channels.find(({ id }) => id === message.channel);
  if (channel === undefined || !appIsIn(workspace, channel)) return;
  void emitEvent(workspace, {
    ...messageJson(workspace, message, false),
    type: 'message',
    channel: channel.id,
    channel_type: channelType(channel.kind),
    event_ts: message.ts,
  });
}

function reasonFor(workspace: Workspace, answer: Answer): string {
  if (workspace.options.delivery.mode === 'socket') return 'timeout';
  if (answer.outcome === 'timeout') return 'http_timeout';
  return answer.outcome === 'unreachable' ? 'connection_failed' : 'http_error';
}

/** Someone opens the app's Home tab; the app hears of it each time. */
export async function openHome(workspace: Workspace, as: string): Promise<Answer | null> {
  const person = actorNamed(workspace, as);
  const view = workspace.state.homes[person.id];
  return await emitEvent(workspace, {
    type: 'app_home_opened',
    user: person.id,
    channel: directMessages(workspace, person.id).id,
    tab: 'home',
    ...(view !== undefined && { view: viewObject(workspace, view) }),
    event_ts: nextTs(workspace),
  });
}

/** Someone writes text; where it mentions the app and the app is in the channel, the app hears of it. */
export async function say(
  workspace: Workspace,
  person: Person,
  channel: Channel,
  typed: { text: string; threadTs: string | null },
): Promise<StoredMessage> {
  const { app } = workspace.options;
  const parent = typed.threadTs === null ? undefined : findMessage(workspace, channel.id, typed.threadTs);
  const message = addMessage(workspace, channel, {
    user: person.id,
    botId: null,
    text: escapeTyped(workspace, typed.text),
    threadTs: parent?.threadTs ?? parent?.ts ?? null,
  });
  const mentioned = message.text.includes(`<@${app.botUserId}>`) && channel.members.includes(app.botUserId);
  if (!mentioned) return message;
  await emitEvent(workspace, {
    type: 'app_mention',
    user: person.id,
    text: message.text,
    ts: message.ts,
    channel: channel.id,
    team: workspace.state.team.id,
    ...(message.threadTs !== null && { thread_ts: message.threadTs }),
    event_ts: message.ts,
  });
  return message;
}
