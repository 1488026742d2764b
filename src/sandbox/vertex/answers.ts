import { contextName } from './lineage.ts';
import type { World } from './route.ts';
import type {
  DeployedRow,
  EndpointRow,
  EvaluationRow,
  ModelRow,
  OperationRow,
  PipelineJobRow,
  SliceRow,
  State,
  VersionRow,
} from './state.ts';

type Answer = Record<string, unknown>;

function time(ms: number): string {
  return new Date(ms).toISOString();
}

/** Google leaves out what is empty. */
function filled(answer: Answer): Answer {
  const empty = (value: unknown) =>
    value === '' || value === null || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
  return Object.fromEntries(Object.entries(answer).filter(([, value]) => !empty(value)));
}

/** One version, with the model's labels merged in. `numbered` puts the version into the name, as listings of versions do. */
export function versionAnswer({ parent, state }: World, model: ModelRow, row: VersionRow, numbered = false): Answer {
  return filled({
    name: `${parent}/models/${model.id}${numbered ? `@${row.version}` : ''}`,
    versionId: String(row.version),
    versionAliases: row.aliases,
    versionCreateTime: time(row.createdMs),
    versionUpdateTime: time(row.updatedMs),
    displayName: model.displayName,
    description: model.description,
    versionDescription: row.description,
    labels: { ...model.labels, ...row.labels },
    createTime: time(model.createdMs),
    updateTime: time(row.updatedMs),
    etag: row.etag,
    artifactUri: row.artifactUri,
    containerSpec: filled({ imageUri: row.imageUri }),
    pipelineJob: row.pipelineJob === '' ? '' : `${parent}/pipelineJobs/${row.pipelineJob}`,
    modelSourceInfo: { sourceType: row.pipelineJob === '' ? 'CUSTOM' : 'PIPELINE' },
    deployedModels: deploymentsOf(state, model.id, row.version).map(([endpoint, deployedModelId]) => ({
      endpoint: `${parent}/endpoints/${endpoint}`,
      deployedModelId,
    })),
  });
}

/** Where a version is deployed: endpoint and deployed model's id. */
export function deploymentsOf(state: State, model: string, version: number): [string, string][] {
  return [...state.endpoints.values()].flatMap((endpoint) =>
    endpoint.deployed
      .filter((row) => row.model === model && row.version === version)
      .map((row): [string, string] => [endpoint.id, row.id]),
  );
}

export function evaluationAnswer({ parent }: World, model: string, row: EvaluationRow): Answer {
  return filled({
    name: `${parent}/models/${model}/evaluations/${row.id}`,
    displayName: row.displayName,
    metricsSchemaUri: row.metricsSchemaUri,
    metrics: row.metrics,
    createTime: time(row.createdMs),
  });
}

export function sliceAnswer({ parent }: World, model: string, evaluation: string, row: SliceRow): Answer {
  return filled({
    name: `${parent}/models/${model}/evaluations/${evaluation}/slices/${row.id}`,
    slice: {
      dimension: 'slice',
      value: `${row.feature}:${row.value}`,
      sliceSpec: { configs: { [row.feature]: { value: { stringValue: row.value } } } },
    },
    metrics: row.metrics,
    createTime: time(row.createdMs),
  });
}

export function pipelineJobAnswer(world: World, row: PipelineJobRow): Answer {
  return filled({
    name: `${world.parent}/pipelineJobs/${row.id}`,
    state: row.state,
    createTime: time(row.startedMs),
    startTime: time(row.startedMs),
    endTime: row.endedMs === null ? '' : time(row.endedMs),
    labels: row.labels,
    runtimeConfig: { parameterValues: row.parameters },
    templateMetadata: filled({ version: row.template }),
    jobDetail: row.lineage === undefined ? {} : { pipelineRunContext: { name: contextName(world, row) } },
  });
}

export function endpointAnswer({ parent }: World, row: EndpointRow): Answer {
  return filled({
    name: `${parent}/endpoints/${row.id}`,
    displayName: row.displayName,
    labels: row.labels,
    createTime: time(row.createdMs),
    updateTime: time(row.updatedMs),
    etag: row.etag,
    deployedModels: row.deployed.map((one) => deployedAnswer(parent, one)),
    trafficSplit: row.traffic,
  });
}

function deployedAnswer(parent: string, row: DeployedRow): Answer {
  return filled({
    id: row.id,
    model: `${parent}/models/${row.model}`,
    modelVersionId: String(row.version),
    createTime: time(row.createdMs),
    ...row.settings,
  });
}

export function operationAnswer({ parent }: World, row: OperationRow): Answer {
  const type =
    row.change.kind === 'nothing' ? row.change.type : `${row.change.kind === 'deploy' ? 'D' : 'Und'}eployModel`;
  const { outcome } = row;
  return {
    name: `${parent}/${row.path}`,
    metadata: {
      '@type': `type.googleapis.com/google.cloud.aiplatform.v1.${type}OperationMetadata`,
      genericMetadata: {
        createTime: time(row.startedMs),
        updateTime: time(outcome === null ? row.startedMs : row.dueMs),
      },
    },
    ...(outcome !== null && {
      done: true,
      ...(outcome.error === null
        ? { response: row.change.kind === 'nothing' ? row.change.response : {} }
        : { error: outcome.error }),
    }),
  };
}
