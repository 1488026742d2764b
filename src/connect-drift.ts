import { drillableSignals } from '#adapters/drift/drill/drill-deliveries.ts';
import { driftKindOf, translateDrift } from '#adapters/drift/translate-drift.ts';
import { connectVertexMonitoring } from '#adapters/drift/vertex/connect.ts';
import { googleAccessToken } from '#adapters/google/access-token.ts';
import { isLoopback } from '#adapters/registries/vertex/options.ts';
import type { DriftMonitor } from '#domain/drift.ts';
import type { DriftSources } from '#operations/setting.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

const timeoutMs = 10_000;

/** What drift reports come from, of the connections of org.yaml: what is sent to their hooks, and what is asked. */
export function driftSources(
  { connections }: Pick<Org, 'connections'>,
  monitors: ReadonlyMap<string, DriftMonitor>,
): DriftSources {
  const kinds = new Map(
    connections.flatMap(({ id, kind }) => {
      const one = driftKindOf(kind);
      return one === null ? [] : [[id, one] as const];
    }),
  );
  return {
    hooks: new Set(kinds.keys()),
    monitors,
    drillable: (connection) => {
      const kind = kinds.get(connection);
      return kind === undefined ? [] : drillableSignals[kind];
    },
    read: (connection, delivery) => {
      const kind = kinds.get(connection);
      if (kind !== undefined) return translateDrift(kind, delivery);
      return { ok: false, because: `org.yaml has no connection ${connection} that takes drift reports.`, at: '' };
    },
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
