import { inspect } from 'node:util';
import { z } from 'zod';
import { ConfigError } from './errors.ts';

/** A value that never prints: only `reveal()` gives it away. */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
  }

  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return '[secret]';
  }

  toJSON(): string {
    return '[secret]';
  }

  [inspect.custom](): string {
    return '[secret]';
  }
}

/** How Countersign reaches Slack: over its own socket, or by requests that Slack signs and sends. */
type SlackTransport =
  | { readonly mode: 'socket'; readonly appToken: Secret }
  | { readonly mode: 'http'; readonly signingSecret: Secret };

/** Credentials of one connection of `org.yaml`, from `COUNTERSIGN_<ID>_…`. */
export interface ConnectionSecrets {
  readonly url: string | null;
  readonly username: string | null;
  readonly password: Secret | null;
  readonly token: Secret | null;
  /** Where a token is that is replaced from time to time. */
  readonly tokenFile?: string | null;
  /** Where runs of Vertex AI Pipelines write, as `gs://bucket/path`. */
  readonly outputDirectory?: string | null;
  /** Whom runs of Vertex AI Pipelines act as. */
  readonly runServiceAccount?: string | null;
  readonly webhookSecret: Secret | null;
  /** What pushes of Pub/Sub are signed for, and the e-mail address of the service account that signs them. */
  readonly pushAudience?: string | null;
  readonly pushAccount?: string | null;
  /** E-mail address of a Google service account to act as; null or left out for none. */
  readonly impersonate?: string | null;
}

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

const optional = z.string().trim().min(1).optional();

