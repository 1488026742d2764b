import { z } from 'zod';
import type { UpstreamError } from '#errors.ts';
import { type Answer, exchange } from '../../exchange.ts';
import { webAddress } from '../web-address.ts';
import { refused, type Said, unreadable } from './failures.ts';
import type { KubeflowOptions } from './options.ts';
import { credentialsOf } from './token.ts';

/** The name people use for it, in every sentence. */
export const kubeflowTitle = 'Kubeflow Pipelines';

export interface KubeflowRequest {
  readonly method: 'GET' | 'POST';
  /** Below `/apis/v2beta1/`; parts that come from people are already percent-encoded. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | null>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** What is asked, as words that follow "asked to". */
  readonly doing: string;
  /** What our account needs for it, as `create on runs`. */
  readonly right: string;
}

/** `missing` is true only where Kubeflow Pipelines itself says that the thing, or the endpoint, does not exist. */
export type Outcome<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly missing: boolean; readonly error: UpstreamError };

/** One connection's requests: each is sent once, with the credentials of that moment. */
export interface KubeflowHttp {
  readonly root: string;
  readonly host: string;
  /** Throws an UpstreamError only where no answer came or none that can be read. */
  ask<T>(request: KubeflowRequest, schema: z.ZodType<T>): Promise<Outcome<T>>;
  /** The answer, or the UpstreamError. */
  need<T>(request: KubeflowRequest, schema: z.ZodType<T>): Promise<T>;
  /** The answer with the clock of the server, for `check`. */
  look<T>(request: KubeflowRequest, schema: z.ZodType<T>): Promise<{ value: T; serverMs: number | null }>;
}

// grpc-gateway: `error` repeats `message` in releases before 2.3.
const errorBody = z.object({
  code: z.number().default(0),
  message: z.string().optional(),
  error: z.string().optional(),
});

export function kubeflowHttp(options: KubeflowOptions): KubeflowHttp {
  const { root, host } = webAddress(options.id, options.url);
  const wire = { host, timeoutMs: options.timeoutMs, fetch: options.fetch ?? fetch };
  const credentials = credentialsOf(options.id, options.auth);

  async function answered<T>(request: KubeflowRequest, schema: z.ZodType<T>): Promise<[Outcome<T>, Answer]> {
    const { method, body, doing, right } = request;
    const asked = { system: kubeflowTitle, doing, right, write: method !== 'GET' };
    const { headers, secret } = await credentials();
    const answer = await exchange(wire, asked, `${root}/apis/v2beta1/${request.path}${search(request)}`, {
      method,
      headers: { ...headers, accept: 'application/json', ...(asked.write && { 'content-type': 'application/json' }) },
      ...(asked.write && { body: JSON.stringify(body ?? {}) }),
    });
    if (answer.status >= 200 && answer.status < 300) {
      const value = schema.safeParse(answer.json);
      if (value.success) return [{ ok: true, value: value.data }, answer];
      throw unreadable(asked, host, answer, value.error);
    }
    const said = saidBy(answer, secret);
    const error = refused(asked, host, answer, said);
    return [{ ok: false, missing: answer.status === 404 && said !== null, error }, answer];
  }

  const ask: KubeflowHttp['ask'] = async (request, schema) => (await answered(request, schema))[0];
  return {
    root,
    host,
    ask,
    async need(request, schema) {
      const outcome = await ask(request, schema);
      if (outcome.ok) return outcome.value;
      throw outcome.error;
    },
    async look(request, schema) {
      const [outcome, { serverMs }] = await answered(request, schema);
      if (outcome.ok) return { value: outcome.value, serverMs };
      throw outcome.error;
    },
  };
}

/** What the server itself says, without our secret: it may repeat what it was sent. */
function saidBy({ json }: Answer, secret: string | null): Said | null {
  const body = errorBody.safeParse(json);
  const message = body.success ? (body.data.message ?? body.data.error) : undefined;
  if (!body.success || message === undefined) return null;
  return { code: body.data.code, message: secret === null ? message : message.replaceAll(secret, '[secret]') };
}

function search(request: KubeflowRequest): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(request.query ?? {})) if (value !== null) query.append(name, value);
  return query.size === 0 ? '' : `?${query.toString()}`;
}
