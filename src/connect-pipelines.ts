import type { z } from 'zod';
import { type AccessToken, googleAccessToken } from '#adapters/google/access-token.ts';
import { outgoingFetch } from '#adapters/outgoing-fetch.ts';
import { runners } from '#adapters/pipelines/index.ts';
import type { KubeflowAuth } from '#adapters/pipelines/kubeflow/options.ts';
import { repositoryAddress } from '#adapters/pipelines/vertex-pipelines/options.ts';
import { isLoopback } from '#adapters/registries/vertex/options.ts';
import type { PipelineRunner } from '#domain/pipeline.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

type Connection = Org['connections'][number];

const timeoutMs = 10_000;

/** Connects everything that runs pipelines and that org.yaml names. Throws a ConfigError that lists what each lacks. */
export function connectPipelines(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
): ReadonlyMap<string, PipelineRunner> {
  const problems: string[] = [];
  const connected = new Map<string, PipelineRunner>();
  for (const connection of org.connections) {
    try {
      const runner = connect(connection, secretsOf(connection.id));
      if (runner !== null) connected.set(connection.id, runner);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** Null for a connection that runs no pipelines. */
function connect(connection: Connection, secrets: ConnectionSecrets): PipelineRunner | null {
  const { id, kind } = connection;
  switch (kind) {
    case 'mlflow':
    case 'vertex':
    case 'drift-events':
    case 'vertex-monitoring':
    case 'cloud-monitoring':
    case 'bigquery-billing':
    case 'focus-files':
    case 'cloud-usage':
      return null;
    case 'vertex-pipelines':
      return connectVertex(connection, secrets);
    case 'kubeflow': {
      const { url, project: namespace } = located(connection, secrets);
      return runners.kubeflow.connect(
        checked(runners.kubeflow.options, id, { id, url, namespace, auth: authOf(secrets), timeoutMs }),
      );
    }
    case 'webhook': {
      const { url } = located(connection, secrets);
      if (secrets.webhookSecret === null) {
        throw new ConfigError([
          `${variable(id, 'WEBHOOK_SECRET')} is missing: set it to at least 24 random characters, the same as at the receiver`,
        ]);
      }
      const token = secrets.token?.reveal() ?? null;
      const written = { id, url, secret: secrets.webhookSecret.reveal(), token, timeoutMs };
      // Whoever sets our environment knows our network; whoever may propose a change of org.yaml need not.
      const fetch = outgoingFetch({ insideToo: secrets.url !== null });
      const options = { ...checked(runners.webhook.options, id, written), fetch };
      return runners.webhook.connect(options);
    }
  }
}

/**
 * In org.yaml the url is the repository of the templates. An address of the environment that is none stands for all of
 * Google, as the pretend one does.
 */
function connectVertex(connection: Connection, secrets: ConnectionSecrets): PipelineRunner {
  const { id, project, location, url } = connection;
  if (project === null || location === null) {
    throw new ConfigError([`connection ${id} has no project or location: write both in org.yaml`]);
  }
  const other = secrets.url?.replace(/\/+$/, '') ?? null;
  const google = other === null || repositoryAddress.test(other) ? null : other;
  return runners['vertex-pipelines'].connect({
    id,
    project,
    location,
    repository: google === null ? (other ?? url) : url,
    outputDirectory: secrets.outputDirectory ?? null,
    serviceAccount: secrets.runServiceAccount ?? null,
    token: tokenFor(google, secrets),
    timeoutMs,
    ...(google !== null && {
      addresses: { vertex: google, artifacts: `${google}/artifacts`, storage: google, resourceManager: google },
    }),
  });
}

/** An address on this machine is that of a pretend server, for which nobody has to sign in at Google. */
function tokenFor(address: string | null, { impersonate = null }: ConnectionSecrets): AccessToken {
  const pretend = address !== null && URL.canParse(address) && isLoopback(address);
  return pretend ? async () => 'pretend-token' : googleAccessToken({ impersonate });
}

function located(connection: Connection, secrets: ConnectionSecrets): Connection & { readonly url: string } {
  const url = secrets.url ?? connection.url;
  if (url === null) throw new ConfigError([`connection ${connection.id} has no url: write it in org.yaml`]);
  return { ...connection, url };
}

/** The options, once they have the right form; the values may be secret, so only names are told. */
function checked<T>(schema: z.ZodType<T>, id: string, options: T): T {
  const read = schema.safeParse(options);
  if (read.success) return read.data;
  throw new ConfigError(
    read.error.issues.map(({ path }) => {
      const name = String(path.at(-1) ?? 'it');
      return `connection ${id} has a ${name} of the wrong form: ${forms.get(name) ?? 'see docs/operations.md'}`;
    }),
  );
}

const forms: ReadonlyMap<string, string> = new Map([
  ['namespace', 'write the name of a Kubernetes namespace as project in org.yaml'],
  ['secret', 'use at least 24 random characters'],
  ['token', 'use a token without spaces and line breaks'],
]);

function authOf({ username, token, tokenFile }: ConnectionSecrets): KubeflowAuth {
  if (token !== null) return { kind: 'token', token: token.reveal() };
  if (tokenFile) return { kind: 'token-file', path: tokenFile };
  return username === null ? { kind: 'none' } : { kind: 'user-header', user: username };
}

function variable(id: string, name: string): string {
  return `COUNTERSIGN_${id.toUpperCase().replaceAll('-', '_')}_${name}`;
}
