import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, doubt, later } from '../exchange.ts';
import { refusedByGoogle } from '../google/refused-by-google.ts';
import type { GoogleError } from '../google/said-by-google.ts';

/** A request of ours, with the IAM permission that it takes and the API's host as `monitoring.googleapis.com`. */
export interface UsageAsked extends Asked {
  readonly permission: string;
  readonly api: string;
  readonly project: string;
}

/** The failure of a request that was answered with no 2xx status. The token is already out of `said`. */
export function refused(asked: UsageAsked, host: string, answer: Answer, said: GoogleError | null): UpstreamError {
  return refusedByGoogle(asked, answer, said, {
    unauthorized: `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with.`,
    forbidden: forbidden(asked, said),
    busy: (waitMs) =>
      `${asked.system} takes no more requests for ${asked.project} at the moment. Ask again ${later(waitMs)}, or raise the quota of ${asked.api}.`,
    elsewhere: `${host} was asked to ${asked.doing} and did not answer as ${asked.system} does. Check the address of the connection, and proxies on the way.`,
  });
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
