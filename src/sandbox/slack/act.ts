import type {
  ActOutcome,
  CommandAct,
  HomeView,
  MessageView,
  OptionsAct,
  PressAct,
  SayAct,
  ViewAct,
} from '../control.ts';
import type { Answer } from './delivery.ts';
import { actorNamed, channelNamed, mustBeIn, personNamed } from './directory.ts';
import { emitEvent, openHome, say } from './events.ts';
import { close } from './interactions/close.ts';
import { runCommand } from './interactions/command.ts';
import { suggest } from './interactions/options.ts';
import { press } from './interactions/press.ts';
import { submit } from './interactions/submit.ts';
import type { JsonObject } from './json.ts';
import { forgetEphemerals } from './messages.ts';
import { userChange } from './methods/users.ts';
import { homeView, messageView } from './see.ts';
import type { Workspace } from './workspace.ts';

/** What people do in the workspace. Each act ends when the app has acked it, or has failed to in time. */
export interface Acts {
  command(act: CommandAct): Promise<ActOutcome>;
  press(act: PressAct): Promise<ActOutcome>;
  submit(act: ViewAct): Promise<ActOutcome>;
  close(act: ViewAct): Promise<ActOutcome>;
  options(act: OptionsAct): Promise<JsonObject>;
  /** Answers what is published when the app has acked; a view published later is seen by `see.home`. */
  openHome(as: string): Promise<HomeView>;
  say(act: SayAct): Promise<MessageView>;
  /** Someone loads Slack anew, and with that loses the ephemeral messages. */
  reload(as: string): void;
  /** Moves the clock; what is due by then runs, retries of events for example. */
  advance(ms: number): void;
  /** Takes a person, or the app by its bot user's id, into a channel or out of it. */
  invite(channel: string, member: string): void;
  remove(channel: string, member: string): void;
  archive(channel: string): void;
  /** Sets who is in a user group, by its id or handle; null switches it off. */
  regroup(group: string, members: readonly string[] | null): void;
  /** Gives a person another e-mail address; the app hears of it. */
  readdress(person: string, email: string): Promise<Answer | null>;
  /** Sends any event the app subscribed to; null when it did not. */
  emit(event: JsonObject): Promise<Answer | null>;
}

export function actsIn(workspace: Workspace): Acts {
  return {
    command: (act) => runCommand(workspace, act),
    press: (act) => press(workspace, act),
    submit: (act) => submit(workspace, act),
    close: (act) => close(workspace, act),
    options: (act) => suggest(workspace, act),
    openHome: async (as) => {
      await openHome(workspace, as);
      return homeView(workspace, as);
    },
    say: async (act) => {
      const person = actorNamed(workspace, act.as);
      const channel = channelNamed(workspace, act.channel);
      mustBeIn(channel, person);
      const typed = { text: act.text, threadTs: act.threadTs ?? null };
      return messageView(workspace, await say(workspace, person, channel, typed));
    },
    reload: (as) => forgetEphemerals(workspace, personNamed(workspace, as).id),
    advance: (ms) => {
      workspace.clock.advance(ms);
      workspace.agenda.runDue();
      workspace.changes.tell({ type: 'clock', now: new Date(workspace.clock.now()).toISOString() });
    },
    invite: (channel, member) => {
      const { members } = channelNamed(workspace, channel);
      const id = memberId(workspace, member);
      if (!members.includes(id)) members.push(id);
    },
    remove: (channel, member) => {
      const found = channelNamed(workspace, channel);
      const id = memberId(workspace, member);
      found.members = found.members.filter((one) => one !== id);
    },
    archive: (channel) => {
      channelNamed(workspace, channel).archived = true;
    },
    regroup: (group, members) => {
      const users = members?.map((member) => personNamed(workspace, member).id);
      workspace.state.groups = workspace.state.groups.map((one) =>
        one.id !== group && one.handle !== group ? one : { ...one, users: users ?? one.users, off: members === null },
      );
    },
    readdress: async (name, email) => {
      const { id } = personNamed(workspace, name);
      workspace.state.people = workspace.state.people.map((one) => (one.id === id ? { ...one, email } : one));
      return await emitEvent(workspace, userChange(workspace, id));
    },
    emit: (event) => emitEvent(workspace, event),
  };
}

function memberId(workspace: Workspace, member: string): string {
  const { botUserId } = workspace.options.app;
  return member === botUserId ? botUserId : personNamed(workspace, member).id;
}
