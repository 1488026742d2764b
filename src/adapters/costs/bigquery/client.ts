import { randomUUID } from 'node:crypto';
import type { BigQuery, Job } from '@google-cloud/bigquery';
import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { failure, queryTooLong, tooDear } from './failures.ts';
import { type BigQueryBillingOptions, type TableName, tableName } from './options.ts';
import type { Query } from './queries.ts';

/** What reading a bill takes of BigQuery. Each throws an UpstreamError for whatever goes wrong. */
export interface BillingQueries {
  /** The table's resource, as Google gives it. */
  describe(): Promise<unknown>;
  /** How many bytes a query would read. Costs nothing. */
  bytes(query: Query, location: string): Promise<number>;
  /** Its rows, a page at a time. Asks first how many bytes it would read, and refuses more than is allowed. */
  rows(query: Query, location: string): AsyncGenerator<readonly unknown[]>;
}

const pageRows = 5000;

/** Google's client, loaded when first used because it is large. It tries nothing again: whoever asks may. */
export function billingQueries(options: BigQueryBillingOptions): BillingQueries {
  let client: Promise<BigQuery> | null = null;
  const connected = () => {
    client ??= newClient(options);
    return client;
  };
  const name = nameOf(options);

  async function asked<T>(doing: string, ask: (bigquery: BigQuery) => Promise<T>): Promise<T> {
    try {
      const bigquery = await connected();
      return await inTime(options.timeoutMs, ask(bigquery));
    } catch (error) {
      throw failure(error, { options, doing });
    }
  }

  async function bytes(query: Query, location: string): Promise<number> {
    const [job] = await asked('tell what a query would read', (bigquery) =>
      bigquery.createQueryJob({ ...jobOf(query, location), dryRun: true }),
    );
    return dryRun.parse(job.metadata).statistics.totalBytesProcessed;
  }

  return {
    describe: () =>
      asked('describe its table', async (bigquery) => {
        const { project, dataset, table } = name;
        const [metadata] = await bigquery.dataset(dataset, { projectId: project }).table(table).getMetadata();
        return metadata;
      }),
    bytes,
    async *rows(query, location) {
      const needed = await bytes(query, location);
      if (needed > options.mostBytes) throw tooDear(options, needed);
      const [job] = await asked('run a query', (bigquery) =>
        bigquery.createQueryJob({
          ...jobOf(query, location),
          jobId: `countersign-${randomUUID()}`,
          jobTimeoutMs: options.queryMs,
          maximumBytesBilled: String(options.mostBytes),
        }),
      );
      yield* pages(options, job, asked);
    },
  };
}

type Ask = <T>(doing: string, ask: (bigquery: BigQuery) => Promise<T>) => Promise<T>;

/** Waits for the query, then reads on from page to page. */
async function* pages(options: BigQueryBillingOptions, job: Job, asked: Ask): AsyncGenerator<readonly unknown[]> {
  const until = Date.now() + options.queryMs;
  for (let pageToken: string | undefined; ; ) {
    const token = pageToken;
    const [rows, , answer] = await asked('give the rows of a query', () =>
      job.getQueryResults({
        autoPaginate: false,
        maxResults: pageRows,
        ...(token !== undefined && { pageToken: token }),
      }),
    );
    const { jobComplete, pageToken: next } = resultsPage.parse(answer);
    if (!jobComplete) {
      if (Date.now() > until) throw queryTooLong(options);
      continue;
    }
    yield rows;
    if (next === undefined || next === '') return;
    pageToken = next;
  }
}

/** Cached results would do, yet the table changes all day. The label says in the bill whose queries these are. */
function jobOf({ sql, params }: Query, location: string) {
  return { query: sql, params: { ...params }, location, labels: { app: 'countersign' } };
}

const dryRun = z.object({ statistics: z.object({ totalBytesProcessed: z.coerce.number() }) });
const resultsPage = z.object({ jobComplete: z.boolean().default(true), pageToken: z.string().optional() });

async function inTime<T>(ms: number, answer: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new DOMException('late', 'TimeoutError')), ms);
  try {
    return await Promise.race([answer, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

function nameOf({ table, title }: BigQueryBillingOptions): TableName {
  const name = tableName(table);
  if (name !== null) return name;
  const sentence = `${title} names no table. Write it in org.yaml as project.dataset.table.`;
  throw new UpstreamError(title, sentence, { retryable: false, mendable: true });
}

type ClientOptions = NonNullable<ConstructorParameters<typeof BigQuery>[0]>;

/** Of an authentication client, the part that Google's client uses. With one it never looks for a metadata server. */
const authForm = z.custom<NonNullable<ClientOptions['authClient']>>(
  (value) => typeof value === 'object' && value !== null && 'getRequestHeaders' in value,
);

async function newClient({ project, address, token }: BigQueryBillingOptions): Promise<BigQuery> {
  const { BigQuery: Client } = await import('@google-cloud/bigquery');
  const authClient = authForm.parse({
    universeDomain: 'googleapis.com',
    getRequestHeaders: async () => new Headers({ authorization: `Bearer ${await token()}` }),
  });
  return new Client({
    projectId: project,
    authClient,
    retryOptions: { autoRetry: false },
    ...(address !== null && { apiEndpoint: address }),
  });
}
