import type { z } from 'zod';
import type { UpstreamError } from '#errors.ts';
import { type Asked, noAnswer, refused, unreadable } from './failures.ts';
import { type VertexOptions, vertexAddress } from './options.ts';
import { errorBody } from './schema.ts';

export interface VertexRequest {
  readonly method: 'GET' | 'POST' | 'PATCH';
  /** By default `v1` of Vertex AI; `storage` is that of Cloud Storage, `projects` that of the Resource Manager. */
  readonly api?: 'v1beta1' | 'storage' | 'projects';
  /** Below the API's version; parts that come from people are already percent-encoded. */
  readonly path: string;
  /** A list is repeated under one name. */
  readonly query?: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is asked, as words that follow "Vertex AI refused to". */
  readonly doing: string;
  /** What our account needs for that, as `aiplatform.models.get`. */
  readonly permission: string;
  /** False for a POST that only reads. */
  readonly write?: boolean;
}

/** `missing` and `conflict` are true only where Google's API itself says so: a wrong host is neither. */
type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly serverMs: number | null }
  | { readonly ok: false; readonly missing: boolean; readonly conflict: boolean; readonly error: UpstreamError };

/** One connection's requests: each is sent once, at most `timeoutMs` long, and follows no redirect. */
export interface VertexHttp {
  readonly root: string;
  /** `projects/{project}/locations/{location}` */
  readonly parent: string;
  /** Throws an UpstreamError only where no answer came or none that can be read. */
  ask<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<Outcome<T>>;
  /** The answer, or the UpstreamError. */
  need<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<T>;
  /** The answer, or null for what does not exist. */
  find<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<T | null>;
}

export function vertexHttp(options: VertexOptions): VertexHttp {
  const { root, host, parent, ...elsewhere } = vertexAddress(options);
  const { timeoutMs } = options;
  const send = options.fetch ?? fetch;

  async function exchange(asked: Asked, url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
    try {
      const response = await send(url, { ...init, redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
      return { response, text: await response.text() };
    } catch (cause) {
      throw noAnswer(asked, { host, parent }, timeoutMs, cause);
    }
  }

  async function ask<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<Outcome<T>> {
    const { doing, permission, method } = request;
    const asked = { doing, permission, write: request.write ?? method !== 'GET' };
    const token = (await options.accessToken?.()) ?? null;
    const init = {
      method,
      headers: {
        accept: 'application/json',
        ...(token !== null && { authorization: `Bearer ${token}` }),
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(method !== 'GET' && { body: JSON.stringify(request.body ?? {}) }),
    };
    const { api = 'v1' } = request;
    const base = api === 'storage' || api === 'projects' ? elsewhere[api] : `${root}/${api}`;
    const { response, text } = await exchange(asked, `${base}/${request.path}${search(request)}`, init);
    const { status, headers } = response;
    if (response.ok) {
      const value = schema.safeParse(parsed(text));
      if (value.success) return { ok: true, value: value.data, serverMs: dateOf(headers) };
      throw unreadable(asked, { status, contentType: headers.get('content-type') ?? '' }, value.error);
    }
    const body = errorBody.safeParse(parsed(token === null ? text : text.replaceAll(token, '[secret]')));
    const error = body.success ? body.data : null;
    const retryAfterMs = waitMs(headers) ?? error?.retryAfterMs ?? null;
    return {
      ok: false,
      missing: status === 404 && error?.status === 'NOT_FOUND',
      conflict: error !== null && ['ABORTED', 'FAILED_PRECONDITION', 'ALREADY_EXISTS'].includes(error.status),
      error: refused(asked, { host, parent }, { status, error, retryAfterMs }),
    };
  }

  return {
    root,
    parent,
    ask,
    async need(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
    async find(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      if (outcome.missing) return null;
      throw outcome.error;
    },
  };
}

function search({ query = {} }: VertexRequest): string {
  const params = new URLSearchParams();
  for (const [name, given] of Object.entries(query)) {
    for (const value of given === undefined ? [] : [given].flat()) params.append(name, value);
  }
  return params.size === 0 ? '' : `?${params.toString()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The server's clock in ms since the epoch, whole seconds; null without a Date header. */
function dateOf(headers: Headers): number | null {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) ? null : date;
}

/** `Retry-After` as a wait: seconds, or a date that is read against the server's own clock. */
function waitMs(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value) - (dateOf(headers) ?? Number.NaN);
  return Number.isNaN(until) ? null : Math.max(0, until);
}