/** One line a variable: what it is for, what it must look like, and the fix to name when it does not. */
export const variables = {
  DATABASE_URL: {
    schema: optional.refine((url) => url === undefined || /^postgres(?:ql)?:\/\//.test(url)),
    about: 'PostgreSQL 15 or later. Without it Countersign runs one of its own in COUNTERSIGN_DATA, for trying only.',
    fix: 'write it as postgresql://user:password@host:5432/database, or leave it out to try Countersign',
  },
  COUNTERSIGN_SECRET: {
    schema: z.string().min(32),
    about: 'At least 32 random characters; signs buttons and messages, so keep it when you move.',
    fix: 'set it to the output of: openssl rand -hex 32',
  },
  SLACK_BOT_TOKEN: {
    schema: z.string().startsWith('xoxb-'),
    about: "The app's bot token, from OAuth & Permissions.",
    fix: 'copy the token that starts with xoxb- from OAuth & Permissions of your Slack app',
  },
  SLACK_APP_TOKEN: {
    schema: optional.refine((token) => token === undefined || token.startsWith('xapp-')),
    about: 'An app-level token with connections:write: Socket Mode, no public address needed.',
    fix: 'create a token that starts with xapp- under Basic Information, App-Level Tokens, or set SLACK_SIGNING_SECRET instead',
  },
  SLACK_SIGNING_SECRET: {
    schema: optional.refine((secret) => secret === undefined || secret.length >= 16),
    about: 'From Basic Information: Slack sends signed requests to /slack/events. Used when SLACK_APP_TOKEN is absent.',
    fix: 'copy the signing secret from Basic Information of your Slack app',
  },
  SLACK_API_URL: {
    schema: optional.refine((url) => url === undefined || /^https?:\/\/.+\/$/.test(url)),
    about: "Another Slack Web API, as the local workspace's. Leave it out for Slack itself.",
    fix: 'end it with /api/, or leave it out',
  },
  COUNTERSIGN_URL: {
    schema: optional.refine((url) => url === undefined || isPublicUrl(url)),
    about:
      'Where it is reached from outside, as https://countersign.example; countersign hooks add prints addresses there.',
    fix: 'write scheme and host, as https://countersign.example, without a query',
  },
  COUNTERSIGN_PLAYBOOKS: {
    schema: optional,
    about: 'Folder of the first playbooks, and of what is proposed later. Default: playbooks.',
    fix: '',
  },
  COUNTERSIGN_DATA: { schema: optional, about: 'Folder of the embedded database. Default: .countersign.', fix: '' },
  COUNTERSIGN_CHECKPOINTS: {
    schema: optional,
    about:
      'Folder outside the reach of the database, as a mounted write-once bucket, for signed checkpoints of the ledger.',
    fix: '',
  },
  HOST: { schema: optional, about: 'Address to listen on. Default: 0.0.0.0.', fix: '' },
  PORT: {
    schema: z.coerce.number().int().min(1).max(65_535).default(3000),
    about: 'Port of /slack/events, /hooks, /healthz, /readyz and /metrics. Default: 3000.',
    fix: 'use a number between 1 and 65535',
  },
  LOG_LEVEL: {
    schema: z.enum(['debug', 'info', 'warn', 'error']).default('info'),
    about: 'debug, info, warn or error. Default: info.',
    fix: 'use debug, info, warn or error',
  },
} satisfies Record<string, { schema: z.ZodType; about: string; fix: string }>;

/** Whether an address of ours can be put behind it. */
function isPublicUrl(url: string): boolean {
  const { protocol, search, hash, username } = URL.parse(url) ?? { protocol: '' };
  return /^https?:$/.test(protocol) && !search && !hash && !username;
}

/** Variables of each connection, named `COUNTERSIGN_<ID>_<NAME>` with the id in capitals and `-` as `_`. */
export const connectionVariables = {
  URL: 'Its address, instead of the one in org.yaml.',
  USERNAME: 'Basic authentication, with PASSWORD; alone, the kubeflow-userid of a mesh before Kubeflow.',
  PASSWORD: 'Basic authentication, with USERNAME; of Cloud Monitoring, that of its webhook to /hooks/<id>.',
  TOKEN: 'Bearer authentication.',
  TOKEN_FILE: 'Of Kubeflow Pipelines: the file of a projected service-account token, read again when it changes.',
  OUTPUT_DIRECTORY: "Of Vertex AI Pipelines: where runs write, as gs://bucket/path. Default: the pipeline's own.",
  RUN_SERVICE_ACCOUNT: "Of Vertex AI Pipelines: the service account that runs act as. Default: the project's.",
  WEBHOOK_SECRET:
    'Signs what MLflow, pipeline webhooks and drift events send to /hooks/<id>, and what is sent to a pipeline webhook.',
  PUSH_AUDIENCE:
    'Of Vertex AI Pipelines, sources of drift and BigQuery billing exports: the audience that a push subscription of Pub/Sub to /hooks/<id> is set to. With PUSH_ACCOUNT.',
  PUSH_ACCOUNT:
    'Of Vertex AI Pipelines, sources of drift and BigQuery billing exports: e-mail address of the service account that the push subscription signs as.',
  IMPERSONATE: 'Vertex AI: e-mail address of the service account to act as. Default: our own credentials.',
} as const;

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
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
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
  const given = Object.fromEntries(
    Object.entries(env).filter(([, value]) => value !== undefined && value.trim() !== ''),
  );
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

function problem(name: string, given: Readonly<Record<string, string | undefined>>): string {
  const variable = Object.entries(variables).find(([known]) => known === name)?.[1];
  return `${name} is ${given[name] === undefined ? 'missing' : 'not usable'}: ${variable?.fix ?? 'see .env.example'}`;
}

function connectionSecrets(given: Readonly<Record<string, string | undefined>>, id: string): ConnectionSecrets {
  const named = (name: string) => given[`COUNTERSIGN_${id.toUpperCase().replaceAll('-', '_')}_${name}`] ?? null;
  const secret = (name: string) => {
    const value = named(name);
    return value === null ? null : new Secret(value);
  };
  return {
    url: named('URL'),
    username: named('USERNAME'),
    password: secret('PASSWORD'),
    token: secret('TOKEN'),
    tokenFile: named('TOKEN_FILE'),
    outputDirectory: named('OUTPUT_DIRECTORY'),
    runServiceAccount: named('RUN_SERVICE_ACCOUNT'),
    webhookSecret: secret('WEBHOOK_SECRET'),
    pushAudience: named('PUSH_AUDIENCE'),
    pushAccount: named('PUSH_ACCOUNT'),
    impersonate: named('IMPERSONATE'),
  };
}
