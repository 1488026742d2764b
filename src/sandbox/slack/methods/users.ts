import { refuse } from '../api-refusal.ts';
import type { JsonObject } from '../json.ts';
import type { Person } from '../people.ts';
import type { Token } from '../tokens.ts';
import type { Workspace } from '../workspace.ts';
import { type Call, defineMethod } from './define-method.ts';
import { pageOf } from './paging.ts';

/** Seconds by which a zone is ahead of UTC at a moment. */
function zoneOffset(timeZone: string, now: number): number {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' }).formatToParts(now);
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? 'GMT';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d+):(\d+)/.exec(name) ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours) * 3600 + Number(minutes) * 60);
}

function zoneLabel(timeZone: string, now: number): string {
  const parts = new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'long' }).formatToParts(now);
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? timeZone;
}

function zonePart(person: Person, now: number): JsonObject {
  const { timeZone } = person;
  return { tz: timeZone, tz_label: zoneLabel(timeZone, now), tz_offset: zoneOffset(timeZone, now) };
}

/** Deactivated people have neither zone nor rights; the e-mail address shows only with its scope. */
function userJson(workspace: Workspace, person: Person, caller: Token): JsonObject {
  const deleted = person.kind === 'deactivated';
  const email = caller.scopes.includes('users:read.email') && person.kind !== 'bot' && { email: person.email };
  const external = person.kind === 'external';
  return {
    id: person.id,
    team_id: person.teamId,
    name: person.name,
    deleted,
    real_name: person.realName,
    ...(!deleted && zonePart(person, workspace.clock.now())),
    profile: {
      title: person.title,
      real_name: person.realName,
      real_name_normalized: person.realName,
      display_name: person.name,
      display_name_normalized: person.name,
      team: person.teamId,
      ...email,
    },
    is_bot: person.kind === 'bot',
    ...(!deleted && {
      is_admin: false,
      is_owner: false,
      is_primary_owner: false,
      is_restricted: person.kind === 'guest',
      is_ultra_restricted: false,
    }),
    ...(external && { is_stranger: true }),
    is_app_user: false,
    updated: 0,
  };
}

/** The event that tells the app how a person is now, as far as its scopes let it see. */
export function userChange(workspace: Workspace, id: string): JsonObject {
  const person = workspace.state.people.find((one) => one.id === id);
  const bot = [...workspace.tokens.values()].findLast(({ kind }) => kind === 'bot');
  if (person === undefined || bot === undefined) throw new Error(`nobody can tell the app about ${id}`);
  const at = workspace.clock.now() / 1000;
  return {
    type: 'user_change',
    user: userJson(workspace, person, bot),
    cache_ts: Math.floor(at),
    event_ts: String(at),
  };
}

/** The app's own bot user is a user like others. */
function everyone(workspace: Workspace): Person[] {
  const { app } = workspace.options;
  const bot: Person = {
    id: app.botUserId,
    name: app.name.toLowerCase(),
    realName: app.name,
    title: '',
    email: '',
    kind: 'bot',
    timeZone: 'UTC',
    teamId: workspace.state.team.id,
  };
  return [...workspace.state.people, bot];
}

function only({ workspace, caller }: Call, person: Person | undefined, error: string): JsonObject {
  return person === undefined ? refuse(error) : { user: userJson(workspace, person, caller) };
}

export const usersInfo = defineMethod({
  name: 'users.info',
  token: 'bot',
  scopes: ['users:read'],
  tier: 4,
  run: (call) => {
    const id = call.args.need('user', 'user_not_found');
    const person = everyone(call.workspace).find((one) => one.id === id);
    return only(call, person, 'user_not_found');
  },
});

export const usersLookupByEmail = defineMethod({
  name: 'users.lookupByEmail',
  token: 'bot',
  scopes: ['users:read.email'],
  tier: 3,
  run: (call) => {
    const email = call.args.need('email', 'users_not_found').toLowerCase();
    const people = call.workspace.state.people.filter((one) => one.kind !== 'deactivated' && one.kind !== 'bot');
    return only(
      call,
      people.find((one) => one.email.toLowerCase() === email),
      'users_not_found',
    );
  },
});

export const usersList = defineMethod({
  name: 'users.list',
  token: 'bot',
  scopes: ['users:read'],
  tier: 2,
  run: (call) => {
    const { workspace, caller } = call;
    const { page, next } = pageOf(call, everyone(workspace), { usual: 1000, most: 1000 });
    return {
      members: page.map((person) => userJson(workspace, person, caller)),
      cache_ts: Math.floor(workspace.clock.now() / 1000),
      response_metadata: { next_cursor: next },
    };
  },
});
