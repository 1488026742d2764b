import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UpstreamError } from '#errors.ts';
import type { JsonObject } from '#sandbox/slack/json.ts';
import { fetchResponseUrl, leadsToSlack } from '#slack/response-url.ts';
import { openScene, type Scene } from '../support/scene.ts';

const sandbox = 'http://127.0.0.1:4000/api/';

it.each([
  ['https://hooks.slack.com/commands/T1/2/x', true],
  ['https://hooks.slack.com:443/actions/T1/2/x', true],
  ['http://hooks.slack.com/commands/T1/2/x', false],
  ['https://hooks.slack.com:8443/commands', false],
  ['https://hooks.slack.com@evil.example/', false],
  ['https://hooks.slack.com.evil.example/', false],
  ['https://evil.example/#https://hooks.slack.com/', false],
  ['http://169.254.169.254/latest/meta-data', false],
  ['http://127.0.0.1:4000/response/x', false],
  ['file:///etc/passwd', false],
  ['', false],
  [null, false],
])('whether %s is Slack’s: %s', (url, slack) => {
  expect(leadsToSlack({ response_url: url }, null)).toBe(slack);
});

it('another Web API answers at its own origin, on this machine at any port of it, and only there', () => {
  expect(leadsToSlack({ response_url: 'http://127.0.0.1:4000/response/x' }, sandbox)).toBe(true);
  expect(leadsToSlack({ response_url: 'http://127.0.0.1:4001/response/x' }, sandbox)).toBe(true);
  expect(leadsToSlack({ response_url: 'http://127.0.0.2:4000/response/x' }, sandbox)).toBe(false);
  expect(leadsToSlack({ response_url: 'http://127.0.0.1:4000/response/x' }, 'https://slack.example/api/')).toBe(false);
  expect(leadsToSlack({ type: 'view_submission' }, sandbox)).toBe(true);
});

describe('a server that is not Slack', () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    response.writeHead(request.url === '/moved' ? 307 : 200, { location: '/elsewhere' }).end();
  });
  let origin: string;
  let scene: Scene;
  const lines: string[] = [];
  beforeAll(async () => {
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    scene = await openScene({ logTo: (line) => void lines.push(line) });
  });
  afterAll(async () => {
    await scene.close();
    await new Promise((resolve) => server.close(resolve));
  });

  it('is not followed to from a response URL', async () => {
    await expect(fetchResponseUrl(`${origin}/moved`, { method: 'POST' })).rejects.toBeInstanceOf(UpstreamError);
    expect(asked.splice(0)).toEqual(['/moved']);
  });

  it('hears nothing, whatever a signed command says', async () => {
    await scene.as('lea').types('/mlops help');
    const command = scene.slack
      .exchanges()
      .findLast(({ direction, request }) => direction === 'to-app' && 'response_url' in (request as object));
    const payload = { ...(command?.request as JsonObject & { response_url: string }), trigger_id: 'another' };
    const send = (response_url: string) =>
      scene.slack.wire.send({
        kind: 'command',
        title: '/mlops help',
        payload: { ...payload, response_url },
        retry: null,
      });
    expect(await send(`${origin.replace('127.0.0.1', 'localhost')}/response`)).not.toMatchObject({ status: 200 });
    await scene.settled();
    expect(asked).toEqual([]);
    expect(lines.join('')).toContain('An interaction with a response_url elsewhere than at Slack was dropped.');
    expect(await send(payload.response_url)).toMatchObject({ status: 200 });
  });
});
