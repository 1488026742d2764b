import type { AddressInfo } from 'node:net';
import { LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { httpReceiver } from '#slack/receivers.ts';
import { answer } from '#web/health.ts';
import type { Route } from '#web/routes.ts';
import { serveRoutes } from '#web/serve.ts';
import { answerUnrouted } from '#web/unrouted.ts';
import { rawAnswer } from './raw-http.ts';

const routes: readonly Route[] = [
  { path: '/healthz', method: 'GET', handler: (_, response) => answer(response, 200, 'ok\n') },
];

const quiet = () => {};
const unrouted = answerUnrouted(quiet);
const logger = {
  debug: quiet,
  info: quiet,
  warn: quiet,
  error: quiet,
  setLevel: quiet,
  setName: quiet,
  getLevel: () => LogLevel.ERROR,
};

const servers: readonly (readonly [string, () => Promise<{ port: number; stop: () => Promise<void> }>])[] = [
  ['a port of its own', () => serveRoutes(routes, unrouted, { host: '127.0.0.1', port: 0 })],
  [
    'the port that Slack sends to',
    async () => {
      const receiver = httpReceiver({ signingSecret: 'a secret', routes, unrouted, logger });
      const server = await receiver.start({ host: '127.0.0.1', port: 0 });
      return { port: (server.address() as AddressInfo).port, stop: () => receiver.stop() };
    },
  ],
];

describe.each(servers)('on %s', (_, start) => {
  let server: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    server = await start();
  });
  afterEach(() => server.stop());

  const ask = (line: string) => rawAnswer(server.port, `${line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n`);

  it.each([
    'GET //',
    'GET ///',
    'GET //:99999',
    'GET //[',
    'GET http://',
    'GET http://x:y/healthz',
    'GET /\\',
    'GET /%ZZ',
    'OPTIONS *',
    'POST //hooks/mlflow',
    'DELETE /healthz',
  ])('“%s” is answered 404, and the next request is served', async (line) => {
    expect(await ask(line)).toMatch(/^HTTP\/1\.1 404 /);
    expect(await ask('GET /healthz')).toMatch(/^HTTP\/1\.1 200 /);
  });
});
