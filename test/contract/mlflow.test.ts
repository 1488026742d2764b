import { connectMlflow } from '#adapters/registries/mlflow/connect.ts';
import { startPretendMlflow } from '#sandbox/mlflow/server.ts';
import { modelRegistryContract, type Traits } from './model-registry.ts';
import { arrangeOverRest } from './rest-arrange.ts';

const traits: Traits = {
  hasPrompts: true,
  aliasesDangle: true,
  tellsItsVersion: true,
  runsHaveTimes: true,
  tag: ['countersign.request', '✓ CS-1042'],
  runOfUploaded: () => null,
};

const connection = { id: 'mlflow-contract', auth: { kind: 'none' }, timeoutMs: 10_000 } as const;

for (const version of ['3.11.2', '3.5.0', '2.22.1', '2.9.2']) {
  modelRegistryContract(`the pretend MLflow ${version}`, async () => {
    const server = await startPretendMlflow({ version });
    return {
      registry: connectMlflow({ ...connection, url: server.url }),
      arrange: arrangeOverRest(server.url),
      traits,
      close: () => server.close(),
    };
  });
}

/** Where an address is given, the same suite judges a real server. */
const realUrl = process.env['MLFLOW_TRACKING_URI'] ?? '';
if (realUrl !== '') {
  modelRegistryContract(`the MLflow at ${realUrl}`, async () => ({
    registry: connectMlflow({ ...connection, url: realUrl }),
    arrange: arrangeOverRest(realUrl.replace(/\/+$/, '')),
    traits,
    close: () => Promise.resolve(),
  }));
}
