import { LineCounter, parseDocument } from 'yaml';
import { z } from 'zod';
import { ConfigError } from '#errors.ts';
import type { SlackOptions } from './slack/options.ts';
import { channel } from './slack/places.ts';

const id = (prefix: string, what: string) =>
  z.string().regex(new RegExp(`^${prefix}[A-Z0-9]{4,20}$`), `an id of ${what} looks like ${prefix}0ABC1234`);
const handle = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,79}$/, 'a name is lower-case letters, digits, dots and dashes');
const text = z.string().max(500);

const seedShape = z.strictObject({
  team: z.strictObject({ id: id('T', 'a workspace'), name: text.min(1), domain: handle }),
  app: z.strictObject({
    id: id('A', 'an app').default('A0LOCAL001'),
    name: text.min(1),
    bot_user: id('U', 'a bot user').default('U0LOCALB01'),
    bot: id('B', 'a bot').default('B0LOCAL001'),
    request_url: z.url().nullable().default(null),
    signing_secret: text.min(1).default('local-signing-secret'),
    bot_token: z.string().startsWith('xoxb-').default('xoxb-local-bot-token'),
    app_token: z.string().startsWith('xapp-').default('xapp-local-app-token'),
    client_id: text.min(1).default('1000000001.2000000002'),
    client_secret: text.min(1).default('local-client-secret'),
    redirect_urls: z.array(z.url()).default([]),
    scopes: z.array(z.string()).default(['chat:write', 'commands', 'users:read']),
    events: z.array(z.string()).default(['app_home_opened']),
    home_tab: z.boolean().default(true),
    commands: z
      .array(
        z.strictObject({
          command: z
            .string()
            .max(32)
            .regex(/^\/[^\sA-Z/]+$/, 'a command is a slash and lower-case letters, as /deploy'),
          description: z.string().max(2000).default(''),
          usage_hint: z.string().max(1000).default(''),
          should_escape: z.boolean().default(false),
        }),
      )
      .default([]),
  }),
  people: z
    .array(
      z.strictObject({
        id: id('U', 'a person'),
        name: handle,
        real_name: text.min(1),
        title: text.default(''),
        email: z.email().optional(),
        kind: z.enum(['member', 'guest', 'external', 'bot', 'deactivated']).default('member'),
        time_zone: text.default('UTC'),
      }),
    )
    .min(1),
  channels: z
    .array(
      z.strictObject({
        id: id('C', 'a channel'),
        name: handle,
        kind: z.enum(['public', 'private']).default('public'),
        topic: text.default(''),
        members: z.array(handle).min(1),
        app: z.boolean().default(true),
      }),
    )
    .min(1),
  groups: z
    .array(
      z.strictObject({ id: id('S', 'a user group'), handle, name: text.min(1), people: z.array(handle).default([]) }),
    )
    .default([]),
});

type SeedFile = z.output<typeof seedShape>;

/**
 * A workspace for any app, from YAML: team, app, people, channels and groups, members by name. Throws a ConfigError with
 * a `file:line:column` sentence for each mistake.
 */
export function readSeed(file: string, yaml: string): Partial<SlackOptions> {
  const lines = new LineCounter();
  const document = parseDocument(yaml, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number) => {
    const { line, col } = lines.linePos(offset);
    return `${file}:${line}:${col}`;
  };
  const broken = document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`);
  if (broken.length > 0) throw new ConfigError(broken);
  const placed = (path: readonly PropertyKey[], sentence: string) => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node: unknown = document.getIn(path.slice(0, length), true);
      if (typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)) {
        return `${at(Number(node.range[0]))}: ${path.length > 0 ? `${path.join('.')}: ` : ''}${sentence}`;
      }
    }
    return `${file}:1:1: ${path.join('.')}: ${sentence}`;
  };
  const read = seedShape.safeParse(plainValue(document, file));
  if (!read.success) throw new ConfigError(read.error.issues.map((issue) => placed(issue.path, issue.message)));
  const unknown = strangers(read.data).map(({ path, sentence }) => placed(path, sentence));
  if (unknown.length > 0) throw new ConfigError(unknown);
  return optionsOf(read.data);
}

function plainValue(document: ReturnType<typeof parseDocument>, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 0 });
  } catch (error) {
    throw new ConfigError([`${file}:1:1: aliases are not read here: write the value out`], { cause: error });
  }
}

function strangers({ people, channels, groups }: SeedFile): readonly { path: PropertyKey[]; sentence: string }[] {
  const known = new Set(people.map(({ name }) => name));
  const named = [
    ...channels.map(({ members }, index) => ({ path: ['channels', index, 'members'], names: members })),
    ...groups.map((group, index) => ({ path: ['groups', index, 'people'], names: group.people })),
  ];
  return named.flatMap(({ path, names }) =>
    names.flatMap((name, index) =>
      known.has(name) ? [] : [{ path: [...path, index], sentence: `nobody under people is called "${name}"` }],
    ),
  );
}

function optionsOf({ team, app, people, channels, groups }: SeedFile): Partial<SlackOptions> {
  const idOf = (name: string) => people.find((person) => person.name === name)?.id ?? name;
  return {
    signingSecret: app.signing_secret,
    botToken: app.bot_token,
    appToken: app.app_token,
    scopes: app.scopes,
    oauth: { clientId: app.client_id, clientSecret: app.client_secret, redirectUrls: app.redirect_urls },
    delivery: app.request_url === null ? { mode: 'socket' } : { mode: 'http', requestUrl: app.request_url },
    app: {
      id: app.id,
      name: app.name,
      botUserId: app.bot_user,
      botId: app.bot,
      events: app.events,
      homeTab: app.home_tab,
      commands: app.commands.map(({ command, description, usage_hint, should_escape }) => ({
        command,
        description,
        usageHint: usage_hint,
        shouldEscape: should_escape,
      })),
    },
    seed: {
      team,
      people: people.map(({ real_name, time_zone, email, ...person }) => ({
        ...person,
        realName: real_name,
        timeZone: time_zone,
        email: email ?? `${person.name}@${team.domain}.example`,
        teamId: person.kind === 'external' ? 'T0OTHERTM1' : team.id,
      })),
      groups: groups.map((group) => ({
        id: group.id,
        handle: group.handle,
        name: group.name,
        users: group.people.map(idOf),
      })),
      channels: channels.map((one) =>
        channel(one.id, one.name, one.kind, one.topic, [...one.members.map(idOf), ...(one.app ? [app.bot_user] : [])]),
      ),
    },
  };
}
