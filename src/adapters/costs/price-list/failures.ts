import type { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, later } from '../../exchange.ts';
import { itSays, refusedByGoogle } from '../../google/refused-by-google.ts';
import { type GoogleError, saidByGoogle } from '../../google/said-by-google.ts';

/** The failure of a request that was answered with no 2xx status, or with what is no JSON. The token is not repeated. */
export function refused(asked: Asked, host: string, answer: Answer, token: string): UpstreamError {
  const said = saidByGoogle(answer.json, token);
  return refusedByGoogle(asked, answer, said, {
    unauthorized: `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with.`,
    forbidden: forbidden(asked, said, itSays(said)),
    busy: (waitMs) =>
      `${asked.system} takes no more requests at the moment. Ask again ${later(waitMs)}, or raise the quota of cloudbilling.googleapis.com.`,
    elsewhere: `${host} was asked to ${asked.doing} and did not answer as Google Cloud Billing does. Check the address of the price list, and proxies on the way.`,
    hint: 'Check the currency in org.yaml.',
  });
}

function forbidden({ system, doing }: Asked, said: GoogleError | null, words: string): string {
  if (said?.reason === 'SERVICE_DISABLED') {
    return `${system} cannot be read, because the Cloud Billing API is off in our project. Turn it on with gcloud services enable cloudbilling.googleapis.com.`;
  }
  if (said?.reason === 'ACCESS_TOKEN_SCOPE_INSUFFICIENT') {
    return `${system} cannot be read, because our access token lacks its scope. Give the machine or the credentials the scope cloud-billing.readonly or cloud-platform.`;
  }
  if (said?.reason === 'USER_PROJECT_DENIED') {
    return `${system} cannot be read, because our account may not use the quota of its project. Give it serviceusage.services.use there (role Service Usage Consumer).`;
  }
  const permission = said?.permission || /[Pp]ermission '?([a-z]+\.[\w.]+)'? denied/.exec(said?.message ?? '')?.[1];
  if (permission !== undefined) return `${system} does not let us ${doing}. Give our account ${permission}.`;
  return `${system} does not let us ${doing}.${words} Give our account what that names.`;
}
