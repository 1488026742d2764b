import { googleAccessToken } from '#adapters/google/access-token.ts';
import { isLoopback } from '#adapters/registries/vertex/options.ts';
import { connectCloudUsage } from '#adapters/usage/connect.ts';
import type { CloudUsage } from '#domain/cloud-usage.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

const bounds = { timeoutMs: 30_000, mostPoints: 1_000_000 };

/** Connects what tells of usage, by the connection's id. Throws a ConfigError that lists what each lacks. */
export function connectUsage(org: Org, secretsOf: (id: string) => ConnectionSecrets): ReadonlyMap<string, CloudUsage> {
  const problems: string[] = [];
  const connected = new Map<string, CloudUsage>();
  for (const connection of org.connections) {
    if (connection.kind !== 'cloud-usage') continue;
    try {
      connected.set(connection.id, connect(connection, secretsOf(connection.id)));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** An address of the environment on this machine is that of a pretend server, for which nobody has to sign in. */
function connect(
  { id, project }: Org['connections'][number],
  { url, impersonate = null }: ConnectionSecrets,
): CloudUsage {
  if (project === null) throw new ConfigError([`connection ${id} has no project: write it in org.yaml`]);
  const address = url?.replace(/\/+$/, '') ?? null;
  const pretend = address !== null && URL.canParse(address) && isLoopback(address);
  if (address !== null && !pretend && !address.startsWith('https://')) {
    throw new ConfigError([
      `the address of connection ${id} would send an access token in the clear: write it with https`,
    ]);
  }
  const token = pretend ? async () => 'pretend-token' : googleAccessToken({ impersonate });
  return connectCloudUsage({ ...bounds, id, project, address, token });
}
