import { z } from 'zod';
import { UpstreamError } from '#errors.ts';
import { type Answer, exchange } from '../../exchange.ts';
import { saidByGoogle } from '../../google/said-by-google.ts';
import { refused, unreadable, type VertexAsked } from './failures.ts';
import type { VertexPipelinesOptions } from './options.ts';

/** The name people use for it, in every sentence. */
export const vertexTitle = 'Vertex AI Pipelines';

interface VertexRequest {
  readonly method: 'GET' | 'POST';
  /** Whole; parts that come from people are already percent-encoded. */
  readonly url: string;
  readonly query?: Readonly<Record<string, string | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is asked, as words that follow "asked to". */
  readonly doing: string;
  /** The IAM permission that it takes. */
  readonly right: string;
  /** Whether it may change something; a POST does, where nothing is said. */
  readonly write?: boolean;
}

/** `code` is Google's, as `ALREADY_EXISTS`; empty where something before Google's API answered. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly serverMs: number | null }
  | { readonly ok: false; readonly code: string; readonly error: UpstreamError };

/** One connection's requests: each is sent once, with the access token of that moment. */
export interface VertexHttp {
  /** Throws an UpstreamError only where no answer came or none that can be read. */
  ask<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<Outcome<T>>;
  /** The answer, or the UpstreamError. */
  need<T>(request: VertexRequest, schema: z.ZodType<T>): Promise<T>;
  /** The text of a file; null where there is none. */
  text(request: VertexRequest): Promise<string | null>;
}

export function vertexHttp(options: VertexPipelinesOptions): VertexHttp {
  const { project, location, timeoutMs } = options;

  async function answered(
    request: VertexRequest,
  ): Promise<{ answer: Answer; asked: VertexAsked; host: string; token: string }> {
    const { method, body, doing, right } = request;
    const write = request.write ?? method !== 'GET';
    const asked = { system: vertexTitle, doing, right, write, where: `${project}, ${location}` };
    const url = new URL(request.url);
    for (const [name, value] of Object.entries(request.query ?? {}))
      if (value !== null) url.searchParams.set(name, value);
    const wire = { host: url.host, timeoutMs, fetch: options.fetch ?? fetch };
    const token = await accessToken(options);
    const answer = await exchange(wire, asked, url.href, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        ...(method !== 'GET' && { 'content-type': 'application/json' }),
      },
      ...(method !== 'GET' && { body: JSON.stringify(body ?? {}) }),
    });
    return { answer, asked, host: url.host, token };
  }

  const ask: VertexHttp['ask'] = async (request, schema) => {
    const { answer, asked, host, token } = await answered(request);
    if (answer.status >= 200 && answer.status < 300) {
      const value = schema.safeParse(answer.json);
      if (value.success) return { ok: true, value: value.data, serverMs: answer.serverMs };
      throw unreadable(asked, host, answer, value.error);
    }
    const said = saidByGoogle(answer.json, token);
    return { ok: false, code: said?.status ?? '', error: refused(asked, host, answer, said) };
  };

  return {
    ask,
    async need(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
    async text(request) {
      const { answer, asked, host, token } = await answered(request);
      if (answer.status >= 200 && answer.status < 300) return answer.text;
      if (answer.status === 404) return null;
      throw refused(asked, host, answer, saidByGoogle(answer.json, token));
    },
  };
}

async function accessToken({ token }: VertexPipelinesOptions): Promise<string> {
  try {
    return await token();
  } catch (cause) {
    if (cause instanceof UpstreamError) throw cause;
    const sentence = `No access token for ${vertexTitle} could be had, so nothing was asked. Check the application default credentials that Countersign runs with.`;
    throw new UpstreamError(vertexTitle, sentence, { retryable: true, mendable: true }, { cause });
  }
}
