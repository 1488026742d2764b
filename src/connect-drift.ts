import { driftKindOf, translateDrift } from '#adapters/drift/translate-drift.ts';
import { connectVertexMonitoring } from '#adapters/drift/vertex/connect.ts';
import { googleAccessToken } from '#adapters/google/access-token.ts';
import { isLoopback } from '#adapters/registries/vertex/options.ts';
import type { DriftMonitor, ReadDrift } from '#domain/drift.ts';
import type { Org } from '#playbook/playbook.ts';
import type { ConnectionSecrets } from './config.ts';
import { ConfigError } from './errors.ts';

const timeoutMs = 10_000;

/** Reads what was sent to any connection of org.yaml, each in its own form. */
export function driftReader({ connections }: Pick<Org, 'connections'>): ReadDrift {
  const kinds = new Map(connections.map(({ id, kind }) => [id, driftKindOf(kind)]));
  return (connection, delivery) => {
    const kind = kinds.get(connection) ?? null;
    if (kind !== null) return translateDrift(kind, delivery);
    return { ok: false, because: `${connection} is no connection of org.yaml that drift reports come from.`, at: '' };
  };
}

/** Connects what is asked for drift. Throws a ConfigError that lists each connection that lacks something. */
export function connectDriftMonitors(
  org: Org,
  secretsOf: (id: string) => ConnectionSecrets,
  clock: () => number = Date.now,
): ReadonlyMap<string, DriftMonitor> {
  const problems: string[] = [];
  const connected = new Map<string, DriftMonitor>();
  for (const connection of org.connections) {
    if (connection.kind !== 'vertex-monitoring') continue;
    try {
      connected.set(connection.id, connectVertex(org, connection, secretsOf(connection.id), clock));
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** An address on this machine is that of a pretend server, for which nobody has to sign in at Google. */
function connectVertex(
  { connections, labels }: Org,
  { id, project, location, url: written }: Org['connections'][number],
  secrets: ConnectionSecrets,
  clock: () => number,
): DriftMonitor {
  if (project === null || location === null) {
    throw new ConfigError([`connection ${id} has no project and location: write both in org.yaml`]);
  }
  const url = secrets.url ?? written;
  const registry = connections.find(
    (one) => one.kind === 'vertex' && one.project === project && one.location === location,
  );
  const options = {
    id,
    project,
    location,
    url,
    timeoutMs,
    clock,
    registry: registry?.id ?? 'vertex',
    environmentLabel: labels.environment,
  };
  if (url !== null && URL.canParse(url) && isLoopback(url)) return connectVertexMonitoring(options);
  return connectVertexMonitoring({
    ...options,
    accessToken: googleAccessToken({ impersonate: secrets.impersonate ?? null }),
  });
}
