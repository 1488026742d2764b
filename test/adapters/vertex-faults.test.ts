import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectVertex } from '#adapters/registries/vertex/connect.ts';
import { ConfigError } from '#errors.ts';
import type { FaultName, FaultOptions } from '#sandbox/faults.ts';
import { type PretendVertex, startPretendVertex } from '#sandbox/vertex/server.ts';
import { failureOf, placeOf, registryAt } from './vertex-place.ts';

let server: PretendVertex;

beforeEach(async () => {
  server = await startPretendVertex({ tokens: ['ya29.quay'] });
  server.outside.addVersion('tide-level');
  server.outside.addVersion('tide-level');
  server.outside.moveAlias('tide-level', 'production', '1');
});
afterEach(() => server.close());

const signedIn = { accessToken: () => Promise.resolve('ya29.quay') };

describe('each fault of the server, on a write and on a read', () => {
  const cases: [FaultName, FaultOptions, { write: object; read: object; done: boolean }][] = [
    ['down', {}, { write: { ambiguous: true, status: null }, read: { status: null }, done: false }],
    [
      'slow',
      { ms: Number.POSITIVE_INFINITY },
      { write: { ambiguous: true, status: null }, read: { status: null }, done: true },
    ],
    [
      'too-many-requests',
      { retryAfterSeconds: 60 },
      { write: { ambiguous: false, status: 429, retryAfterMs: 60_000 }, read: { status: 429 }, done: false },
    ],
    ['error-500', {}, { write: { ambiguous: true, status: 500 }, read: { status: 500 }, done: false }],
    ['lost-answer', {}, { write: { ambiguous: true, status: null }, read: { status: null }, done: true }],
  ];

  it.each(cases)('%s', async (name, options, { write, read, done }) => {
    server.faults.set(name, options);
    const registry = registryAt(server, { ...signedIn, timeoutMs: name === 'slow' ? 50 : 5000 });
    expect(await failureOf(registry.setAlias('tide-level', 'production', '2'))).toMatchObject({
      system: 'Vertex AI',
      retryable: true,
      ...write,
    });
    expect(await failureOf(registry.getVersion('tide-level', '1'))).toMatchObject({
      retryable: true,
      ambiguous: false,
      ...read,
    });
    server.faults.clear();
    expect(await registry.getAlias('tide-level', 'production')).toBe(done ? '2' : '1');
  });
});

it('reads what was true before a write while reads are stale', async () => {
  const registry = registryAt(server, signedIn);
  server.faults.set('stale-reads', { writes: 1 });
  await registry.setAlias('tide-level', 'production', '2');
  expect(await registry.getAlias('tide-level', 'production')).toBe('1');
  server.faults.clear('stale-reads');
  expect(await registry.getAlias('tide-level', 'production')).toBe('2');
});

describe('quotas', () => {
  it('waits as long as it is asked to within a listing, and then goes on', async () => {
    const waits: number[] = [];
    const wait = (ms: number) => Promise.resolve(void waits.push(ms));
    server.faults.set('too-many-requests', { retryAfterSeconds: 7, times: 2 });
    const found = await registryAt(server, { ...signedIn, wait }).searchModels({});
    expect(found.items.map(({ name }) => name)).toEqual(['tide-level']);
    expect(waits).toEqual([7000, 7000]);
  });

  it('gives a listing up after five refusals, and at once where the wait would be long', async () => {
    const waits: number[] = [];
    const registry = registryAt(server, { ...signedIn, wait: (ms) => Promise.resolve(void waits.push(ms)) });
    server.faults.set('too-many-requests', { retryAfterSeconds: 2 });
    expect(await failureOf(registry.searchModels({}))).toMatchObject({ status: 429, retryAfterMs: 2000 });
    expect(waits).toHaveLength(4);
    server.faults.set('too-many-requests', { retryAfterSeconds: 31 });
    expect(await failureOf(registry.searchModels({}))).toMatchObject({ retryAfterMs: 31_000 });
    expect(waits).toHaveLength(4);
  });
});

