import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, doubt, later } from '../../exchange.ts';
import { itSays, refusedByGoogle } from '../../google/refused-by-google.ts';
import type { GoogleError } from '../../google/said-by-google.ts';

/** A request of ours. `right` is the IAM permission that it takes, `where` the project and region as people read them. */
export interface VertexAsked extends Asked {
  readonly right: string;
  readonly where: string;
}

/** The failure of a request that was answered with a 3xx, 4xx or 5xx status. Secrets are already out of `said`. */
export function refused(asked: VertexAsked, host: string, answer: Answer, said: GoogleError | null): UpstreamError {
  return refusedByGoogle(asked, answer, said, {
    unauthorized: `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with, and that its service account exists and may be impersonated.`,
    forbidden: forbidden(asked, said, itSays(said)),
    busy: (waitMs) =>
      `${asked.system} takes no more requests for ${asked.where} at the moment; nothing was started or changed. Ask again ${later(waitMs)}, or raise the quota.`,
    elsewhere: wrongPlace(asked, host),
  });
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
