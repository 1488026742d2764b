import { connectBigQueryBilling } from '#adapters/costs/bigquery/connect.ts';
import { tableName } from '#adapters/costs/bigquery/options.ts';
import { billingReads } from '#adapters/costs/billing-account/reads.ts';
import { connectFocusFiles } from '#adapters/costs/focus/connect.ts';
import { googleAccessToken } from '#adapters/google/access-token.ts';
import { isLoopback } from '#adapters/registries/vertex/options.ts';
import type { CostSource } from '#domain/cost.ts';
import type { Org } from '#playbook/organization.ts';
import type { ConnectionSecrets } from './connection-secrets.ts';
import { ConfigError } from './errors.ts';

type Connection = Org['connections'][number];

const gib = 2 ** 30;
const mostGib = 100;

/** How much of a bill is read at once, and how long that may take. */
const bounds = { mostResources: 200, mostLines: 1_000_000 };

/** Connects every bill that org.yaml names, by the connection's id. Throws a ConfigError that lists what each lacks. */
export function connectCosts(org: Org, secretsOf: (id: string) => ConnectionSecrets): ReadonlyMap<string, CostSource> {
  const problems: string[] = [];
  const connected = new Map<string, CostSource>();
  for (const connection of org.connections) {
    try {
      const source = connect(connection, secretsOf(connection.id), org.currency);
      if (source !== null) connected.set(connection.id, source);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ConfigError(problems);
  return connected;
}

/** Null for a connection that is no bill. */
function connect(connection: Connection, secrets: ConnectionSecrets, currency: string): CostSource | null {
  const { id, kind, path } = connection;
  if (kind === 'bigquery-billing') return connectBigQuery(connection, secrets, currency);
  if (kind !== 'focus-files') return null;
  if (path === undefined) throw new ConfigError([`connection ${id} has no path: write it in org.yaml`]);
  return connectFocusFiles({ ...bounds, title: 'FOCUS files', path, memory: '512MB' });
}

/** An address of the environment on this machine is that of a pretend BigQuery, for which nobody has to sign in. */
function connectBigQuery(
  { id, project, table, tagNamespace, mostGib: most }: Connection,
  { url, impersonate = null }: ConnectionSecrets,
  currency: string,
): CostSource {
  if (project === null || table === undefined || tableName(table) === null) {
    throw new ConfigError([
      `connection ${id} has no project, or no table of the form project.dataset.table: write both in org.yaml`,
    ]);
  }
  const address = url?.replace(/\/+$/, '') ?? null;
  const pretend = address !== null && URL.canParse(address) && isLoopback(address);
  const token = pretend ? async () => 'pretend-token' : googleAccessToken({ impersonate });
  return connectBigQueryBilling({
    ...bounds,
    title: 'BigQuery billing export',
    project,
    table,
    tagNamespace: tagNamespace ?? null,
    mostBytes: (most ?? mostGib) * gib,
    token,
    address,
    timeoutMs: 30_000,
    queryMs: 600_000,
    currency,
    billing: pretend ? null : billingReads({ token, quotaProject: project, timeoutMs: 10_000 }),
  });
}
