import { z } from 'zod';
import { variables } from './config-variables.ts';
import { type ConnectionSecrets, connectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';
import { Secret } from './secret.ts';

/** How Countersign reaches Slack: over its own socket, or by requests that Slack signs and sends. */
type SlackTransport =
  | { readonly mode: 'socket'; readonly appToken: Secret }
  | { readonly mode: 'http'; readonly signingSecret: Secret };

export interface Config {
  /** Null: a PostgreSQL of our own, for trying and testing. */
  readonly databaseUrl: Secret | null;
  readonly dataFolder: string;
  readonly playbooksFolder: string;
  readonly secret: Secret;
  readonly slack: { readonly botToken: Secret; readonly transport: SlackTransport; readonly apiUrl: string | null };
  readonly host: string;
  readonly port: number;
  /** Where signed checkpoints of the ledger are written beside the database and Slack; null for not signing any. */
  readonly checkpoints: { readonly place: string | null } | null;
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error';
  readonly connection: (id: string) => ConnectionSecrets;
}

/** Reads the configuration. Throws a ConfigError that lists every problem at once, each with its variable and fix. */
export function readConfig(env: NodeJS.ProcessEnv = process.env): Config {
  const shape = z.object({
    DATABASE_URL: variables.DATABASE_URL.schema,
    COUNTERSIGN_SECRET: variables.COUNTERSIGN_SECRET.schema,
    SLACK_BOT_TOKEN: variables.SLACK_BOT_TOKEN.schema,
    SLACK_APP_TOKEN: variables.SLACK_APP_TOKEN.schema,
    SLACK_SIGNING_SECRET: variables.SLACK_SIGNING_SECRET.schema,
    SLACK_API_URL: variables.SLACK_API_URL.schema,
    COUNTERSIGN_URL: variables.COUNTERSIGN_URL.schema,
    COUNTERSIGN_PLAYBOOKS: variables.COUNTERSIGN_PLAYBOOKS.schema,
    COUNTERSIGN_DATA: variables.COUNTERSIGN_DATA.schema,
    COUNTERSIGN_CHECKPOINTS: variables.COUNTERSIGN_CHECKPOINTS.schema,
    HOST: variables.HOST.schema,
    PORT: variables.PORT.schema,
    LOG_LEVEL: variables.LOG_LEVEL.schema,
  });
  const given = givenIn(env);
  const read = shape.safeParse(given);
  const problems = read.success ? [] : read.error.issues.map(({ path: [name] }) => problem(String(name), given));
  if (given.SLACK_APP_TOKEN === undefined && given.SLACK_SIGNING_SECRET === undefined) {
    problems.push(`SLACK_APP_TOKEN is missing: ${variables.SLACK_APP_TOKEN.fix}`);
  }
  if (!read.success || problems.length > 0) throw new ConfigError([...new Set(problems)]);
  const value = read.data;
  return {
    databaseUrl: value.DATABASE_URL === undefined ? null : new Secret(value.DATABASE_URL),
    dataFolder: value.COUNTERSIGN_DATA ?? '.countersign',
    playbooksFolder: value.COUNTERSIGN_PLAYBOOKS ?? 'playbooks',
    secret: new Secret(value.COUNTERSIGN_SECRET),
    slack: {
      botToken: new Secret(value.SLACK_BOT_TOKEN),
      transport:
        value.SLACK_APP_TOKEN === undefined
          ? { mode: 'http', signingSecret: new Secret(value.SLACK_SIGNING_SECRET ?? '') }
          : { mode: 'socket', appToken: new Secret(value.SLACK_APP_TOKEN) },
      apiUrl: value.SLACK_API_URL ?? null,
    },
    checkpoints: { place: value.COUNTERSIGN_CHECKPOINTS ?? null },
    host: value.HOST ?? '0.0.0.0',
    port: value.PORT,
    logLevel: value.LOG_LEVEL,
    connection: (id) => connectionSecrets(given, id),
  };
}

/** Only what the command line's own verbs need: the database and the playbooks. Throws a ConfigError. */
export function readLocalConfig(
  env: NodeJS.ProcessEnv = process.env,
): Pick<Config, 'databaseUrl' | 'dataFolder' | 'playbooksFolder'> {
  const url = env.DATABASE_URL?.trim();
  if (url !== undefined && url !== '' && !variables.DATABASE_URL.schema.safeParse(url).success) {
    throw new ConfigError([problem('DATABASE_URL', env)]);
  }
  return {
    databaseUrl: url === undefined || url === '' ? null : new Secret(url),
    dataFolder: env.COUNTERSIGN_DATA ?? '.countersign',
    playbooksFolder: env.COUNTERSIGN_PLAYBOOKS ?? 'playbooks',
  };
}

/** What `countersign hooks` needs beside the database. Throws a ConfigError. */
export function readHookConfig(
  env: NodeJS.ProcessEnv = process.env,
): Pick<Config, 'secret' | 'port' | 'connection'> & { readonly publicUrl: string | null } {
  const given = givenIn(env);
  const { COUNTERSIGN_SECRET, COUNTERSIGN_URL, PORT } = variables;
  const read = z
    .object({
      COUNTERSIGN_SECRET: COUNTERSIGN_SECRET.schema,
      COUNTERSIGN_URL: COUNTERSIGN_URL.schema,
      PORT: PORT.schema,
    })
    .safeParse(given);
  if (!read.success) throw new ConfigError(read.error.issues.map(({ path: [name] }) => problem(String(name), given)));
  return {
    secret: new Secret(read.data.COUNTERSIGN_SECRET),
    publicUrl: read.data.COUNTERSIGN_URL ?? null,
    port: read.data.PORT,
    connection: (id) => connectionSecrets(given, id),
  };
}

/** Without those that are empty, as lines of .env.example are. */
function givenIn(env: NodeJS.ProcessEnv): Readonly<Record<string, string | undefined>> {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''));
}

function problem(name: string, given: Readonly<Record<string, string | undefined>>): string {
  const variable = Object.entries(variables).find(([known]) => known === name)?.[1];
  return `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}: ${variable?.fix ?? 'see .env.example'}`;
}
