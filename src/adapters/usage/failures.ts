import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, doubt, later } from '../pipelines/exchange.ts';
import type { GoogleError } from '../pipelines/vertex-pipelines/schema.ts';

/** A request of ours, with the IAM permission that it takes and the API's host as `monitoring.googleapis.com`. */
export interface UsageAsked extends Asked {
  readonly permission: string;
  readonly api: string;
  readonly project: string;
}

/** Quotas count per minute. */
const quotaMs = 60_000;

/** The failure of a request that was answered with no 2xx status. The token is already out of `said`. */
export function refused(asked: UsageAsked, host: string, answer: Answer, said: GoogleError | null): UpstreamError {
  const { status } = answer;
  const words = said === null || said.message === '' ? '' : ` It says: ${clip(said.message)}`;
  const fail = (
    sentence: string,
    details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean; retryAfterMs?: number },
  ) => new UpstreamError(asked.system, sentence, { retryAfterMs: answer.retryAfterMs, ...details, status });
  const mend = { retryable: false, mendable: true };
  if (status === 401) {
    return fail(
      `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with.`,
      mend,
    );
  }
  if (status === 403) return fail(forbidden(asked, said), mend);
  if (status === 429) {
    const retryAfterMs = said?.retryDelayMs ?? answer.retryAfterMs ?? quotaMs;
    const sentence = `${asked.system} takes no more requests for ${asked.project} at the moment. Ask again ${later(retryAfterMs)}, or raise the quota of ${asked.api}.`;
    return fail(sentence, { retryable: true, retryAfterMs });
  }
  if (status >= 500 || status === 408) {
    const sentence = `${asked.system} failed with status ${status} when asked to ${asked.doing}.${words}${doubt(asked)}`;
    return fail(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (said === null) {
    const sentence = `${host} was asked to ${asked.doing} and did not answer as ${asked.system} does. Check the address of the connection, and proxies on the way.`;
    return fail(sentence, mend);
  }
  return fail(`${asked.system} refused to ${asked.doing}.${words}`, { retryable: false });
}

/** The failure of a 2xx answer that is not what Google documents. */
export function unreadable(asked: UsageAsked, answer: Answer, cause: unknown): UpstreamError {
  const sentence = `${asked.system} was asked to ${asked.doing}, but its answer cannot be read.${doubt(asked)}`;
  const details = { status: answer.status, retryable: true, ambiguous: asked.write };
  return new UpstreamError(asked.system, sentence, details, { cause });
}

function forbidden({ system, doing, permission, api, project }: UsageAsked, said: GoogleError | null): string {
  if (said?.reason === 'SERVICE_DISABLED') {
    return `${system} is off in ${project}. Turn it on with gcloud services enable ${api} --project=${project}.`;
  }
  return `${system} does not let us ${doing}. Give our account ${said?.permission || permission} in ${project}.`;
}
