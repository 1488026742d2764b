import { z } from 'zod';

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
  IMPERSONATE: 'Google Cloud: e-mail address of the service account to act as. Default: our own credentials.',
} as const;
