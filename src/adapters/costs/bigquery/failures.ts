import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { connectionFailure } from '../../connection-failure.ts';
import { clip, later } from '../../exchange.ts';
import type { BigQueryBillingOptions } from './options.ts';

/** Quotas of requests count per minute and less. */
const quotaMs = 60_000;

/** What Google's client throws: an HTTP status, and reasons as BigQuery names them. */
const apiError = z.object({
  code: z.coerce.number().int().min(100).max(599),
  message: z.string().default(''),
  errors: z.array(z.object({ reason: z.string().default(''), message: z.string().default('') })).catch([]),
});

/** Reasons of a job that failed after it was taken; such an error has no status. */
const jobError = z.object({
  errors: z.array(z.object({ reason: z.string().default(''), message: z.string().default('') })).min(1),
});

interface Tried {
  readonly options: BigQueryBillingOptions;
  /** Follows "asked to". */
  readonly doing: string;
}

interface Said {
  readonly status: number | null;
  readonly reason: string;
  readonly words: string;
}

/** What went wrong, as an UpstreamError in our words. Neither the token nor the request is in it. */
export function failure(error: unknown, tried: Tried): unknown {
  if (error instanceof UpstreamError) return error;
  const said = saidBy(error);
  if (said !== null) return refused(said, tried);
  if (error instanceof Error) return noAnswer(error, tried);
  return error;
}

/** A query that would read more than is allowed, found before it costs anything. */
export function tooDear({ title, mostBytes }: BigQueryBillingOptions, bytes: number): UpstreamError {
  const sentence = `Reading ${title} would scan ${gib(bytes)} GiB, and at most ${gib(mostBytes)} GiB are allowed for a query, so it was not run. Ask for fewer days, or raise most_gib of the connection in org.yaml.`;
  return new UpstreamError(title, sentence, { retryable: false, mendable: true });
}

/** A query that is not done when its time is over. */
export function queryTooLong({ title, queryMs }: BigQueryBillingOptions): UpstreamError {
  const sentence = `A query of ${title} was not done after ${queryMs / 1000} s. It is tried again later; if it stays so, look at the jobs of app=countersign in BigQuery.`;
  return new UpstreamError(title, sentence, { retryable: true });
}

function saidBy(error: unknown): Said | null {
  const api = apiError.safeParse(error);
  if (api.success) return saying(api.data.code, api.data.errors, api.data.message);
  const job = jobError.safeParse(error);
  return job.success ? saying(null, job.data.errors, '') : null;
}

function saying(
  status: number | null,
  errors: readonly { readonly reason: string; readonly message: string }[],
  message: string,
): Said {
  const [first] = errors;
  return { status, reason: first?.reason ?? '', words: clip(first?.message || message) };
}

function refused({ status, reason, words }: Said, { options, doing }: Tried): UpstreamError {
  const { title, project } = options;
  const fail = (sentence: string, details: { retryable: boolean; mendable?: boolean; retryAfterMs?: number }) =>
    new UpstreamError(title, sentence, { ...details, status });
  const mend = { retryable: false, mendable: true };
  if (status === 401) {
    return fail(
      `BigQuery does not accept our access token. Check the application default credentials that Countersign runs with.`,
      mend,
    );
  }
  const busy = /^(rateLimitExceeded|jobRateLimitExceeded|jobBackendError|backendError|internalError)$/.test(reason);
  if (status === 429 || (busy && status !== null && status < 500)) {
    return fail(
      `BigQuery takes no more requests of project ${project} at the moment. ${title} is read again ${later(quotaMs)}.`,
      { retryable: true, retryAfterMs: quotaMs },
    );
  }
  if (reason === 'quotaExceeded') {
    return fail(
      `A quota of BigQuery in project ${project} is used up, so ${title} was not read. It says: ${words} Raise it, or wait until tomorrow.`,
      { retryable: true, mendable: true, retryAfterMs: 3_600_000 },
    );
  }
  if (reason === 'bytesBilledLimitExceeded') return tooDear(options, bytesIn(words) ?? options.mostBytes);
  if (reason === 'stopped' || /timed? ?out/i.test(words)) return queryTooLong(options);
  if (status === 403) return fail(forbidden(options, reason, words), mend);
  if (status === 404) return fail(notFound(options, words), mend);
  if (busy || status === 408 || (status !== null && status >= 500)) {
    return fail(`BigQuery failed with status ${status ?? reason} when asked to ${doing}. It is tried again later.`, {
      retryable: true,
    });
  }
  return fail(`BigQuery refused to ${doing} for ${title}. It says: ${words} Tell whoever maintains Countersign.`, {
    retryable: false,
  });
}

