import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, doubt, later } from '../../exchange.ts';

/** A request of ours. `right` is what our account needs for it, as `create on runs in namespace team-a`. */
export interface KubeflowAsked extends Asked {
  readonly right: string;
}

/** What Kubeflow Pipelines itself says, null where something before it answered. Shown, hardly ever interpreted. */
export interface Said {
  /** A gRPC status code, https://grpc.io/docs/guides/status-codes/. */
  readonly code: number;
  readonly message: string;
}

const code = { invalid: 3, notFound: 5, forbidden: 7, exhausted: 8, unavailable: 14, unauthenticated: 16 } as const;

/** The failure of a request that was answered with a 3xx, 4xx or 5xx status. Secrets are already out of `said`. */
export function refused(asked: KubeflowAsked, host: string, answer: Answer, said: Said | null): UpstreamError {
  const { status, retryAfterMs } = answer;
  const words = said === null || said.message === '' ? '' : ` It says: ${clip(firstLine(said.message))}`;
  const fail = (sentence: string, details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean }) =>
    new UpstreamError(asked.system, sentence, { ...details, status, retryAfterMs });
  if (isUnauthenticated(status, said)) {
    const sentence = `${asked.system} does not accept who we are. Give a service-account token with audience pipelines.kubeflow.org, or let the mesh send kubeflow-userid.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  if (status === 403 || said?.code === code.forbidden || /\bPermissionDenied\b/.test(said?.message ?? '')) {
    const sentence = `${asked.system} does not let us ${asked.doing}. Give our account ${asked.right}.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  if (status === 429 || said?.code === code.exhausted) {
    const sentence = `${asked.system} takes no more requests at the moment; nothing was started or changed. Ask again ${later(retryAfterMs)}.`;
    return fail(sentence, { retryable: true });
  }
  if (status >= 500 || status === 408) {
    const sentence = `${asked.system} failed with status ${status} when asked to ${asked.doing}.${words}${doubt(asked)}`;
    return fail(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (status >= 300 && status < 400) {
    const sentence = `${asked.system} at ${host} redirects us, as a login page does. Give the address behind it, or a token it accepts.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  if (said === null) return fail(wrongPlace(asked, host), { retryable: false, mendable: true });
  // The gateway's own words for a path that this release does not serve.
  if (status === 404 && said.message === 'Not Found') {
    const sentence = `${asked.system} at ${host} knows no way to ${asked.doing}. Upgrade it to 2.0 or later.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  return fail(`${asked.system} refused to ${asked.doing}.${words}`, { retryable: false });
}

/** The failure of a 2xx answer that is not what Kubeflow Pipelines documents. */
export function unreadable(asked: KubeflowAsked, host: string, answer: Answer, cause?: unknown): UpstreamError {
  const page = answer.json === undefined;
  const sentence = page
    ? wrongPlace(asked, host)
    : `${asked.system} was asked to ${asked.doing}, but its answer cannot be read.${doubt(asked)} Kubeflow Pipelines 2.0 or later is needed.`;
  // What answers with a page is not the API, so nothing was done.
  const details = { status: answer.status, retryable: !page, ambiguous: asked.write && !page, mendable: page };
  return new UpstreamError(asked.system, sentence, details, { cause });
}

function wrongPlace(asked: KubeflowAsked, host: string): string {
  return `${host} was asked to ${asked.doing} and answered with a page that is not the API. Give the address with its prefix, as https://${host}/pipeline, or get past the login page with a token.`;
}

// Some releases answer a missing or ended token with status 500: kubeflow/pipelines #8358.
function isUnauthenticated(status: number, said: Said | null): boolean {
  if (status === 401 || said?.code === code.unauthenticated) return true;
  return status === 500 && /\bUnauthenticated\b/.test(said?.message ?? '');
}

/** Internal errors carry a stack trace behind the first line. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
