import type { z } from 'zod';
import type { UpstreamError } from '#errors.ts';
import { exchange } from '../exchange.ts';
import { saidByGoogle } from '../google/said-by-google.ts';
import { refused, type UsageAsked, unreadable } from './failures.ts';
import type { CloudUsageOptions } from './options.ts';

/** One of Google's APIs, by the name people use for it and its host. */
export interface GoogleApi {
  readonly system: string;
  readonly api: string;
}

interface UsageRequest extends GoogleApi {
  readonly method: 'GET' | 'POST';
  /** From the version on, as `/v3/projects/northwind-ml/timeSeries`; parts from outside are percent-encoded. */
  readonly path: string;
  /** A list is repeated under one name; null and left out are the same. */
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is asked, as words that follow "asked to". */
  readonly doing: string;
  readonly permission: string;
  /** Whether it may change something; a POST does, where nothing is said. */
  readonly write?: boolean;
}

/** `off` where the API is not enabled in the project; `code` is Google's, as `NOT_FOUND`, or empty. */
type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly serverMs: number | null }
  | { readonly ok: false; readonly code: string; readonly off: boolean; readonly error: UpstreamError };

/** One connection's requests: each is sent once, with the access token of that moment. */
export interface UsageHttp {
  /** Throws an UpstreamError only where no answer came or none that can be read. */
  ask<T>(request: UsageRequest, schema: z.ZodType<T>): Promise<Outcome<T>>;
  /** The answer, or the UpstreamError. */
  need<T>(request: UsageRequest, schema: z.ZodType<T>): Promise<T>;
}

export function usageHttp({ project, address, token, timeoutMs, ...options }: CloudUsageOptions): UsageHttp {
  const ask: UsageHttp['ask'] = async (request, schema) => {
    const { method, path, query = {}, body, ...about } = request;
    const asked: UsageAsked = { ...about, write: request.write ?? method !== 'GET', project };
    const url = new URL(`${address ?? `https://${request.api}`}${path}`);
    for (const [name, given] of Object.entries(query)) {
      for (const value of given === null ? [] : [given].flat()) url.searchParams.append(name, value);
    }
    const secret = await token();
    const wire = { host: url.host, timeoutMs, fetch: options.fetch ?? fetch };
    const answer = await exchange(wire, asked, url.href, {
      method,
      headers: {
        authorization: `Bearer ${secret}`,
        accept: 'application/json',
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    if (answer.status >= 200 && answer.status < 300) {
      const value = schema.safeParse(answer.json);
      if (value.success) return { ok: true, value: value.data, serverMs: answer.serverMs };
      throw unreadable(asked, answer, value.error);
    }
    const said = saidByGoogle(answer.json, secret);
    const off = said?.reason === 'SERVICE_DISABLED';
    // Compute Engine gives no name to its refusals, and Google's own body tells them from those of a proxy.
    const unnamed = said !== null && answer.status === 404 ? 'NOT_FOUND' : '';
    return { ok: false, code: said?.status || unnamed, off, error: refused(asked, url.host, answer, said) };
  };
  return {
    ask,
    async need(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
  };
}
