import type { PretendBigQuery } from './bigquery/server.ts';
import type { PretendCloudUsage } from './cloud-usage/server.ts';
import type { FaultAct, FaultState, RegistryView } from './control.ts';
import type { FaultName, Faults } from './faults.ts';
import type { PretendKubeflow } from './kubeflow/server.ts';
import type { PretendMlflow } from './mlflow/server.ts';
import type { RegistryHook } from './slack/options.ts';
import type { PretendVertex } from './vertex/server.ts';

/** What stands beside the pretend Slack; any of the others may be missing. */
export interface Beside {
  readonly mlflow: PretendMlflow;
  readonly vertex?: PretendVertex;
  readonly kubeflow?: PretendKubeflow;
  readonly bigquery?: PretendBigQuery;
  readonly usage?: PretendCloudUsage;
}

const titles = {
  mlflow: 'MLflow',
  vertex: 'Vertex AI',
  kubeflow: 'Kubeflow Pipelines',
  bigquery: 'BigQuery',
  usage: 'Cloud Monitoring',
} as const;

const faultTitles = {
  down: 'is down',
  slow: 'answers late',
  'too-many-requests': 'asks to slow down (429)',
  'error-500': 'answers 500',
  'lost-answer': 'does the work, its answer is lost',
  'stale-reads': 'shows the past',
} as const satisfies Record<FaultName, string>;

/**
 * The pretend registries and pipelines as the workspace's page shows them and lets people meddle with them: the models
 * of both registries, and the faults of all.
 */
export function registryHook(beside: Beside): RegistryHook {
  const { mlflow, vertex } = beside;
  return {
    view: () => ({ models: [...viewOf(mlflow).models, ...(vertex === undefined ? [] : viewOfVertex(vertex).models)] }),
    moveAlias: ({ model, alias, version }) => {
      const inVertex = vertex !== undefined && vertex.outside.model(model) !== null;
      return (inVertex ? vertex : mlflow).outside.moveAlias(model, alias, version);
    },
    faults: () =>
      Object.fromEntries(
        systems.flatMap((system) => {
          const faults = beside[system]?.faults;
          if (faults === undefined) return [];
          return faultsOf(system).map((name) => [`${system}.${name}`, stateOf(system, faults, name)]);
        }),
      ),
    setFault: (act) => setFault(beside, act),
  };
}

type System = keyof Beside;

const systems: readonly System[] = ['mlflow', 'vertex', 'kubeflow', 'bigquery', 'usage'];
const faultNames: readonly FaultName[] = [
  'down',
  'slow',
  'too-many-requests',
  'error-500',
  'lost-answer',
  'stale-reads',
];

/** Runs are read by id from one place and bills as they are, so that neither has a past to show. */
function faultsOf(system: System): readonly FaultName[] {
  return system === 'kubeflow' || system === 'bigquery' || system === 'usage'
    ? faultNames.filter((name) => name !== 'stale-reads')
    : faultNames;
}

function stateOf(system: System, faults: Faults, name: FaultName): FaultState {
  const active = faults.active().get(name);
  return { title: `${titles[system]} ${faultTitles[name]}`, on: active !== undefined, ms: active?.ms ?? null };
}

function setFault(beside: Beside, { system, fault, on, ms, times }: FaultAct): void {
  const broken = system === 'slack' ? undefined : beside[system]?.faults;
  if (system === 'slack' || broken === undefined) throw new Error(`${system} does not stand beside this workspace`);
  const name = faultsOf(system).find((known) => known === fault);
  if (name === undefined) {
    throw new Error(`${titles[system]} has no fault ${fault}; it knows ${faultsOf(system).join(', ')}`);
  }
  if (!on) broken.clear(name);
  else {
    broken.set(name, {
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
