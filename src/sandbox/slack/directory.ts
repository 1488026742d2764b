import { Refusal } from '#errors.ts';
import { refuse } from './api-refusal.ts';
import type { Person } from './people.ts';
import { type Channel, channel } from './places.ts';
import { nextId, type Workspace } from './workspace.ts';

/** A person by id or by name, with or without @. Refuses anyone unknown. */
export function personNamed(workspace: Workspace, given: string): Person {
  const name = given.replace(/^@/, '');
  const person = workspace.state.people.find((one) => one.id === given || one.name === name);
  if (person === undefined) throw new Refusal('no_such_person', `Nobody here is called “${given}”.`);
  return person;
}

/** The same, for someone who is about to do something: bots and deactivated people cannot. */
export function actorNamed(workspace: Workspace, given: string): Person {
  const person = personNamed(workspace, given);
  if (person.kind === 'bot' || person.kind === 'deactivated') {
    throw new Refusal('cannot_act', `${person.realName} cannot act here: the account is ${person.kind}.`);
  }
  return person;
}

/** A channel by id or by name, with or without #. Refuses what does not exist. */
export function channelNamed(workspace: Workspace, given: string): Channel {
  const name = given.replace(/^#/, '');
  const found = workspace.state.channels.find(
    (one) => one.id === given || (one.kind !== 'direct' && one.name === name),
  );
  if (found === undefined) throw new Refusal('no_such_channel', `There is no channel “${given}”.`);
  return found;
}

/** Whether someone can read the channel: a member, or a full member of the workspace when it is public. */
export function canRead(channel: Channel, person: Person): boolean {
  return channel.members.includes(person.id) || (channel.kind === 'public' && person.kind === 'member');
}

export function mustBeIn(channel: Channel, person: Person): void {
  if (channel.members.includes(person.id)) return;
  throw new Refusal('not_a_member', `${person.realName} is not in #${channel.name}. Act in a channel they are in.`);
}

/** The channel as the Web API sees it: what the app may not know of is not found. */
export function channelForApp(workspace: Workspace, id: string): Channel {
  const found = workspace.state.channels.find((one) => one.id === id);
  if (found === undefined) return refuse('channel_not_found');
  if (found.kind !== 'public' && !appIsIn(workspace, found)) return refuse('channel_not_found');
  return found;
}

export function appIsIn(workspace: Workspace, channel: Channel): boolean {
  return channel.members.includes(workspace.options.app.botUserId);
}

/** The app's direct messages with a person, made when there are none yet. */
export function directMessages(workspace: Workspace, person: string): Channel {
  const bot = workspace.options.app.botUserId;
  const existing = workspace.state.channels.find((one) => one.kind === 'direct' && one.members.includes(person));
  if (existing !== undefined) return existing;
  const opened = channel(nextId(workspace, 'D'), person, 'direct', '', [person, bot]);
  workspace.state.channels.push(opened);
  return opened;
}
