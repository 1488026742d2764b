import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, later } from '../../pipelines/exchange.ts';
import { errorBody } from '../../pipelines/vertex-pipelines/schema.ts';

/** Quotas count per minute. */
const quotaMs = 60_000;

/** The failure of a request that was answered with no 2xx status, or with what is no JSON. The token is not repeated. */
export function refused(asked: Asked, host: string, answer: Answer, token: string): UpstreamError {
  const { status } = answer;
  const body = errorBody.safeParse(answer.json);
  const said = body.success ? body.data : null;
  const message = clip((said?.message ?? '').replaceAll(token, '[secret]'));
  const words = message === '' ? '' : ` It says: ${message}`;
  const fail = (sentence: string, details: { retryable: boolean; mendable?: boolean; retryAfterMs?: number }) =>
    new UpstreamError(asked.system, sentence, { retryAfterMs: answer.retryAfterMs, ...details, status });
  const mend = { retryable: false, mendable: true };
  if (status === 401) {
    return fail(
      `${asked.system} does not accept our access token. Check the application default credentials that Countersign runs with.`,
      mend,
    );
  }
  if (status === 403) return fail(forbidden(asked, said, words), mend);
  if (status === 429) {
    const retryAfterMs = said?.retryDelayMs ?? answer.retryAfterMs ?? quotaMs;
    const sentence = `${asked.system} takes no more requests at the moment. Ask again ${later(retryAfterMs)}, or raise the quota of cloudbilling.googleapis.com.`;
    return fail(sentence, { retryable: true, retryAfterMs });
  }
  if (status >= 500 || status === 408) {
    return fail(`${asked.system} failed with status ${status} when asked to ${asked.doing}.${words} Try again later.`, {
      retryable: true,
    });
  }
  if (said === null) {
    const sentence = `${host} was asked to ${asked.doing} and did not answer as Google Cloud Billing does. Check the address of the price list, and proxies on the way.`;
    return fail(sentence, mend);
  }
  return fail(`${asked.system} refused to ${asked.doing}.${words} Check the currency in org.yaml.`, {
    retryable: false,
  });
}

function forbidden({ system, doing }: Asked, said: ErrorWords | null, words: string): string {
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

interface ErrorWords {
  readonly message: string;
  readonly reason: string;
  readonly permission: string;
}