function forbidden({ title, project, table }: BigQueryBillingOptions, reason: string, words: string): string {
  if (/has not been used|is disabled|accessNotConfigured/.test(`${words} ${reason}`)) {
    return `BigQuery is off in project ${project}, so ${title} cannot be read. Turn it on with gcloud services enable bigquery.googleapis.com.`;
  }
  if (/bigquery\.jobs\.create/.test(words)) {
    return `We may not run queries in project ${project}, so ${title} cannot be read. Give our account bigquery.jobs.create there (role BigQuery Job User).`;
  }
  const dataset = table.split('.').slice(0, -1).join('.');
  return `We may not read ${table}. Give our account bigquery.tables.get and bigquery.tables.getData on the dataset ${dataset} (role BigQuery Data Viewer).`;
}

function notFound({ title, table, project }: BigQueryBillingOptions, words: string): string {
  const place = /in location (\S+?)\.?$/.exec(words)?.[1];
  if (place !== undefined) {
    return `${title} was not found in ${place}: ${table} is gone, or was made anew elsewhere. Check its name and region in BigQuery, and the table in org.yaml.`;
  }
  if (/Project/.test(words))
    return `There is no project ${project}. Correct the project of the connection in org.yaml.`;
  return `There is no table ${table}. Check that the billing export is on, and correct the table of the connection in org.yaml.`;
}

function noAnswer(cause: Error, { options, doing }: Tried): UpstreamError {
  const { title, address, timeoutMs } = options;
  const host = address === null ? 'bigquery.googleapis.com' : new URL(address).host;
  const fail = (sentence: string, retryable = true) => new UpstreamError(title, sentence, { retryable }, { cause });
  if (cause.name === 'ZodError' || cause.name === 'SyntaxError') {
    return fail(
      `BigQuery was asked to ${doing} for ${title}, but its answer cannot be understood. Tell whoever maintains Countersign.`,
    );
  }
  const { kind, code } = connectionFailure(cause);
  switch (kind) {
    case 'untrusted':
      return fail(
        `The certificate of ${host} is not trusted (${code}). Install its issuer with NODE_EXTRA_CA_CERTS.`,
        false,
      );
    case 'unresolved':
      return fail(`The name ${host} cannot be resolved. Check DNS.`);
    case 'unreachable':
      return fail(`BigQuery at ${host} accepts no connection. Check the network.`);
    case 'timeout':
      return fail(
        `BigQuery did not answer within ${timeoutMs / 1000} s when asked to ${doing}. It is tried again later.`,
      );
    case 'broken':
      return fail(`BigQuery broke the connection off when asked to ${doing}. It is tried again later.`);
  }
}

function bytesIn(words: string): number | null {
  const found = /(\d+) or higher required/.exec(words)?.[1];
  return found === undefined ? null : Number(found);
}

/** Bytes in GiB, in words. */
export function gib(bytes: number): string {
  return (bytes / 2 ** 30).toFixed(1).replace(/\.0$/, '');
}

/** Throws an UpstreamError for an answer that is not as it should be. */
export function parsed<T>(title: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw notUnderstood(title, error);
  }
}

export function notUnderstood(title: string, cause: unknown): UpstreamError {
  const sentence = `${title} was read, but an answer of BigQuery cannot be understood. Tell whoever maintains Countersign.`;
  return new UpstreamError(title, sentence, { retryable: false }, { cause });
}
