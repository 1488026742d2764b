import { connectWebhook } from '#adapters/pipelines/webhook/connect.ts';
import { instantAt } from '#domain/instant.ts';
import { startPretendReceiver } from '#sandbox/webhook/server.ts';
import { contractEngine } from './contract-pipeline.ts';
import { pipelineRunnerContract } from './pipeline-runner.ts';

const secret = 'a-secret-of-the-contract-1';

pipelineRunnerContract('a receiver of signed webhooks', async () => {
  const { engine, clock, move } = contractEngine();
  const server = await startPretendReceiver({ engine, clock, secret });
  return {
    runner: connectWebhook({ id: 'ci', url: server.url, secret, token: null, timeoutMs: 10_000, clock }),
    tells: { outputs: true, inputs: true },
    now: () => instantAt(clock()),
    pass: async (ms) => move(ms),
    deleteRun: async (id) => server.deleteRun(id),
    close: () => server.close(),
  };
});

/** Where an address is given, the same suite judges a real receiver, which has to have the contract's pipeline. */
const realUrl = process.env['PIPELINE_WEBHOOK_URL'] ?? '';
if (realUrl !== '') {
  pipelineRunnerContract(`the receiver at ${realUrl}`, async () => {
    const given = process.env['PIPELINE_WEBHOOK_SECRET'] ?? '';
    const runner = connectWebhook({ id: 'ci', url: realUrl, secret: given, token: null, timeoutMs: 10_000 });
    return {
      runner,
      tells: { outputs: true, inputs: true },
      now: () => new Date().toISOString(),
      pass: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5000))),
      // There is no way to delete a run of a receiver from outside; whoever runs the suite has to.
      deleteRun: () => Promise.reject(new Error('delete the run by hand')),
      close: () => Promise.resolve(),
    };
  });
}
