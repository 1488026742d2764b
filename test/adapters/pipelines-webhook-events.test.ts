import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { signatureOf } from '#adapters/pipelines/webhook/signature.ts';
import { verifyRunEvent } from '#adapters/pipelines/webhook/verify-run-event.ts';
import type { IncomingDelivery } from '#adapters/signed-delivery.ts';
import { startPretendReceiver } from '#sandbox/webhook/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

const secret = 'a-secret-of-both-sides-1';
const nowMs = Date.parse('2026-11-24T09:00:00Z');

const event = {
  specversion: '1.0',
  id: 'e-1',
  source: '/ci/training',
  type: 'io.countersign.run.changed.v1',
  time: '2026-11-24T08:59:58Z',
  data: { run_id: '7', key: 'fraud-r-12', state: 'running', updated_at: '2026-11-24T08:59:58Z' },
};

function incoming(change: object = {}, sent: { atMs?: number; id?: string; secret?: string } = {}): IncomingDelivery {
  const rawBody = Buffer.from(JSON.stringify({ ...event, ...change }));
  const id = sent.id ?? 'e-1';
  const timestamp = String((sent.atMs ?? nowMs) / 1000);
  const signature = signatureOf(sent.secret ?? secret, { id, timestamp, content: rawBody });
  const headers = { 'Webhook-Id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature };
  return { secret, headers, rawBody, nowMs };
}

describe('an event about a run', () => {
  it('that is signed says which run it is and how it stands', () => {
    expect(verifyRunEvent(incoming())).toMatchObject({
      verified: true,
      deliveryId: '/ci/training e-1',
      sentMs: nowMs,
      at: '2026-11-24T08:59:58.000Z',
      run: { id: '7', key: 'fraud-r-12', state: 'running', updatedAt: '2026-11-24T08:59:58.000Z' },
    });
  });

  const refused: [string, IncomingDelivery][] = [
    ['bad-signature', incoming({}, { secret: 'another-secret-than-theirs' })],
    ['bad-signature', { ...incoming(), rawBody: Buffer.from(JSON.stringify(event, null, 1)) }],
    ['too-old', incoming({}, { atMs: nowMs - 301_000 })],
    ['from-the-future', incoming({}, { atMs: nowMs + 61_000 })],
    ['headers-missing', { ...incoming(), headers: {} }],
    ['headers-missing', { ...incoming(), headers: { ...incoming().headers, 'webhook-id': ['e-1', 'e-1'] } }],
    ['headers-missing', { ...incoming(), headers: { ...incoming().headers, 'webhook-timestamp': 'now' } }],
    ['bad-body', incoming({}, { id: 'e-2' })],
    ['bad-body', incoming({ type: 'io.countersign.drift.detected.v1' })],
    ['bad-body', incoming({ specversion: '0.3' })],
    ['bad-body', incoming({ data: { run_id: '7', state: 'baking' } })],
    ['bad-body', incoming({ data: null })],
  ];
  it.each(refused)('is refused for %s', (because, given) => {
    expect(verifyRunEvent(given)).toMatchObject({ verified: false, because });
  });

  it('is taken up to five minutes after it was sent, so that a retry still counts', () => {
    expect(verifyRunEvent(incoming({}, { atMs: nowMs - 300_000 }))).toMatchObject({ verified: true });
    expect(verifyRunEvent(incoming({}, { atMs: nowMs + 60_000 }))).toMatchObject({ verified: true });
  });

  it('comes over HTTP from the pretend receiver for every change, once each', async () => {
    const { engine, clock, move } = contractEngine();
    const verdicts: ReturnType<typeof verifyRunEvent>[] = [];
    const hook = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const rawBody = Buffer.concat(chunks);
        verdicts.push(verifyRunEvent({ secret, headers: request.headers, rawBody, nowMs: clock() }));
        response.writeHead(202).end();
      });
    });
    await new Promise<void>((done) => hook.listen(0, '127.0.0.1', done));
    const hookUrl = `http://127.0.0.1:${(hook.address() as AddressInfo).port}/hooks/ci`;
    const server = await startPretendReceiver({ engine, clock, secret, hookUrl, manners: 'starts' });
    const runner = connectWebhook({ id: 'ci', url: server.url, secret, token: null, timeoutMs: 5000, clock });
    const parameters = { window_days: 3 };
    await runner.start({ key: 'a', pipeline: contractPipeline, parameters, labels: {}, title: 'a' });
    await server.report();
    await server.report();
    move(60_000);
    await server.report();
    move(20 * 60_000);
    expect((await server.report()).map(({ status }) => status)).toEqual([202]);
    const states = verdicts.map((verdict) => (verdict.verified ? verdict.run.state : verdict.sentence));
    expect(states).toEqual(['queued', 'running', 'succeeded']);
    expect(verdicts.at(-1)).toMatchObject({ run: { produced: [{ model: 'contract-model', version: '7' }] } });
    await server.close();
    await new Promise((done) => hook.close(done));
  });
});
