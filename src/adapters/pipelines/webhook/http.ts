import { randomUUID } from 'node:crypto';
import { UpstreamError } from '#errors.ts';
import { type Answer, type Asked, clip, doubt, exchange, later } from '../../exchange.ts';
import { webAddress } from '../web-address.ts';
import type { WebhookOptions } from './options.ts';
import { errorBody } from './schema.ts';
import { signatureOf } from './signature.ts';

/** The name people use for it, in every sentence. */
export const webhookTitle = 'Pipeline webhook';

interface WebhookRequest {
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** Behind the connection's address, as `/runs/7?x=1`; parts that come from people are already percent-encoded. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** What is asked, as words that follow "asked to". */
  readonly doing: string;
}

/**
 * `missing`: the receiver says that the pipeline or the run does not exist. `unserved`: it serves no such request, as
 * one that only starts runs. Otherwise the failure alone.
 */
export type Outcome =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly missing: boolean; readonly unserved: boolean; readonly error: UpstreamError };

/** One connection's requests, each sent once and signed. */
export interface WebhookHttp {
  readonly host: string;
  /** Throws an UpstreamError only where no answer came. */
  ask(request: WebhookRequest): Promise<Outcome>;
}

export function webhookHttp(options: WebhookOptions): WebhookHttp {
  const { secret, token, clock = Date.now } = options;
  const { root, host } = webAddress(options.id, options.url);
  const wire = { host, timeoutMs: options.timeoutMs, fetch: options.fetch ?? fetch };
  return {
    host,
    async ask({ method, path, body, headers, doing }) {
      const asked = { system: webhookTitle, doing, write: method !== 'GET' };
      const url = `${root}${path}`;
      const { pathname, search } = new URL(url);
      const text = body === undefined ? null : JSON.stringify(body);
      const id = randomUUID();
      const timestamp = String(Math.floor(clock() / 1000));
      const content = text ?? `${method} ${pathname}${search}`;
      const answer = await exchange(wire, asked, url, {
        method,
        headers: {
          accept: 'application/json',
          ...(text !== null && { 'content-type': 'application/json' }),
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...headers,
          'webhook-id': id,
          'webhook-timestamp': timestamp,
          'webhook-signature': signatureOf(secret, { id, timestamp, content }),
        },
        ...(text !== null && { body: text }),
      });
      if (answer.status >= 200 && answer.status < 300) return { ok: true, answer };
      return failed(asked, host, answer, [secret, ...(token === null ? [] : [token])]);
    },
  };
}

function failed(asked: Asked, host: string, answer: Answer, secrets: readonly string[]): Outcome {
  const { status } = answer;
  const said = errorBody.safeParse(answer.json);
  const { code, message } = said.success ? said.data : { code: '', message: '' };
  const words = secrets.reduce((rest, secret) => rest.replaceAll(secret, '[secret]'), message);
  const missing = status === 410 || code === 'unknown_pipeline' || code === 'unknown_run';
  const unserved = !missing && [404, 405, 501].includes(status);
  return { ok: false, missing, unserved, error: refused(asked, host, answer, words) };
}

function refused(asked: Asked, host: string, { status, retryAfterMs }: Answer, message: string): UpstreamError {
  const said = message === '' ? '' : ` It says: ${clip(message)}`;
  const fail = (sentence: string, details: { retryable: boolean; ambiguous?: boolean; mendable?: boolean }) =>
    new UpstreamError(asked.system, sentence, { ...details, status, retryAfterMs });
  if (status === 401 || status === 403) {
    const sentence = `${asked.system} at ${host} does not let us ${asked.doing}.${said} Check that both sides hold one secret, that both clocks are right, and what stands before it.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  if (status === 429) {
    const sentence = `${asked.system} takes no more requests at the moment; nothing was started or changed. Ask again ${later(retryAfterMs)}.`;
    return fail(sentence, { retryable: true });
  }
  if ((status >= 500 && status !== 501) || status === 408) {
    const sentence = `${asked.system} failed with status ${status} when asked to ${asked.doing}.${said}${doubt(asked)}`;
    return fail(sentence, { retryable: true, ambiguous: asked.write });
  }
  if (status >= 300 && status < 400) {
    const sentence = `${asked.system} at ${host} redirects us, as a login page does. Give the address behind it.`;
    return fail(sentence, { retryable: false, mendable: true });
  }
  return fail(`${asked.system} refused to ${asked.doing} (status ${status}).${said}`, { retryable: false });
}

/** The failure of a 2xx answer that is not what a receiver has to say. */
export function unreadable(doing: string, write: boolean, answer: Answer, cause?: unknown): UpstreamError {
  const page = answer.contentType.includes('html');
  const what = page
    ? 'a web page came back; a login page or proxy seems to stand before it, so check the address'
    : 'its answer cannot be read; it has to be the JSON that docs/decisions/023-pipelines.md describes';
  const sentence = `${webhookTitle} was asked to ${doing}, but ${what}.${doubt({ system: webhookTitle, doing, write })}`;
  return new UpstreamError(
    webhookTitle,
    sentence,
    { status: answer.status, retryable: false, ambiguous: write, mendable: true },
    { cause },
  );
}
