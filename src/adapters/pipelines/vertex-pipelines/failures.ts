import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, doubt, later } from '../exchange.ts';
import type { GoogleError } from './schema.ts';

/** A request of ours. `right` is the IAM permission that it takes, `where` the project and region as people read them. */
export interface VertexAsked extends Asked {
  readonly right: string;
  readonly where: string;
}

/** Quotas count per minute. */
const quotaMs = 60_000;

/** The failure of a request that was answered with a 3xx, 4xx or 5xx status. Secrets are already out of `said`. */
export function refused(asked: VertexAsked, host: string, answer: Answer, said: GoogleError | null): UpstreamError {
  const { status } = answer;
  const words = said === null || said.message === '' ? '' : ` It says: ${clip(said.message)}`;
  const fail = (
    sentence: string,
    details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean; retryAfterMs?: number },
  ) => new UpstreamError(asked.system, sentence, { retryAfterMs: answer.retryAfterMs, ...details, status });
  const mend = { retryable: false, mendable: true };
  if (status === 401) {
    const sentence = `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with, and that its service account exists and may be impersonated.`;
    return fail(sentence, mend);
  }
  if (status === 403) return fail(forbidden(asked, said, words), mend);
  if (status === 429) {
    const retryAfterMs = said?.retryDelayMs ?? answer.retryAfterMs ?? quotaMs;
    const sentence = `${asked.system} takes no more requests for ${asked.where} at the moment; nothing was started or changed. Ask again ${later(retryAfterMs)}, or raise the quota.`;
    return fail(sentence, { retryable: true, retryAfterMs });
  }
  if (status >= 500 || status === 408) {
    const sentence = `${asked.system} failed with status ${status} when asked to ${asked.doing}.${words}${doubt(asked)}`;
    return fail(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (said === null) return fail(wrongPlace(asked, host), mend);
  return fail(`${asked.system} refused to ${asked.doing}.${words}`, { retryable: false });
}

/** The failure of a 2xx answer that is not what Google documents. */
export function unreadable(asked: VertexAsked, host: string, answer: Answer, cause?: unknown): UpstreamError {
  const page = answer.json === undefined;
  const sentence = page
    ? wrongPlace(asked, host)
    : `${asked.system} was asked to ${asked.doing}, but its answer cannot be read.${doubt(asked)}`;
  const details = { status: answer.status, retryable: !page, ambiguous: asked.write && !page, mendable: page };
  return new UpstreamError(asked.system, sentence, details, { cause });
}

function forbidden(asked: VertexAsked, said: GoogleError | null, words: string): string {
  if (said?.reason === 'SERVICE_DISABLED') {
    const service = said.service === '' ? 'aiplatform.googleapis.com' : said.service;
    return `${asked.system} is off in ${asked.where}. Turn it on with gcloud services enable ${service}.`;
  }
  const named = said?.permission || /[Pp]ermission '?([a-z]+\.[\w.]+)'? denied/.exec(said?.message ?? '')?.[1];
  const actAs = named === 'iam.serviceAccounts.actAs' || /act as service[_ ]account/i.test(said?.message ?? '');
  if (actAs) {
    return `${asked.system} does not let us ${asked.doing}, because our account may not act as the service account of runs. Give it iam.serviceAccounts.actAs there (role Service Account User).`;
  }
  return `${asked.system} does not let us ${asked.doing}. Give our account ${named ?? asked.right} in ${asked.where}.${named === undefined ? words : ''}`;
}

function wrongPlace(asked: VertexAsked, host: string): string {
  return `${host} was asked to ${asked.doing} and answered that it serves no such thing. Check that project and location of the connection (${asked.where}) are those where runs are kept: each region has a host of its own.`;
}
