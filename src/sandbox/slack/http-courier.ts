import { type Answer, type Courier, type Deadline, type Delivery, UNREACHABLE } from './delivery.ts';
import { type JsonObject, parseJson } from './json.ts';
import { signatureHeaders } from './signing.ts';

/** A request as it goes over the wire, so that tests can send it again or spoil it first. */
export interface WireRequest {
  readonly body: string;
  readonly headers: Readonly<Record<string, string>>;
}

const FORM = 'application/x-www-form-urlencoded';

function fields(payload: JsonObject): string {
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(payload)) form.set(name, String(value));
  return form.toString();
}

/** Body and content type of a delivery. Bolt refuses a charset after the content type of a form. */
export function wireBody(delivery: Delivery): { body: string; contentType: string } {
  switch (delivery.kind) {
    case 'command':
      return { body: fields(delivery.payload), contentType: FORM };
    case 'interaction':
      return { body: fields({ payload: JSON.stringify(delivery.payload) }), contentType: FORM };
    case 'event':
      return { body: JSON.stringify(delivery.payload), contentType: 'application/json' };
  }
}

/** POSTs to the app and waits at most `deadlineMs`; a later answer has no effect. */
async function postToApp(url: string, request: WireRequest, deadlineMs: number): Promise<Answer> {
  const startedAt = performance.now();
  try {
    const response = await fetch(url, {
      method: 'POST',
      body: request.body,
      headers: request.headers,
      redirect: 'manual',
      signal: AbortSignal.timeout(deadlineMs),
    });
    const text = await response.text();
    const json = response.headers.get('content-type')?.includes('json') === true;
    return {
      outcome: 'answered',
      status: response.status,
      body: json ? (parseJson(text) ?? text) : text,
      ms: Math.round(performance.now() - startedAt),
      noRetry: response.headers.get('x-slack-no-retry') === '1',
    };
  } catch (error) {
    const late = error instanceof DOMException && error.name === 'TimeoutError';
    return late ? { ...UNREACHABLE, outcome: 'timeout' } : UNREACHABLE;
  }
}

export interface HttpCourierOptions {
  readonly signingSecret: string;
  readonly signingNow: () => number;
  readonly deadline: Deadline;
}

/** Sends signed requests to the app's request URL and keeps the last one. */
export class HttpCourier implements Courier {
  requestUrl: string | null;
  last: WireRequest | null = null;
  private readonly options: HttpCourierOptions;

  constructor(requestUrl: string | null, options: HttpCourierOptions) {
    this.requestUrl = requestUrl;
    this.options = options;
  }

  async deliver(delivery: Delivery): Promise<Answer> {
    const { body, contentType } = wireBody(delivery);
    const { signingSecret, signingNow } = this.options;
    const { retry } = delivery;
    const request: WireRequest = {
      body,
      headers: {
        'content-type': contentType,
        'user-agent': 'Slackbot 1.0 (+https://api.slack.com/robots)',
        ...signatureHeaders(signingSecret, body, Math.floor(signingNow() / 1000)),
        ...(retry !== null && { 'x-slack-retry-num': String(retry.number), 'x-slack-retry-reason': retry.reason }),
      },
    };
    return await this.send(request);
  }

  async send(request: WireRequest): Promise<Answer> {
    this.last = request;
    if (this.requestUrl === null) return UNREACHABLE;
    return await postToApp(this.requestUrl, request, this.options.deadline.ms);
  }
}
