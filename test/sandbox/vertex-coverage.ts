/**
 * Which test holds each call that the pretend Vertex AI answers: its file, and the beginning of its name. The suites
 * under `contract/` also run against the real one, where a project is given.
 */
export const vertexCoverage: Readonly<Record<string, readonly [file: string, test: string]>> = {
  'GET models': ['test/contract/model-registry.ts', 'pages through models without losing or repeating one'],
  'GET models/{model}': ['test/contract/model-registry.ts', 'reads one version with its description'],
  'GET models/{model}:listVersions': ['test/contract/model-registry.ts', 'lists the newest version first'],
  'PATCH models/{model}': ['test/contract/model-registry.ts', 'reads one version with its description'],
  'POST models:upload': ['test/sandbox/vertex.test.ts', 'uploads a model, then another version of it'],
  'DELETE models/{model}': ['test/sandbox/vertex.test.ts', 'deletes neither what is served nor the default version'],
  'DELETE models/{model}:deleteVersion': ['test/contract/model-registry.ts', 'says what becomes of an alias'],
  'POST models/{model}:mergeVersionAliases': ['test/contract/model-registry.ts', 'sets, moves and deletes an alias'],
  'POST models/{model}:testIamPermissions': ['test/adapters/vertex-check.test.ts', 'names the missing permission %s'],
  'GET models/{model}/evaluations': ['test/contract/model-registry.ts', 'reads owner, status, times, params'],
  'POST models/{model}/evaluations:import': ['test/contract/model-registry.ts', 'turns NaN and infinities into null'],
  'GET models/{model}/evaluations/{evaluation}/slices': [
    'test/adapters/vertex-runs.test.ts',
    'are told apart by slice',
  ],
  'POST models/{model}/evaluations/{evaluation}/slices:batchImport': [
    'test/sandbox/vertex.test.ts',
    'takes slices of an evaluation',
  ],
  'GET pipelineJobs/{job}': ['test/adapters/vertex-runs.test.ts', 'comes from its pipeline job'],
  'GET metadataStores/{store}/contexts/{context}:queryContextLineageSubgraph': [
    'test/adapters/vertex-runs.test.ts',
    'the data that it was given',
  ],
  'GET endpoints': ['test/adapters/vertex-check.test.ts', 'names the missing permission %s'],
  'POST endpoints': ['test/sandbox/vertex.test.ts', 'makes an endpoint, renames it and deletes it'],
  'GET endpoints/{endpoint}': ['test/contract/model-endpoints.ts', 'reads what an endpoint serves'],
  'PATCH endpoints/{endpoint}': ['test/contract/model-endpoints.ts', 'sets traffic only if nobody changed'],
  'DELETE endpoints/{endpoint}': ['test/sandbox/vertex.test.ts', 'makes an endpoint, renames it and deletes it'],
  'POST endpoints/{endpoint}:deployModel': ['test/contract/model-endpoints.ts', 'deploys at 0 %'],
  'POST endpoints/{endpoint}:undeployModel': ['test/contract/model-endpoints.ts', 'takes away what has no traffic'],
  'GET endpoints/{endpoint}/operations': ['test/adapters/vertex-endpoints.test.ts', 'is waited for, and then'],
  'GET endpoints/{endpoint}/operations/{operation}': ['test/contract/model-endpoints.ts', 'deploys at 0 %'],
  'GET models/{model}/operations/{operation}': [
    'test/sandbox/vertex.test.ts',
    'uploads a model, then another version of it',
  ],
  'GET modelMonitors': ['test/adapters/drift/vertex-monitors.test.ts', 'tells what the runs of every monitor found'],
  'POST modelMonitors/{monitor}:searchModelMonitoringStats': [
    'test/adapters/drift/vertex-monitors.test.ts',
    'tells what the runs of every monitor found',
  ],
  'POST modelMonitors/{monitor}:searchModelMonitoringAlerts': [
    'test/adapters/drift/vertex-monitors.test.ts',
    'tells what the runs of every monitor found',
  ],
  'GET modelDeploymentMonitoringJobs': [
    'test/adapters/drift/vertex-monitors.test.ts',
    'names the missing permission %s',
  ],
  'GET modelDeploymentMonitoringJobs/{job}': [
    'test/adapters/drift/vertex-monitors.test.ts',
    'finds model, version and environment of a deployed model',
  ],
};
