import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { commands } from '#slack/commands/index.ts';
import { sourceFiles } from './support/source-files.ts';

const read = (path: string) => JSON.parse(readFileSync(path, 'utf8')) as unknown;

interface Manifest {
  features: { slash_commands: { command: string; usage_hint: string; description: string }[]; [key: string]: unknown };
  oauth_config: { scopes: { bot: string[]; bot_optional: string[] } };
  settings: {
    event_subscriptions: { bot_events: string[] };
    interactivity: { is_enabled: boolean };
    socket_mode_enabled: boolean;
  };
}

const manifest = read('manifest.json') as Manifest;
const validate = new Ajv({ allErrors: true, strict: true }).compile(
  read('test/support/slack-manifest.schema.json') as object,
);

/** The code that talks to Slack. */
const code = sourceFiles()
  .filter(({ path }) => path.startsWith('src/slack/') || path.startsWith('src/cli/') || /^src\/[^/]+$/.test(path))
  .map((file) => file.code)
  .join('\n');
const all = (shape: RegExp) => new Set([...code.matchAll(shape)].map(([, found = '']) => found));

/** The scopes any of which lets an app call a method, from Slack's reference; empty for none. */
const scopesOf: Readonly<Record<string, readonly string[]>> = {
  'auth.test': [],
  'apps.connections.open': [],
  'views.open': [],
  'views.push': [],
  'views.update': [],
  'views.publish': [],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  // With the second it tells e-mail addresses too.
  'users.info': ['users:read', 'users:read.email'],
  'users.lookupByEmail': ['users:read.email'],
  'conversations.history': ['channels:history', 'groups:history', 'im:history'],
  'conversations.replies': ['channels:history', 'groups:history', 'im:history'],
  'conversations.list': ['channels:read', 'groups:read'],
  'conversations.info': ['channels:read', 'groups:read'],
  'conversations.open': ['im:write'],
  'files.getUploadURLExternal': ['files:write'],
  'files.completeUploadExternal': ['files:write'],
  'files.info': ['files:read'],
  'usergroups.users.list': ['usergroups:read'],
};

describe('manifest.json', () => {
  it('holds to what Slack takes', () => {
    expect(validate(manifest) ? [] : validate.errors).toEqual([]);
  });

  it.each([
    ['a key that Slack does not know', (m: Manifest) => Object.assign(m, { extra: 1 })],
    ['such a key below', (m: Manifest) => Object.assign(m.features, { slash: [] })],
    [
      'a usage hint over 1000 characters',
      (m: Manifest) => Object.assign(m.features.slash_commands[0] ?? {}, { usage_hint: 'x'.repeat(1001) }),
    ],
    [
      'a command without a slash',
      (m: Manifest) => Object.assign(m.features.slash_commands[0] ?? {}, { command: 'mlops' }),
    ],
    ['a scope twice', (m: Manifest) => m.oauth_config.scopes.bot.push('commands')],
    ['a switch that is text', (m: Manifest) => Object.assign(m.settings, { socket_mode_enabled: 'yes' })],
  ])('would be refused with %s', (_, spoil) => {
    const copy = structuredClone(manifest);
    spoil(copy);
    expect(validate(copy)).toBe(false);
  });

  it('needs no public address: Socket Mode, and one paste', () => {
    expect(manifest.settings.socket_mode_enabled).toBe(true);
    expect(JSON.stringify(manifest)).not.toContain('http');
  });

  it('has every slash command the code listens to, and no other', () => {
    const heard = all(/\bapp\.command\(\s*'([^']+)'/g);
    expect(heard.size).toBeGreaterThan(0);
    expect(new Set(manifest.features.slash_commands.map(({ command }) => command))).toEqual(heard);
  });

  it('hints at every subcommand, in the order of help', () => {
    const usage = commands.map((command) => `${command.name} ${command.usage}`.trim()).join(' | ');
    expect(manifest.features.slash_commands.map(({ usage_hint }) => usage_hint)).toEqual([usage]);
  });

  it('subscribes to every event the code listens to, and no other', () => {
    const heard = all(/\bapp\.event\(\s*'([^']+)'/g);
    expect(heard.size).toBeGreaterThan(0);
    expect(new Set(manifest.settings.event_subscriptions.bot_events)).toEqual(heard);
    expect(code).not.toMatch(/\bapp\.(message|function|assistant)\(/);
  });

  it('turns interactivity on because the code listens to presses, and has just the shortcuts it listens to', () => {
    expect(code).toMatch(/\bapp\.(action|view|options)\b/);
    expect(manifest.settings.interactivity.is_enabled).toBe(true);
    expect(code.includes('app.shortcut(')).toBe('shortcuts' in manifest.features);
  });
});

describe('the scopes of manifest.json', () => {
  const { bot, bot_optional } = manifest.oauth_config.scopes;
  const asked = [...bot, ...bot_optional];
  const called = new Set([...all(/\bclient\.((?:[a-z]+\.)+[a-zA-Z]+)\(/g), ...all(/\bcall\('([a-zA-Z.]+)'/g)]);

  it('are known for each method the code calls', () => {
    expect(called.size).toBeGreaterThan(8);
    expect([...called].filter((method) => !(method in scopesOf))).toEqual([]);
  });

  it('let the code call each of them', () => {
    const lacking = [...called].filter((method) => {
      const scopes = scopesOf[method] ?? [];
      return scopes.length > 0 && !scopes.some((scope) => asked.includes(scope));
    });
    expect(lacking).toEqual([]);
  });

  it('are each needed by something', () => {
    const used = new Set(['commands', ...[...called].flatMap((method) => scopesOf[method] ?? [])]);
    expect(asked.filter((scope) => !used.has(scope))).toEqual([]);
  });

  it('ask for nothing twice and never for reading what people write as a condition', () => {
    expect(new Set(asked).size).toBe(asked.length);
    expect(bot.filter((scope) => scope.endsWith(':history'))).toEqual([]);
  });

  it('are each justified in docs/operations.md, and no other is', () => {
    const text = readFileSync('docs/operations.md', 'utf8');
    const rows = [...text.matchAll(/^\| `([a-z]+(?::[a-z.]+)?)` \| (yes|optional) \| (.+) \|$/gm)];
    expect(rows.map(([, scope, needed]) => [scope, needed])).toEqual([
      ...bot.map((scope) => [scope, 'yes']),
      ...bot_optional.map((scope) => [scope, 'optional']),
    ]);
    for (const [, scope, , why = ''] of rows) expect(why.length, scope).toBeGreaterThan(20);
  });
});
