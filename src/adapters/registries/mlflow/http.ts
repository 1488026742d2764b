import { createHash } from 'node:crypto';
import type { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { type Asked, noAnswer, refused, unreadable } from './failures.ts';
import { type MlflowOptions, mlflowAddress, without } from './options.ts';
import { errorBody } from './schema.ts';

export interface MlflowRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below `/api/2.0/mlflow/`; parts that come from people are already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is asked, as words that follow "MLflow refused to". */
  readonly doing: string;
  /** What our account needs for that, as `EDIT on fraud-scorer`. */
  readonly right: string;
  /** A secret inside `body`, kept out of error text. */
  readonly secret?: string;
}

/** `missing` is true only where MLflow itself says that the thing does not exist. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly missing: boolean; readonly unknownEndpoint: boolean; readonly error: UpstreamError };

/** One connection's requests: each is sent once, at most `timeoutMs` long, and follows no redirect. */
export interface MlflowHttp {
  readonly root: string;
  readonly host: string;
  /** Throws an UpstreamError only where no answer came or none that can be read. */
  ask<T>(request: MlflowRequest, schema: z.ZodType<T>): Promise<Outcome<T>>;
  /** The answer, or the UpstreamError. */
  need<T>(request: MlflowRequest, schema: z.ZodType<T>): Promise<T>;
  /** Reads a file of a version to its end, without keeping it. Throws an UpstreamError where it does not come whole. */
  digest(file: { readonly path: string; readonly doing: string; readonly right: string }): Promise<FileDigest>;
  /** A path outside the API, as `/health`; the status and text of whatever comes back. */
  open(path: string): Promise<OpenAnswer>;
}

/** SHA-256 in hexadecimal digits, and how many bytes it was made of. */
interface FileDigest {
  readonly sha256: string;
  readonly bytes: number;
}

/** The longest that a file may take to come, in ms. */
const fileMs = 600_000;

export interface OpenAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly text: string;
  /** The server's clock in ms since the epoch, whole seconds; null without a Date header. */
  readonly serverMs: number | null;
}

export function mlflowHttp(options: MlflowOptions): MlflowHttp {
  const { root, host, headers, redact } = mlflowAddress(options);
  const { timeoutMs } = options;
  const send = options.fetch ?? fetch;

  async function exchange(asked: Asked, url: string, init: RequestInit): Promise<{ response: Response; text: string }> {
    try {
      const signal = AbortSignal.timeout(timeoutMs);
      const response = await send(url, { ...init, redirect: 'manual', signal });
      return { response, text: await response.text() };
    } catch (cause) {
      throw noAnswer(asked, host, timeoutMs, cause);
    }
  }

  async function ask<T>(request: MlflowRequest, schema: z.ZodType<T>): Promise<Outcome<T>> {
    const asked = { doing: request.doing, right: request.right, write: request.method !== 'GET' };
    const init = {
      method: request.method,
      headers: { ...headers, accept: 'application/json', ...(asked.write && { 'content-type': 'application/json' }) },
      // MLflow reads the arguments of a DELETE from a JSON body only.
      ...(asked.write && { body: JSON.stringify(request.body ?? {}) }),
    };
    const { response, text } = await exchange(asked, `${root}/api/2.0/mlflow/${request.path}${search(request)}`, init);
    const contentType = response.headers.get('content-type') ?? '';
    const { status } = response;
    if (response.ok) {
      const value = schema.safeParse(parsed(text));
      if (value.success) return { ok: true, value: value.data };
      throw unreadable(asked, { status, contentType }, value.error);
    }
    const body = errorBody.safeParse(parsed(text));
    const errorCode = body.success ? body.data.error_code : null;
    return {
      ok: false,
      missing: status === 404 && errorCode === 'RESOURCE_DOES_NOT_EXIST',
      unknownEndpoint: (status === 404 || status === 405) && errorCode === null,
      error: failureOf(asked, response, text, request.secret),
    };
  }

  function failureOf(asked: Asked, { status, headers }: Response, text: string, secret = ''): UpstreamError {
    const body = errorBody.safeParse(parsed(text));
    return refused(asked, host, {
      status,
      contentType: headers.get('content-type') ?? '',
      errorCode: body.success ? body.data.error_code : null,
      message: without([secret])(redact(body.success ? body.data.message : '')),
      retryAfterMs: waitMs(headers),
    });
  }

  return {
    root,
    host,
    ask,
    async need(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
    async digest({ path, doing, right }) {
      const asked = { doing, right, write: false };
      try {
        const signal = AbortSignal.timeout(fileMs);
        const response = await send(`${root}${path}`, { headers, redirect: 'manual', signal });
        if (response.ok) return await sha256Of(response.body);
        throw failureOf(asked, response, await response.text());
      } catch (cause) {
        throw cause instanceof UpstreamError ? cause : noAnswer(asked, host, fileMs, cause);
      }
    },
    async open(path) {
      const asked = { doing: `show ${path}`, right: 'access', write: false };
      const { response, text } = await exchange(asked, `${root}${path}`, { headers });
      const date = Date.parse(response.headers.get('date') ?? '');
      const contentType = response.headers.get('content-type') ?? '';
      return { status: response.status, contentType, text, serverMs: Number.isNaN(date) ? null : date };
    },
  };
}

async function sha256Of(body: Response['body']): Promise<FileDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of body ?? []) {
    hash.update(chunk);
    bytes += chunk.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

function search(request: MlflowRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== undefined) query.append(name, value);
  return query.size === 0 ? '' : `?${query.toString()}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** `Retry-After` as a wait: seconds, or a date that is read against the server's own clock. */
function waitMs(headers: Headers): number | null {
  const value = headers.get('retry-after')?.trim() ?? '';
  if (/^\d{1,7}$/.test(value)) return Number(value) * 1000;
  const until = Date.parse(value) - Date.parse(headers.get('date') ?? '');
  return Number.isNaN(until) ? null : Math.max(0, until);
}
