import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import type { MlflowAuth } from '#adapters/registries/mlflow/options.ts';
import { ConfigError, UpstreamError } from '#errors.ts';
import type { FaultName, FaultOptions } from '#sandbox/faults.ts';
import { type PretendMlflow, startPretendMlflow } from '#sandbox/mlflow/server.ts';

let server: PretendMlflow;

beforeEach(async () => {
  server = await startPretendMlflow();
  server.outside.addModel('tide-level');
  server.outside.addVersion('tide-level');
  server.outside.addVersion('tide-level');
  server.outside.moveAlias('tide-level', 'production', '1');
});
afterEach(() => server.close());

function connected(url = server.url, timeoutMs = 5000, auth: MlflowAuth = { kind: 'none' }) {
  return connectMlflow({ id: 'm', url, auth, timeoutMs });
}

async function failureOf(work: Promise<unknown>): Promise<UpstreamError> {
  const error: unknown = await work.then(
    () => new Error('nothing failed'),
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UpstreamError)) throw error;
  return error;
}

describe('each fault of the server, on a write and on a read', () => {
  const cases: [FaultName, FaultOptions, { write: object; read: object; done: boolean }][] = [
    [
      'down',
      {},
      {
        write: { retryable: true, ambiguous: true, status: null },
        read: { retryable: true, ambiguous: false },
        done: false,
      },
    ],
    [
      'slow',
      { ms: Number.POSITIVE_INFINITY },
      {
        write: { retryable: true, ambiguous: true, status: null },
        read: { retryable: true, ambiguous: false },
        done: true,
      },
    ],
    [
      'too-many-requests',
      { retryAfterSeconds: 12 },
      {
        write: { retryable: true, ambiguous: false, status: 429, retryAfterMs: 12_000 },
        read: { retryable: true, ambiguous: false },
        done: false,
      },
    ],
    [
      'error-500',
      {},
      {
        write: { retryable: true, ambiguous: true, status: 500 },
        read: { retryable: true, ambiguous: false, status: 500 },
        done: false,
      },
    ],
    [
      'lost-answer',
      {},
      {
        write: { retryable: true, ambiguous: true, status: null },
        read: { retryable: true, ambiguous: false },
        done: true,
      },
    ],
  ];

  it.each(cases)('%s', async (name, options, { write, read, done }) => {
    server.faults.set(name, options);
    const registry = connected(server.url, name === 'slow' ? 50 : 5000);
    expect(await failureOf(registry.setAlias('tide-level', 'production', '2'))).toMatchObject(write);
    expect(await failureOf(registry.getModel('tide-level'))).toMatchObject(read);
    server.faults.clear();
    expect(await registry.getAlias('tide-level', 'production')).toBe(done ? '2' : '1');
  });

  it('says how long it waited', async () => {
    server.faults.set('slow', { ms: Number.POSITIVE_INFINITY });
    const error = await failureOf(connected(server.url, 40).getModel('tide-level'));
    expect(error.message).toBe('MLflow did not answer within 0.04 s when asked to read model tide-level.');
  });
});

it('reads what was true before a write while reads are stale', async () => {
  const registry = connected();
  server.faults.set('stale-reads', { writes: 1 });
  await registry.setAlias('tide-level', 'production', '2');
  expect(await registry.getAlias('tide-level', 'production')).toBe('1');
  server.faults.clear('stale-reads');
  expect(await registry.getAlias('tide-level', 'production')).toBe('2');
});

describe('failures before anything was sent', () => {
  it('a refused connection leaves no doubt, even about a write', async () => {
    const { url } = server;
    await server.close();
    const error = await failureOf(connected(url).setAlias('tide-level', 'production', '2'));
    expect(error).toMatchObject({ retryable: true, ambiguous: false, status: null });
    expect(error.message).toContain('accepts no connection');
  });

  const causes: [string, object, string][] = [
    ['a name that does not resolve', { code: 'ENOTFOUND', syscall: 'getaddrinfo' }, 'cannot be resolved'],
    ['a connection that takes too long', { code: 'UND_ERR_CONNECT_TIMEOUT' }, 'accepts no connection'],
    ['an unreachable host', { code: 'EHOSTUNREACH', syscall: 'connect' }, 'accepts no connection'],
  ];
  it.each(causes)('%s', async (_name, cause, words) => {
    const failing: typeof fetch = () =>
      Promise.reject(new TypeError('fetch failed', { cause: Object.assign(new Error('x'), cause) }));
    const registry = connectMlflow({ id: 'm', url: server.url, auth: { kind: 'none' }, timeoutMs: 10, fetch: failing });
    const error = await failureOf(registry.setAlias('a', 'b', '1'));
    expect(error).toMatchObject({ retryable: true, ambiguous: false });
    expect(error.message).toContain(words);
  });

  it('an untrusted certificate is not tried again', async () => {
    const cause = Object.assign(new Error('x'), { code: 'DEPTH_ZERO_SELF_SIGNED_CERT' });
    const failing: typeof fetch = () => Promise.reject(new TypeError('fetch failed', { cause }));
    const registry = connectMlflow({ id: 'm', url: server.url, auth: { kind: 'none' }, timeoutMs: 10, fetch: failing });
    const error = await failureOf(registry.setAlias('a', 'b', '1'));
    expect(error).toMatchObject({ retryable: false, ambiguous: false });
    expect(error.message).toContain('NODE_EXTRA_CA_CERTS');
  });
});

describe('secrets', () => {
  const logins: [string, MlflowAuth, string[]][] = [
    ['a token', { kind: 'bearer', token: 'dapi-quay-7781' }, ['dapi-quay-7781']],
    [
      'a password',
      { kind: 'basic', username: 'bot', password: 'open-sesame' },
      ['open-sesame', Buffer.from('bot:open-sesame').toString('base64')],
    ],
  ];

  it.each(logins)('%s that a server repeats is not in the error', async (_name, auth, secrets) => {
    const echo: RequestListener = (request, response) => {
      const said = `bad ${request.headers.authorization} ${secrets.join(' ')}`;
      response.writeHead(400, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ error_code: 'INVALID_PARAMETER_VALUE', message: said }));
    };
    const echoing = createServer(echo);
    await new Promise<void>((done) => echoing.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(echoing.address() as AddressInfo).port}`;
    const error = await failureOf(connected(url, 5000, auth).getModel('x'));
    expect(error.message).toContain('[secret]');
    for (const secret of secrets) expect(`${error.stack} ${String(error.cause)}`).not.toContain(secret);
    echoing.closeAllConnections();
    echoing.close();
  });

  it.each([
    ['https://bot:hush-hush@mlflow.example', { kind: 'none' }],
    ['mlflow.example', { kind: 'none' }],
    ['ftp://mlflow.example', { kind: 'none' }],
    ['https://mlflow.example', { kind: 'bearer', token: 'hush-hush\n' }],
    ['https://mlflow.example', { kind: 'basic', username: 'a:b', password: 'hush-hush' }],
  ] as [string, MlflowAuth][])('options that cannot work are refused without repeating a secret: %s', (url, auth) => {
    let thrown: unknown;
    try {
      connected(url, 1000, auth);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBeInstanceOf(ConfigError);
    expect(String(thrown)).not.toContain('hush-hush');
  });
});
