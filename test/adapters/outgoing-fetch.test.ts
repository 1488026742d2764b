import type { LookupAddress } from 'node:dns';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { exchange } from '#adapters/exchange.ts';
import { outgoingFetch, reachOf } from '#adapters/outgoing-fetch.ts';
import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { UpstreamError } from '#errors.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

/** A server on this machine, its port, and what reached it. */
async function listening(answer: (request: IncomingMessage, response: ServerResponse) => void) {
  const reached: string[] = [];
  const server = createServer((request, response) => {
    reached.push(`${request.method} ${request.url}`);
    answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  closing.push(() => server.close());
  const address = server.address();
  return { port: isAddress(address) ? address.port : 0, reached };
}

function isAddress(address: unknown): address is AddressInfo {
  return typeof address === 'object' && address !== null && 'port' in address;
}

const named = (...rounds: readonly string[][]) => {
  let round = 0;
  return (_: string, done: (error: null, found: LookupAddress[]) => void) => {
    const addresses = rounds[Math.min(round, rounds.length - 1)] ?? [];
    round += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
};

const ok = (_: IncomingMessage, response: ServerResponse) => void response.end('{"id":"1"}');

describe('how far an address reaches', () => {
  it.each([
    ['8.8.8.8', 'public'],
    ['2606:4700:4700::1111', 'public'],
    ['10.1.2.3', 'private'],
    ['100.64.0.1', 'private'],
    ['127.0.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['172.32.0.1', 'public'],
    ['192.168.1.1', 'private'],
    ['::1', 'private'],
    ['fd12::1', 'private'],
    ['::ffff:127.0.0.1', 'private'],
    ['::ffff:8.8.8.8', 'public'],
    ['169.254.169.254', 'never'],
    ['::ffff:169.254.169.254', 'never'],
    ['fd00:ec2::254', 'never'],
    ['fe80::1', 'never'],
    ['0.0.0.0', 'never'],
    ['224.0.0.1', 'never'],
    ['64:ff9b::a9fe:a9fe', 'never'],
    ['2002:7f00:1::', 'never'],
  ])('%s: %s', (address, reach) => {
    expect(reachOf(address)).toBe(reach);
  });
});

describe('a call to an address that people can set', () => {
  it.each([
    'http://127.0.0.1',
    'http://2130706433',
    'http://0x7f.1',
    'http://[::1]',
    'http://[::ffff:127.0.0.1]',
    'http://localhost',
  ])('D31 does not go inside: %s', async (root) => {
    const { port, reached } = await listening(ok);
    await expect(outgoingFetch({ insideToo: false })(`${root}:${port}/`)).rejects.toThrow(TypeError);
    expect(reached).toEqual([]);
  });

  it.each([
    ['http://169.254.169.254/computeMetadata/v1/', false],
    ['http://169.254.169.254/computeMetadata/v1/', true],
    ['http://[fd00:ec2::254]/', true],
  ])('D31 does not go to a metadata server: %s, given by the environment: %s', async (address, insideToo) => {
    const refused: unknown = await outgoingFetch({ insideToo })(address).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(TypeError);
    expect(refused).toHaveProperty('cause.name', 'ForbiddenAddress');
    expect(refused).toHaveProperty('cause.message', expect.stringContaining('Correct the url of the connection.'));
  });

  it.each([[['127.0.0.1']], [['8.8.8.8', '127.0.0.1']], [['169.254.169.254']]])(
    'D31 does not go where the name leads inside: %j',
    async (addresses) => {
      const { port, reached } = await listening(ok);
      const fetchIt = outgoingFetch({ insideToo: false, resolve: named(addresses) });
      await expect(fetchIt(`http://receiver.example:${port}/`)).rejects.toThrow(TypeError);
      expect(reached).toEqual([]);
    },
  );

  it('D31 connects to the address that was looked at, though the name leads elsewhere the next time', async () => {
    let lookups = 0;
    const rebinding = named(['127.0.0.1'], ['169.254.169.254']);
    const { port, reached } = await listening(ok);
    const fetchIt = outgoingFetch({
      insideToo: true,
      resolve(host, done) {
        lookups += 1;
        rebinding(host, done);
      },
    });
    expect((await fetchIt(`http://rebinding.example:${port}/1`)).status).toBe(200);
    expect([lookups, reached]).toEqual([1, ['GET /1']]);
    await expect(fetchIt(`http://rebinding.example:${port}/2`)).rejects.toHaveProperty(
      'cause.name',
      'ForbiddenAddress',
    );
    expect(reached).toEqual(['GET /1']);
  });

  it('D31 follows no redirect', async () => {
    const inner = await listening(ok);
    const outer = await listening((_, response) => {
      response.writeHead(302, { location: `http://127.0.0.1:${inner.port}/secret` }).end();
    });
    const answer = await outgoingFetch({ insideToo: true })(`http://127.0.0.1:${outer.port}/`);
    expect(answer.status).toBe(302);
    expect(inner.reached).toEqual([]);
  });

  it('reads no more than a megabyte', async () => {
    const { port } = await listening((_, response) => void response.end('x'.repeat(1_100_000)));
    await expect(outgoingFetch({ insideToo: true })(`http://127.0.0.1:${port}/`)).rejects.toThrow(TypeError);
  });

  it('is sent and answered as by fetch where it may go', async () => {
    const bodies: string[] = [];
    const { port, reached } = await listening((request, response) => {
      request.on('data', (chunk: Buffer) => bodies.push(chunk.toString()));
      request.on('end', () => response.writeHead(201, { 'content-type': 'application/json' }).end('{"id":"1"}'));
    });
    const answer = await outgoingFetch({ insideToo: false, resolve: named(['127.0.0.1']) })(
      `http://receiver.example:${port}/`,
    ).catch(() => null);
    expect(answer).toBeNull();
    const allowed = await outgoingFetch({ insideToo: true, resolve: named(['127.0.0.1']) })(
      `http://receiver.example:${port}/start?x=1`,
      { method: 'POST', body: '{"run":1}', headers: { 'webhook-id': '7' } },
    );
    expect([allowed.status, await allowed.json()]).toEqual([201, { id: '1' }]);
    expect([reached, bodies]).toEqual([['POST /start?x=1'], ['{"run":1}']]);
  });

  it('ends when its time is over', async () => {
    const { port } = await listening(() => undefined);
    const wire = { host: 'receiver', timeoutMs: 50, fetch: outgoingFetch({ insideToo: true }) };
    const asked = { system: 'The receiver', doing: 'start', write: true };
    await expect(exchange(wire, asked, `http://127.0.0.1:${port}/`, {})).rejects.toThrow(
      'The receiver did not answer within 0.05 s when asked to start.',
    );
  });

  it('says what to do where it may not go', async () => {
    const runner = connectWebhook({
      id: 'ci',
      url: 'http://127.0.0.1:1/start',
      secret: 'a secret of twenty-four characters',
      token: null,
      timeoutMs: 1000,
      fetch: outgoingFetch({ insideToo: false }),
    });
    const failure: unknown = await runner.getRun('7').catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(UpstreamError);
    expect(failure).toMatchObject({
      retryable: false,
      message:
        'Nothing was sent. 127.0.0.1 leads into a private network, and an address of org.yaml has to be a public one. Give one of your own network as COUNTERSIGN_<ID>_URL.',
    });
  });
});
