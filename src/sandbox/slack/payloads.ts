import type { JsonObject } from './json.ts';
import type { Person } from './people.ts';
import type { Channel } from './places.ts';
import type { Workspace } from './workspace.ts';

/** The token that Slack once used to prove itself; apps must not rely on it, and it is still sent. */
const VERIFICATION_TOKEN = 'local-verification-token';

function userPart(person: Person): JsonObject {
  return { id: person.id, username: person.name, name: person.name, team_id: person.teamId };
}

/** What every interaction payload starts with. */
export function interactionStart(workspace: Workspace, type: string, person: Person): JsonObject {
  const { team } = workspace.state;
  return {
    type,
    team: { id: team.id, domain: team.domain },
    user: userPart(person),
    api_app_id: workspace.options.app.id,
    token: VERIFICATION_TOKEN,
    enterprise: null,
    is_enterprise_install: false,
  };
}

function channelNameInCommand(channel: Channel): string {
  if (channel.kind === 'direct') return 'directmessage';
  return channel.kind === 'private' ? 'privategroup' : channel.name;
}

/** The form fields of a slash command. */
export function commandPayload(
  workspace: Workspace,
  person: Person,
  channel: Channel,
  typed: { command: string; text: string; responseUrl: string; triggerId: string },
): JsonObject {
  const { team } = workspace.state;
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    team_domain: team.domain,
    channel_id: channel.id,
    channel_name: channelNameInCommand(channel),
    user_id: person.id,
    user_name: person.name,
    command: typed.command,
    text: typed.text,
    api_app_id: workspace.options.app.id,
    is_enterprise_install: 'false',
    response_url: typed.responseUrl,
    trigger_id: typed.triggerId,
  };
}

/** The envelope around an event of the Events API. */
export function eventPayload(workspace: Workspace, event: JsonObject, eventId: string): JsonObject {
  const { team } = workspace.state;
  const { app } = workspace.options;
  return {
    token: VERIFICATION_TOKEN,
    team_id: team.id,
    context_team_id: team.id,
    context_enterprise_id: null,
    api_app_id: app.id,
    event,
    type: 'event_callback',
    event_id: eventId,
    event_time: Math.floor(workspace.clock.now() / 1000),
    authorizations: [
      { enterprise_id: null, team_id: team.id, user_id: app.botUserId, is_bot: true, is_enterprise_install: false },
    ],
    is_ext_shared_channel: false,
  };
}
