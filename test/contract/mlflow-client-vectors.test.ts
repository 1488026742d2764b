import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { connectMlflow, type MlflowRegistry } from '#adapters/registries/mlflow/connect.ts';
import { verifyWebhook } from '#adapters/registries/mlflow/verify-webhook.ts';
import { UpstreamError } from '#errors.ts';

/** A call of the client, the answers it gets in turn, and what it must ask and make of them. */
interface ClientVector {
  readonly name: string;
  readonly call: readonly [method: keyof MlflowRegistry, ...args: unknown[]];
  readonly answers: readonly {
    readonly status: number;
    readonly headers: Record<string, string>;
    readonly body: string;
  }[];
  readonly requests?: readonly [method: string, pathAndQuery: string, body?: unknown][];
  /** `<nothing>` for a call that resolves to undefined. */
  readonly result?: unknown;
  readonly error?: {
    readonly status: number;
    readonly retryable: boolean;
    readonly ambiguous: boolean;
    readonly retryAfterMs: number | null;
    readonly says?: string;
  };
}

function vectors(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`./vectors/${name}`, import.meta.url), 'utf8'));
}

describe('the MLflow client', () => {
  it.each(vectors('mlflow-client.json') as ClientVector[])(
    '$name',
    async ({ call, answers, requests, result, error }) => {
      const sent: unknown[] = [];
      const left = [...answers];
      const fetching: typeof fetch = async (input, init) => {
        const url = new Request(input).url.replace('https://mlflow.harbour.example/ml/api/2.0/mlflow/', '');
        const headers = new Headers(init?.headers);
        expect(headers.has('origin')).toBe(false);
        expect(init?.redirect).toBe('manual');
        const body = typeof init?.body === 'string' ? [JSON.parse(init.body)] : [];
        if (body.length > 0) expect(headers.get('content-type')).toBe('application/json');
        sent.push([init?.method, url, ...body]);
        const answer = left.shift();
        if (answer === undefined) throw new Error(`unexpected request: ${url}`);
        const empty = answer.status === 302 ? null : answer.body;
        return new Response(empty, { status: answer.status, headers: answer.headers });
      };
      const registry = connectMlflow({
        id: 'harbour',
        url: 'https://mlflow.harbour.example/ml/',
        auth: { kind: 'bearer', token: 'quay-token' },
        timeoutMs: 1000,
        fetch: fetching,
      });
      const [method, ...args] = call;
      const answer = (registry[method] as (...args: unknown[]) => Promise<unknown>)(...args);
      if (error === undefined) {
        expect(await answer).toEqual(result === '<nothing>' ? undefined : result);
      } else {
        const { says = '', ...fields } = error;
        const thrown: unknown = await answer.catch((e: unknown) => e);
        expect(thrown).toBeInstanceOf(UpstreamError);
        expect(thrown).toMatchObject({ system: 'MLflow', ...fields, message: expect.stringContaining(says) });
      }
      if (requests !== undefined) expect(sent).toEqual(requests);
      expect(left).toEqual([]);
    },
  );
});

describe('webhook deliveries', () => {
  interface Vector {
    readonly id: string;
    readonly timestamp: string;
    readonly raw_body: string;
    readonly signature: string;
    readonly event: { readonly kind: string };
  }
  const { secret, deliveries } = vectors('mlflow-deliveries.json') as { secret: string; deliveries: Vector[] };

  it.each(deliveries)('reads $event.kind of delivery $id', (delivery) => {
    const headers = {
      'X-MLflow-Delivery-Id': delivery.id,
      'X-MLflow-Timestamp': delivery.timestamp,
      'X-MLflow-Signature': delivery.signature,
    };
    const nowMs = Number(delivery.timestamp) * 1000 + 8000;
    const incoming = { secret, headers, nowMs };
    expect(verifyWebhook({ ...incoming, rawBody: Buffer.from(delivery.raw_body) })).toEqual({
      verified: true,
      deliveryId: delivery.id,
      sentMs: Number(delivery.timestamp) * 1000,
      at: '2026-05-28T20:26:40.250Z',
      event: delivery.event,
    });
    const rewritten = Buffer.from(JSON.stringify(JSON.parse(delivery.raw_body)));
    expect(verifyWebhook({ ...incoming, rawBody: rewritten })).toMatchObject({
      verified: false,
      because: 'bad-signature',
    });
  });
});
