import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { served } from '#sandbox/webhook/requests.ts';
import { type PretendReceiver, startPretendReceiver } from '#sandbox/webhook/server.ts';
import { contractEngine, contractPipeline } from '../contract/contract-pipeline.ts';

const secret = 'a-secret-of-both-sides-1';
let server: PretendReceiver;
let world: ReturnType<typeof contractEngine>;
beforeEach(async () => {
  world = contractEngine();
  server = await startPretendReceiver({ engine: world.engine, clock: world.clock, secret });
});
afterEach(() => server.close());

function order(key: string) {
  return { key, pipeline: contractPipeline, parameters: { window_days: 3 }, labels: {}, title: key };
}

describe('the pretend receiver', () => {
  it('serves nothing that is not signed, but the page that people open', async () => {
    const runner = connectWebhook({
      id: 'ci',
      url: server.url,
      secret,
      token: null,
      timeoutMs: 5000,
      clock: world.clock,
    });
    const run = await runner.start(order('a'));
    expect((await fetch(`${server.url}/runs/${run.id}`)).status).toBe(401);
    expect((await fetch(server.url, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(await (await fetch(run.url ?? '')).text()).toContain(`id="${run.id}"`);
  });

  it('lists a hundred runs a page, which a client reads to the end', async () => {
    const runner = connectWebhook({
      id: 'ci',
      url: server.url,
      secret,
      token: null,
      timeoutMs: 5000,
      clock: world.clock,
    });
    for (let i = 0; i < 130; i += 1) await runner.start(order(`run-${i}`));
    const changedSince = new Date(world.clock()).toISOString();
    const first = await runner.listRuns({ changedSince });
    const second = await runner.listRuns({ changedSince, pageToken: first.nextPageToken ?? '' });
    expect([first.items.length, second.items.length, second.nextPageToken]).toEqual([100, 30, null]);
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(130);
  });
});

/** Which test of the contract, `test/contract/pipeline-runner.ts`, meets which request. */
const coverage: Readonly<Record<string, string>> = {
  'POST /': 'makes a run that is found by its key, with what it was started with',
  'GET /': 'says its inputs and machines, without the input that is ours',
  'GET /runs': 'lists what goes on and what ended since, and no more',
  'GET /runs/{id}': 'is followed to its end, step by step',
  'DELETE /runs/{id}': 'is cancelled, as often as it is asked',
};

describe('the coverage table', () => {
  it('names every request that is served, and a test that is there', () => {
    expect(Object.keys(coverage).sort()).toEqual([...served].sort());
    const contract = readFileSync('test/contract/pipeline-runner.ts', 'utf8');
    for (const name of Object.values(coverage)) expect(contract).toContain(`'${name}'`);
  });
});
