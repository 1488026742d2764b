import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScene, type Scene } from '../support/scene.ts';
import { rawAnswer } from './raw-http.ts';

const limit = 256 * 1024;

describe.each(['http', 'socket'] as const)('hooks, while Slack comes by %s', (mode) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await openScene({ mode });
  });
  afterAll(() => scene.close());

  const post = (path: string, body = '{}') =>
    fetch(`http://127.0.0.1:${scene.app.port}${path}`, {
      method: 'POST',
      body,
      headers: { 'x-mlflow-delivery-id': 'd', 'x-mlflow-timestamp': '1', 'x-mlflow-signature': 'v1,AAAA' },
    });
  const seen = async (response: Response) => ({
    status: response.status,
    type: response.headers.get('content-type'),
    text: await response.text(),
  });

  it('a connection that is not known looks like a bad signature', async () => {
    const known = await seen(await post('/hooks/mlflow'));
    expect(known.status).toBe(401);
    for (const path of ['/hooks/nobody', '/hooks/', '/hooks/mlflow/more', '/hooks/%6dlflow']) {
      expect(await seen(await post(path)), path).toEqual(known);
    }
  });

  it('what is no hook is not there', async () => {
    expect((await post('/hook')).status).toBe(404);
    expect((await fetch(`http://127.0.0.1:${scene.app.port}/hooks/nobody`)).status).toBe(404);
  });

  it('reads up to the limit, and says so of more', async () => {
    expect((await post('/hooks/mlflow', 'x'.repeat(limit))).status).toBe(401);
    for (const path of ['/hooks/mlflow', '/hooks/nobody']) {
      const head = `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-length: 1000000000\r\n\r\n`;
      const said = await rawAnswer(scene.app.port, head + 'x'.repeat(limit + 1));
      expect(said, path).toMatch(/^HTTP\/1\.1 413 [\s\S]*larger than 262144 bytes/);
    }
  });
});
