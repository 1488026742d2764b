import { z } from 'zod';
import { type Answer, BigQueryRefusal, json } from './refusal.ts';
import type { Result, Tables } from './tables.ts';
import { SqlError } from './translate-sql.ts';

/** Rights a caller can lack, by Google's names. */
export type PretendRight = 'bigquery.jobs.create' | 'bigquery.tables.get' | 'bigquery.tables.getData';

/** A query as it was sent. */
interface SentQuery {
  readonly sql: string;
  readonly params: Readonly<Record<string, string>>;
  readonly dryRun: boolean;
  readonly labels: Readonly<Record<string, string>>;
  readonly maximumBytesBilled: number | null;
  readonly bytes: number;
}

export interface BigQueryWorld {
  readonly tables: Tables;
  readonly location: string;
  readonly mostPerPage: number;
  readonly queries: SentQuery[];
  readonly jobs: Map<string, { readonly result: Result; unfinished: number }>;
  denied: ReadonlySet<PretendRight>;
  unfinished: number;
}

interface Sent {
  readonly method: string;
  readonly url: URL;
  readonly body: string;
}

const paths = {
  table: /^\/bigquery\/v2\/projects\/([^/]+)\/datasets\/([^/]+)\/tables\/([^/]+)$/,
  jobs: /^\/bigquery\/v2\/projects\/([^/]+)\/jobs$/,
  results: /^\/bigquery\/v2\/projects\/([^/]+)\/queries\/([^/]+)$/,
};

/** Answers `tables.get`, `jobs.insert` and `jobs.getQueryResults`. Refuses with a BigQueryRefusal. */
export async function answer(world: BigQueryWorld, { method, url, body }: Sent): Promise<Answer> {
  const path = decodeURIComponent(url.pathname);
  const [, ofProject, dataset, table] = paths.table.exec(path) ?? [];
  if (method === 'GET' && table !== undefined) return json(200, describe(world, `${ofProject}.${dataset}.${table}`));
  const [, inProject] = paths.jobs.exec(path) ?? [];
  if (method === 'POST' && inProject !== undefined) return json(200, await insertJob(world, inProject, body));
  const [, , job] = paths.results.exec(path) ?? [];
  if (method === 'GET' && job !== undefined) return json(200, results(world, job, url.searchParams));
  throw new BigQueryRefusal(404, 'notFound', `Not found: ${method} ${path}`);
}

function describe({ tables, location, denied }: BigQueryWorld, name: string): object {
  const [projectId = '', datasetId = '', tableId = ''] = name.split('.');
  if (denied.has('bigquery.tables.get'))
    throw accessDenied(`Table ${projectId}:${datasetId}.${tableId}`, 'bigquery.tables.get');
  const facts = tables.facts(name);
  if (facts === null)
    throw new BigQueryRefusal(404, 'notFound', `Not found: Table ${projectId}:${datasetId}.${tableId}`);
  return {
    kind: 'bigquery#table',
    id: `${projectId}:${datasetId}.${tableId}`,
    tableReference: { projectId, datasetId, tableId },
    schema: { fields: facts.fields },
    location,
    ...(facts.kept === 'by-ingestion' && { timePartitioning: { type: 'DAY' } }),
    type: facts.kept === 'view' ? 'VIEW' : 'TABLE',
    lastModifiedTime: String(facts.modifiedMs),
  };
}

/** Results of older jobs are not asked for any more. */
const keptJobs = 50;

const insert = z.strictObject({
  jobReference: z.strictObject({
    projectId: z.string(),
    jobId: z.string().regex(/^[\w-]{1,1024}$/),
    location: z.string(),
  }),
  configuration: z.strictObject({
    dryRun: z.boolean().default(false),
    jobTimeoutMs: z.string().optional(),
    labels: z.record(z.string(), z.string()).default({}),
    query: z.strictObject({
      query: z.string(),
      useLegacySql: z.literal(false),
      parameterMode: z.literal('named').optional(),
      maximumBytesBilled: z.string().regex(/^\d+$/).optional(),
      queryParameters: z
        .array(
          z.strictObject({
            name: z.string(),
            parameterType: z.strictObject({ type: z.literal('STRING') }),
            parameterValue: z.strictObject({ value: z.string() }),
          }),
        )
        .default([]),
    }),
  }),
});

