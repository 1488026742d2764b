import { readFileSync } from 'node:fs';
import { connectKubeflow } from '#adapters/pipelines/kubeflow/connect.ts';
import type { KubeflowAuth } from '#adapters/pipelines/kubeflow/options.ts';
import { instantAt } from '#domain/instant.ts';
import { startPretendKubeflow } from '#sandbox/kubeflow/server.ts';
import { contractEngine, contractPipeline } from './contract-pipeline.ts';
import { pipelineRunnerContract } from './pipeline-runner.ts';

const connection = { id: 'kfp-contract', timeoutMs: 10_000 } as const;
const user = { name: 'countersign', token: 'quay-token', may: 'everything' } as const;

const servers = [
  ['2.17.0, standalone', { version: '2.17.0' }],
  ['3.0.0, standalone', { version: '3.0.0' }],
  ['2.17.0, multi-user behind a gateway', { version: '2.17.0', prefix: '/pipeline', auth: { users: [user] } }],
] as const;

for (const [name, options] of servers) {
  pipelineRunnerContract(`the pretend Kubeflow Pipelines ${name}`, async () => {
    const { engine, clock, move } = contractEngine();
    const server = await startPretendKubeflow({ engine, clock, ...options });
    const many = 'auth' in options;
    const auth: KubeflowAuth = many ? { kind: 'token', token: user.token } : { kind: 'none' };
    return {
      runner: connectKubeflow({ ...connection, url: server.url, namespace: many ? 'team-a' : null, auth }),
      tells: { outputs: options.version === '3.0.0', inputs: true },
      now: () => instantAt(clock()),
      pass: async (ms) => move(ms),
      deleteRun: async (id) => {
        const headers = { authorization: `Bearer ${user.token}` };
        await fetch(`${server.url}/apis/v2beta1/runs/${id}`, { method: 'DELETE', headers });
      },
      close: () => server.close(),
    };
  });
}

/** Where an address is given, the same suite judges a real server; it takes some minutes there. */
const realUrl = (process.env['KFP_ENDPOINT'] ?? '').replace(/\/+$/, '');
if (realUrl !== '') {
  const token = process.env['KFP_TOKEN'] ?? '';
  const namespace = process.env['KFP_NAMESPACE'] ?? null;
  const headers = token === '' ? {} : { authorization: `Bearer ${token}` };
  pipelineRunnerContract(`the Kubeflow Pipelines at ${realUrl}`, async () => {
    const file = new URL('./vectors/contract-pipeline.yaml', import.meta.url);
    const form = new FormData();
    form.set('uploadfile', new Blob([readFileSync(file)]), 'contract-pipeline.yaml');
    // There already is as good.
    await fetch(`${realUrl}/apis/v2beta1/pipelines/upload?name=${contractPipeline}`, {
      method: 'POST',
      headers,
      body: form,
    });
    const auth: KubeflowAuth = token === '' ? { kind: 'none' } : { kind: 'token', token };
    return {
      runner: connectKubeflow({ ...connection, url: realUrl, namespace, auth }),
      tells: { outputs: process.env['KFP_MAJOR'] === '3', inputs: true },
      now: () => new Date().toISOString(),
      pass: (ms) => new Promise((done) => setTimeout(done, Math.min(ms, 5000))),
      deleteRun: async (id) => {
        await fetch(`${realUrl}/apis/v2beta1/runs/${id}`, { method: 'DELETE', headers });
      },
      close: () => Promise.resolve(),
    };
  });
}
