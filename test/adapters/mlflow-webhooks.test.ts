import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { verifyWebhook } from '#adapters/registries/mlflow/verify-webhook.ts';
import { connectMlflowWebhooks, webhookEvents } from '#adapters/registries/mlflow/webhooks.ts';
import { UpstreamError } from '#errors.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';

const secret = 'quay-wall-9';
const nowMs = Date.parse('2026-11-24T09:00:00Z');

function signed(rawBody: Uint8Array, sentMs = nowMs, key = secret) {
  const id = '3f1c7a52-9d07-4a8e-8a35-0d7f5f0c2a11';
  const timestamp = String(Math.floor(sentMs / 1000));
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(rawBody).digest('base64');
  return { 'x-mlflow-delivery-id': id, 'x-mlflow-timestamp': timestamp, 'x-mlflow-signature': `v1,${mac}` };
}

const rawBody = Buffer.from(
  '{"entity": "model_version_alias", "action": "created", "timestamp": "2026-11-24T09:00:00.1+00:00", "data": {"name": "m", "alias": "a", "version": "3"}}',
);

describe('verifying a delivery', () => {
  it('takes what was signed with our secret', () => {
    const verdict = verifyWebhook({ secret, headers: signed(rawBody), rawBody, nowMs });
    expect(verdict).toMatchObject({
      verified: true,
      event: { kind: 'alias-set', model: 'm', alias: 'a', version: '3' },
    });
  });

  it('refuses any other byte in body, id, timestamp or signature', () => {
    const headers = signed(rawBody);
    const names = ['x-mlflow-delivery-id', 'x-mlflow-timestamp', 'x-mlflow-signature'] as const;
    fc.assert(
      fc.property(fc.constantFrom('body', ...names), fc.nat(), fc.integer({ min: 1, max: 255 }), (where, at, by) => {
        const changed = (bytes: Buffer) => {
          const copy = Buffer.from(bytes);
          copy[at % copy.length] = (copy[at % copy.length] ?? 0) ^ by;
          return copy;
        };
        const sent =
          where === 'body'
            ? { headers, rawBody: changed(rawBody) }
            : { headers: { ...headers, [where]: changed(Buffer.from(headers[where])).toString('latin1') }, rawBody };
        expect(verifyWebhook({ secret, nowMs, ...sent }).verified).toBe(false);
      }),
    );
  });

  it.each([
    [-300_000, true],
    [-301_000, 'too-old'],
    [60_000, true],
    [61_000, 'from-the-future'],
  ])('a delivery dated %d ms from now: %s', (offsetMs, expected) => {
    const verdict = verifyWebhook({ secret, headers: signed(rawBody, nowMs + offsetMs), rawBody, nowMs });
    expect(verdict.verified ? true : verdict.because).toBe(expected);
  });

  it.each([
    ['no signature', { ...signed(rawBody), 'x-mlflow-signature': undefined }, 'headers-missing'],
    ['two signatures', { ...signed(rawBody), 'x-mlflow-signature': ['v1,a', 'v1,b'] }, 'headers-missing'],
    ['a timestamp that is no number', { ...signed(rawBody), 'x-mlflow-timestamp': '1e9' }, 'headers-missing'],
    ['another secret', signed(rawBody, nowMs, 'guess'), 'bad-signature'],
    ['an old delivery that is not ours', signed(rawBody, 0, 'guess'), 'bad-signature'],
  ])('refuses %s', (_name, headers, because) => {
    expect(verifyWebhook({ secret, headers, rawBody, nowMs })).toMatchObject({ verified: false, because });
  });

  it('refuses everything while no secret is set, also what is signed with an empty one', () => {
    const headers = signed(rawBody, nowMs, '');
    expect(verifyWebhook({ secret: '', headers, rawBody, nowMs })).toMatchObject({ because: 'no-secret' });
  });

  it.each(['', 'null', '[]', '{"entity":"model_version_alias","action":"created","data":{}}'])(
    'refuses a signed body that MLflow never sends: %s',
    (text) => {
      const body = Buffer.from(text);
      const verdict = verifyWebhook({ secret, headers: signed(body), rawBody: body, nowMs });
      expect(verdict).toMatchObject({ verified: false, because: 'bad-body' });
    },
  );
});