async function insertJob(world: BigQueryWorld, project: string, body: string): Promise<object> {
  const read = insert.safeParse(JSON.parse(body));
  if (!read.success)
    throw new BigQueryRefusal(400, 'invalid', `Invalid JSON payload received. ${z.prettifyError(read.error)}`);
  const { jobReference, configuration } = read.data;
  const { query, dryRun, labels } = configuration;
  if (world.denied.has('bigquery.jobs.create')) throw accessDenied(`Project ${project}`, 'bigquery.jobs.create');
  if (world.denied.has('bigquery.tables.getData')) throw accessDenied('Table', 'bigquery.tables.getData');
  if (jobReference.location !== world.location) {
    throw new BigQueryRefusal(404, 'notFound', `Not found: Dataset was not found in location ${jobReference.location}`);
  }
  if (world.jobs.has(jobReference.jobId))
    throw new BigQueryRefusal(409, 'duplicate', `Already Exists: Job ${jobReference.jobId}`);
  const params = Object.fromEntries(query.queryParameters.map((one) => [one.name, one.parameterValue.value]));
  const bytes = await asQuery(() => world.tables.bytes(query.query));
  const most = query.maximumBytesBilled === undefined ? null : Number(query.maximumBytesBilled);
  world.queries.push({ sql: query.query, params, dryRun, labels, maximumBytesBilled: most, bytes });
  if (!dryRun) {
    if (most !== null && bytes > most) throw tooDear(most, bytes);
    const result = await asQuery(() => world.tables.query(query.query, params));
    for (const id of [...world.jobs.keys()].slice(0, -keptJobs)) world.jobs.delete(id);
    world.jobs.set(jobReference.jobId, { result, unfinished: world.unfinished });
  }
  return {
    kind: 'bigquery#job',
    id: `${project}:${jobReference.location}.${jobReference.jobId}`,
    jobReference,
    configuration,
    status: { state: dryRun ? 'DONE' : 'RUNNING' },
    statistics: { totalBytesProcessed: String(bytes) },
  };
}

async function asQuery<T>(run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof SqlError) throw new BigQueryRefusal(400, 'invalidQuery', error.message);
    throw error;
  }
}

function results(world: BigQueryWorld, id: string, query: URLSearchParams): object {
  const job = world.jobs.get(id);
  if (job === undefined) throw new BigQueryRefusal(404, 'notFound', `Not found: Job ${id}`);
  const jobReference = { jobId: id, location: world.location };
  if (job.unfinished > 0) {
    job.unfinished -= 1;
    return { kind: 'bigquery#getQueryResultsResponse', jobReference, jobComplete: false };
  }
  const { columns, rows } = job.result;
  const from = Number(query.get('pageToken') ?? 0);
  const end = from + Math.min(Number(query.get('maxResults') ?? world.mostPerPage), world.mostPerPage);
  return {
    kind: 'bigquery#getQueryResultsResponse',
    jobReference,
    jobComplete: true,
    schema: { fields: columns.map((name) => ({ name, type: 'STRING', mode: 'NULLABLE' })) },
    totalRows: String(rows.length),
    ...(end < rows.length && { pageToken: String(end) }),
    rows: rows.slice(from, end).map((row) => ({ f: row.map((v) => ({ v })) })),
  };
}

function accessDenied(resource: string, permission: PretendRight): BigQueryRefusal {
  const message = `Access Denied: ${resource}: User does not have ${permission} permission, or perhaps it does not exist.`;
  return new BigQueryRefusal(403, 'accessDenied', message);
}

function tooDear(most: number, bytes: number): BigQueryRefusal {
  const message = `Query exceeded limit for bytes billed: ${most}. ${bytes} or higher required.`;
  return new BigQueryRefusal(400, 'bytesBilledLimitExceeded', message);
}
