import { Refusal } from '#errors.ts';
import type { FaultState, HomeView, MessageView, ModalView, WorkspaceView } from '../control.ts';
import { canRead, channelNamed, personNamed } from './directory.ts';
import { compareTs, ephemeralsIn, messagesIn } from './messages.ts';
import { stackOf, viewObject } from './modals.ts';
import type { StoredMessage } from './state.ts';
import type { Workspace } from './workspace.ts';

/** What people see. People and channels go by id or by name. */
export interface Sights {
  /** Oldest first; with `as` also that person's ephemerals; with `thread` the replies to that message instead. */
  messages(channel: string, as?: string, thread?: string): readonly MessageView[];
  modal(person: string): ModalView | null;
  home(person: string): HomeView['view'];
  workspace(): WorkspaceView;
}

export function sightsOf(workspace: Workspace): Sights {
  return {
    messages: (channel, as, thread) => visibleMessages(workspace, channel, as, thread),
    modal: (person) => modalView(workspace, person),
    home: (person) => homeView(workspace, person).view,
    workspace: () => workspaceView(workspace),
  };
}

export function messageView(workspace: Workspace, message: StoredMessage): MessageView {
  return {
    ts: message.ts,
    channel: message.channel,
    user: message.user,
    text: message.text,
    blocks: structuredClone(message.blocks),
    threadTs: message.threadTs,
    replyCount: message.replies.length,
    edited: message.edited !== null,
    ephemeral: message.viewer !== null,
    metadata: message.metadata,
    at: new Date(message.at).toISOString(),
    files: workspace.state.files
      .filter(({ id }) => message.files.includes(id))
      .map(({ id, title, altText, mimetype }) => ({ id, title, altText, mimetype })),
  };
}

function visibleMessages(
  workspace: Workspace,
  channelName: string,
  as: string | undefined,
  thread: string | undefined,
): readonly MessageView[] {
  const channel = channelNamed(workspace, channelName);
  const reader = as === undefined ? null : personNamed(workspace, as);
  const readable = reader === null || canRead(channel, reader);
  const own = ephemeralsIn(workspace, channel.id).filter((message) => message.viewer === reader?.id);
  if (!readable && own.length === 0) {
    throw new Refusal('cannot_read', `${reader.realName} cannot read #${channel.name}.`);
  }
  return [...(readable ? messagesIn(workspace, channel.id) : []), ...own]
    .filter((message) =>
      thread === undefined ? message.threadTs === null || message.broadcast : message.threadTs === thread,
    )
    .sort((a, b) => compareTs(a.ts, b.ts))
    .map((message) => messageView(workspace, message));
}

function modalView(workspace: Workspace, personName: string): ModalView | null {
  const stack = stackOf(workspace, personNamed(workspace, personName).id);
  const top = stack.at(-1);
  if (top === undefined) return null;
  return {
    viewId: top.id,
    hash: top.hash,
    depth: stack.length,
    view: structuredClone(viewObject(workspace, top)),
    errors: top.errors,
    notice: top.notice,
  };
}

export function homeView(workspace: Workspace, personName: string): HomeView {
  const home = workspace.state.homes[personNamed(workspace, personName).id];
  return { view: home === undefined ? null : structuredClone(viewObject(workspace, home)) };
}

export function allFaults(workspace: Workspace): Record<string, FaultState> {
  const ofRegistry = workspace.options.registry?.faults() ?? {};
  const own = Object.entries(workspace.faults.states()).map(([name, state]) => [`slack.${name}`, state] as const);
  return { ...Object.fromEntries(own), ...ofRegistry };
}

function workspaceView(workspace: Workspace): WorkspaceView {
  const { app } = workspace.options;
  const { team, people, channels } = workspace.state;
  return {
    team: { ...team },
    app: {
      id: app.id,
      name: app.name,
      botUserId: app.botUserId,
      commands: app.commands.map(({ command, description, usageHint }) => ({ command, description, usageHint })),
    },
    people: people.map(({ id, name, realName, title, kind, timeZone }) => ({
      id,
      name,
      realName,
      title,
      kind,
      timeZone,
    })),
    channels: channels.map(({ id, name, kind, topic, members }) => ({ id, name, kind, topic, members: [...members] })),
    now: new Date(workspace.clock.now()).toISOString(),
    faults: allFaults(workspace),
    tour: workspace.options.tour,
  };
}