describe('webhooks of a server', () => {
  let server: PretendMlflow;
  let receiver: ReturnType<typeof createServer>;
  let url: string;
  let statuses: number[];
  let received: { headers: IncomingHttpHeaders; rawBody: Buffer }[];

  beforeEach(async () => {
    statuses = [];
    received = [];
    receiver = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        received.push({ headers: request.headers, rawBody: Buffer.concat(chunks) });
        response.writeHead(statuses.shift() ?? 200).end('thanks');
      });
    });
    await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
    url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hooks/mlflow`;
    const timer = (run: () => void) => {
      const handle = setImmediate(run);
      return () => clearImmediate(handle);
    };
    server = await startPretendMlflow({ clock: () => nowMs, timer });
    server.outside.addModel('tide-level');
    server.outside.addVersion('tide-level');
  });
  afterEach(async () => {
    await server.close();
    receiver.closeAllConnections();
    receiver.close();
  });

  const connect = () => connectMlflowWebhooks({ id: 'm', url: server.url, auth: { kind: 'none' }, timeoutMs: 5000 });
  const draft = () => ({ name: 'countersign', url, secret, events: webhookEvents });

  it('are created, listed, changed and deleted', async () => {
    const webhooks = connect();
    const made = await webhooks.createWebhook({ ...draft(), description: 'hints' });
    expect(made).toMatchObject({ name: 'countersign', url, description: 'hints', active: true });
    expect([...made.events].sort()).toEqual([...webhookEvents].sort());
    expect(JSON.stringify(made)).not.toContain(secret);
    expect(await webhooks.listWebhooks()).toEqual([made]);
    expect(await webhooks.updateWebhook(made.id, { active: false })).toEqual({ ...made, active: false });
    await webhooks.deleteWebhook(made.id);
    await webhooks.deleteWebhook(made.id);
    expect(await webhooks.listWebhooks()).toEqual([]);
  });

  it('deliver what we can verify, for each event', async () => {
    await connect().createWebhook(draft());
    server.outside.moveAlias('tide-level', 'production', '1');
    server.outside.removeAlias('tide-level', 'production');
    server.outside.setVersionTag('tide-level', '1', 'gate', '✓');
    server.outside.addModel('wave-height');
    server.outside.addVersion('wave-height', { description: 'Trained in May.' });
    await server.idle();
    const verdicts = received.map((delivery) => verifyWebhook({ secret, nowMs, ...delivery }));
    expect(verdicts.map((verdict) => (verdict.verified ? verdict.event.kind : verdict.because)).sort()).toEqual([
      'alias-deleted',
      'alias-set',
      'model-created',
      'tag-set',
      'version-created',
    ]);
  });

  it('are tried with an example that names a model nobody has', async () => {
    const webhooks = connect();
    const { id } = await webhooks.createWebhook(draft());
    expect(await webhooks.testWebhook(id, 'model_version_alias.deleted')).toEqual({
      delivered: true,
      status: 200,
      said: 'thanks',
    });
    const [delivery] = received;
    if (delivery === undefined) throw new Error('nothing was delivered');
    expect(verifyWebhook({ secret, nowMs, ...delivery })).toMatchObject({
      event: { kind: 'alias-deleted', model: 'example_model' },
    });
  });

  it('try again after 429 and 5xx with the same id and timestamp, at most three times, and never after another 4xx', async () => {
    const webhooks = connect();
    const { id } = await webhooks.createWebhook(draft());
    statuses = [503, 429, 500, 503];
    expect(await webhooks.testWebhook(id)).toMatchObject({ delivered: false, status: 503 });
    expect(server.deliveries.at(-1)?.attempts).toEqual([503, 429, 500, 503]);
    const sent = received.map(({ headers }) =>
      JSON.stringify([headers['x-mlflow-delivery-id'], headers['x-mlflow-timestamp']]),
    );
    expect(new Set(sent).size).toBe(1);
    statuses = [410];
    expect(await webhooks.testWebhook(id)).toMatchObject({ delivered: false, status: 410 });
    expect(server.deliveries.at(-1)?.attempts).toEqual([410]);
  });

  it('are said to be missing on MLflow 2', async () => {
    const old = await startPretendMlflow({ version: '2.22.1' });
    const webhooks = connectMlflowWebhooks({ id: 'm', url: old.url, auth: { kind: 'none' }, timeoutMs: 5000 });
    const error: unknown = await webhooks.listWebhooks().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UpstreamError);
    expect(error).toMatchObject({ retryable: false, message: expect.stringContaining('no webhooks') });
    await old.close();
  });

  it('need an administrator, and the refusal says so', async () => {
    const auth = { users: [{ name: 'bot', password: 'pw' }] };
    const guarded = await startPretendMlflow({ auth });
    const login = { kind: 'basic', username: 'bot', password: 'pw' } as const;
    const webhooks = connectMlflowWebhooks({ id: 'm', url: guarded.url, auth: login, timeoutMs: 5000 });
    await expect(webhooks.createWebhook(draft())).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining('administrator'),
    });
    await guarded.close();
  });
});
