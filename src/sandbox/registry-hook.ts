import type { FaultAct, FaultState, RegistryView } from './control.ts';
import type { FaultName } from './mlflow/faults.ts';
import type { PretendMlflow } from './mlflow/server.ts';
import type { RegistryHook } from './slack/options.ts';
import type { PretendVertex } from './vertex/server.ts';

const faultTitles = {
  down: 'MLflow is down',
  slow: 'MLflow answers late',
  'too-many-requests': 'MLflow asks to slow down (429)',
  'error-500': 'MLflow answers 500',
  'lost-answer': 'MLflow does the work, its answer is lost',
  'stale-reads': 'MLflow shows the past',
} as const satisfies Record<FaultName, string>;

/**
 * The pretend registries as the workspace's page shows them and lets people meddle with them: the models of both, and
 * the faults of MLflow.
 */
export function registryHook(mlflow: PretendMlflow, vertex: PretendVertex | null = null): RegistryHook {
  return {
    view: () => ({ models: [...viewOf(mlflow).models, ...(vertex === null ? [] : viewOfVertex(vertex).models)] }),
    moveAlias: ({ model, alias, version }) => {
      const inVertex = vertex !== null && vertex.outside.model(model) !== null;
      return (inVertex ? vertex : mlflow).outside.moveAlias(model, alias, version);
    },
    faults: () => Object.fromEntries(faultNames.map((name) => [name, stateOf(mlflow, name)])),
    setFault: (act) => setFault(mlflow, act),
  };
}

const faultNames: readonly FaultName[] = [
  'down',
  'slow',
  'too-many-requests',
  'error-500',
  'lost-answer',
  'stale-reads',
];

function stateOf(mlflow: PretendMlflow, name: FaultName): FaultState {
  const active = mlflow.faults.active().get(name);
  return { title: faultTitles[name], on: active !== undefined, ms: active?.ms ?? null };
}

function setFault(mlflow: PretendMlflow, { fault, on, ms, times }: FaultAct): void {
  const name = faultNames.find((known) => known === fault);
  if (name === undefined) throw new Error(`MLflow has no fault ${fault}; it knows ${faultNames.join(', ')}`);
  if (!on) mlflow.faults.clear(name);
  else {
    mlflow.faults.set(name, {
      ...(ms === undefined ? (name === 'slow' ? { ms: 3_000 } : {}) : { ms }),
      ...(times === undefined ? {} : { times }),
    });
  }
}

function viewOf(mlflow: PretendMlflow): RegistryView {
  const { models, runs } = mlflow.snapshot();
  const runsById = new Map(runs.map((run) => [run.id, run]));
  return {
    models: models
      .filter(({ tags }) => !tags.some(({ key, value }) => key === 'mlflow.prompt.is_prompt' && value === 'true'))
      .map((model) => ({
        name: model.name,
        description: model.description ?? '',
        aliases: Object.fromEntries(model.aliases.map(({ alias, version }) => [alias, String(version)])),
        versions: model.versions.toReversed().map((version) => ({
          version: String(version.version),
          createdAt: new Date(version.createdMs).toISOString(),
          tags: Object.fromEntries(version.tags.map(({ key, value }) => [key, value])),
          metrics: Object.fromEntries(
            (runsById.get(version.runId)?.metrics ?? []).map(({ key, value }) => [key, value === 'NaN' ? null : value]),
          ),
        })),
      })),
  };
}

function viewOfVertex(vertex: PretendVertex): RegistryView {
  const models = vertex.snapshot().models.map((model) => ({
    name: model.id,
    description: model.description,
    aliases: Object.fromEntries(
      model.versions.flatMap(({ aliases, version }) =>
        aliases.filter((alias) => alias !== 'default').map((alias) => [alias, String(version)]),
      ),
    ),
    versions: model.versions.toReversed().map((version) => ({
      version: String(version.version),
      createdAt: new Date(version.createdMs).toISOString(),
      tags: version.labels,
      metrics: Object.fromEntries(
        version.evaluations
          .flatMap(({ metrics }) => Object.entries(metrics))
          .filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
      ),
    })),
  }));
  return { models };
}