describe('what Google refuses', () => {
  it.each([
    ['aiplatform.models.list', (r: ReturnType<typeof registryAt>) => r.searchModels({})],
    ['aiplatform.models.get', (r: ReturnType<typeof registryAt>) => r.getVersion('tide-level', '1')],
    ['aiplatform.models.update', (r: ReturnType<typeof registryAt>) => r.setAlias('tide-level', 'production', '2')],
    ['aiplatform.modelEvaluations.list', (r: ReturnType<typeof registryAt>) => r.getRun('tide-level@1')],
  ])('names the missing permission %s and where to grant it', async (permission, act) => {
    server.denied.add(permission);
    const error = await failureOf(act(registryAt(server, signedIn)));
    expect(error).toMatchObject({ status: 403, retryable: false, mendable: true, ambiguous: false });
    expect(error.message).toContain(`Grant our account ${permission} on projects/northwind-ml/locations/europe-west4.`);
  });

  it('reads the permission from the message where there are no details, and never takes a host for one', async () => {
    const says = (message: string) =>
      answering((_, response) => {
        const body = JSON.stringify({ error: { code: 403, message, status: 'PERMISSION_DENIED' } });
        response.writeHead(403, { 'content-type': 'application/json' }).end(body);
      });
    const named = await says("On //aiplatform.googleapis.com/x: permission 'aiplatform.models.export' denied.");
    expect((await failureOf(named.registry.getModel('m'))).message).toContain(
      'Grant our account aiplatform.models.export',
    );
    await named.close();
    const unnamed = await says('The caller does not have permission');
    expect((await failureOf(unnamed.registry.getModel('m'))).message).toContain(
      'Grant our account aiplatform.models.list on',
    );
    await unnamed.close();
  });

  it('says that the API is not enabled', async () => {
    const details = [{ '@type': 'type.googleapis.com/google.rpc.ErrorInfo', reason: 'SERVICE_DISABLED', metadata: {} }];
    const { registry, close } = await answering((_, response) => {
      const body = { error: { code: 403, message: 'It is disabled.', status: 'PERMISSION_DENIED', details } };
      response.writeHead(403, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    expect((await failureOf(registry.getModel('m'))).message).toBe(
      'The API of Vertex AI is not enabled for projects/northwind-ml. Enable aiplatform.googleapis.com there.',
    );
    await close();
  });

  it('names the location where the host serves another one', async () => {
    const error = await failureOf(registryAt(server, { ...signedIn, location: 'europe-west1' }).getModel('tide-level'));
    expect(error).toMatchObject({ status: 404, retryable: false });
    expect(error.message).toContain(
      'the location of projects/northwind-ml/locations/europe-west1 and the address do not belong together',
    );
  });

  it('takes a wrong token as something to mend, and repeats it nowhere', async () => {
    const registry = registryAt(server, { accessToken: () => Promise.resolve('ya29.stolen') });
    const error = await failureOf(registry.getModel('tide-level'));
    expect(error).toMatchObject({ status: 401, retryable: false, mendable: true });
    const echoing = await answering((request, response) => {
      const body = {
        error: { code: 400, message: `bad ${request.headers.authorization}`, status: 'INVALID_ARGUMENT' },
      };
      response.writeHead(400, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    const echoed = await failureOf(echoing.registry.getModel('tide-level'));
    expect(echoed.message).toContain('bad Bearer [secret]');
    expect(JSON.stringify(echoed)).not.toContain('ya29');
    await echoing.close();
  });

  it('does not believe a web page in the place of an answer', async () => {
    const { registry, close } = await answering((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
    });
    expect(await failureOf(registry.setAlias('m', 'production', '1'))).toMatchObject({
      ambiguous: true,
      retryable: false,
    });
    expect((await failureOf(registry.getModel('m'))).message).toContain('a web page came back');
    await close();
  });
});

describe('an address that cannot work', () => {
  it.each([
    [{ url: 'ftp://x' }, 'is not an http or https address'],
    [{ url: 'https://a:b@x' }, 'carries credentials'],
    [{ url: 'http://vertex.example' }, 'in the clear'],
    [{ url: null, location: 'europe west4' }, 'is no location of Vertex AI'],
    [{ url: null, project: '../x' }, 'is not the id of a Google Cloud project'],
  ])('%j is refused with the fix', (options, says) => {
    const connect = () => connectVertex(placeOf(server, options));
    expect(connect).toThrow(ConfigError);
    expect(connect).toThrow(says);
  });

  it.each([
    ['europe-west4', 'https://europe-west4-aiplatform.googleapis.com/v1/projects/p/locations/europe-west4/models'],
    ['global', 'https://aiplatform.googleapis.com/v1/projects/p/locations/global/models'],
    ['us', 'https://aiplatform.us.rep.googleapis.com/v1/projects/p/locations/us/models'],
    ['eu', 'https://aiplatform.eu.rep.googleapis.com/v1/projects/p/locations/eu/models'],
  ])('%s has its own host', async (location, address) => {
    const asked: string[] = [];
    const fetching: typeof fetch = async (input, init) => {
      asked.push(new Request(input, init).url);
      return new Response('{}', { headers: { 'content-type': 'application/json' } });
    };
    await connectVertex({ ...placeOf(server), project: 'p', url: null, location, fetch: fetching }).searchModels({});
    expect(asked.map((url) => url.split('?')[0])).toEqual([address]);
  });
});

async function answering(listener: RequestListener) {
  const other = createServer(listener);
  await new Promise<void>((done) => {
    other.listen(0, '127.0.0.1', done);
  });
  const url = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  return {
    registry: registryAt(server, { ...signedIn, url }),
    close: () =>
      new Promise<void>((done) => {
        other.close(() => done());
        other.closeAllConnections();
      }),
  };
}
