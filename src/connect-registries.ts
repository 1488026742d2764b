import { googleAccessToken } from '#adapters/google/access-token.ts';
import { registries } from '#adapters/registries/index.ts';
import type { MlflowAuth } from '#adapters/registries/mlflow/options.ts';
import { connectVertexEndpoints } from '#adapters/registries/vertex/endpoints.ts';
import { isLoopback, type VertexOptions } from '#adapters/registries/vertex/options.ts';
import type { ModelEndpoints } from '#domain/endpoint.ts';
import type { ModelRegistry } from '#domain/registry.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

const timeoutMs = 10_000;

type SecretsOf = (id: string) => ConnectionSecrets;

/** Connects every registry that org.yaml names. Throws a ConfigError that lists each connection that lacks something. */
export function connectRegistries(org: Org, secretsOf: SecretsOf): ReadonlyMap<string, ModelRegistry> {
  return connectEach(org, (connection) => {
    const secrets = secretsOf(connection.id);
    if (connection.kind === 'vertex') return registries.vertex.connect(vertexOptionsOf(connection, secrets));
    if (connection.kind !== 'mlflow') return null;
    const url = secrets.url ?? connection.url;
    if (url === null) throw new ConfigError([`connection ${connection.id} has no url: write it in org.yaml`]);
    return registries.mlflow.connect({ id: connection.id, url, auth: authOf(secrets), timeoutMs });
  });
}

/** Connects what serves models behind endpoints, by the same connections. Throws a ConfigError as `connectRegistries`. */
export function connectEndpoints(org: Org, secretsOf: SecretsOf): ReadonlyMap<string, ModelEndpoints> {
  return connectEach(org, (connection) =>
    connection.kind === 'vertex' ? connectVertexEndpoints(vertexOptionsOf(connection, secretsOf(connection.id))) : null,
  );
}

type Connection = Org['connections'][number];

function connectEach<T>(org: Org, connect: (connection: Connection) => T | null): ReadonlyMap<string, T> {
  const problems: string[] = [];
  const connected = new Map<string, T>();
  for (const connection of org.connections) {
    try {
      const one = connect(connection);
      if (one !== null) connected.set(connection.id, one);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** An address on this machine is that of a pretend server, for which nobody has to sign in at Google. */
function vertexOptionsOf(
  { id, project, location, url: written }: Connection,
  secrets: ConnectionSecrets,
): VertexOptions {
  if (project === null || location === null) {
    throw new ConfigError([`connection ${id} has no project and location: write both in org.yaml`]);
  }
  const url = secrets.url ?? written;
  const options = { id, project, location, url, timeoutMs };
  if (url !== null && URL.canParse(url) && isLoopback(url)) return options;
  return { ...options, accessToken: googleAccessToken({ impersonate: secrets.impersonate ?? null }) };
}

function authOf({ username, password, token }: ConnectionSecrets): MlflowAuth {
  if (token !== null) return { kind: 'bearer', token: token.reveal() };
  if (username !== null && password !== null) return { kind: 'basic', username, password: password.reveal() };
  return { kind: 'none' };
}
