import type { FaultAct, FaultState, RegistryView } from './control.ts';
import type { FaultName } from './mlflow/faults.ts';
import type { PretendMlflow } from './mlflow/server.ts';
import type { RegistryHook } from './slack/options.ts';

const faultTitles = {
  down: 'MLflow is down',
  slow: 'MLflow answers late',
  'too-many-requests': 'MLflow asks to slow down (429)',
  'error-500': 'MLflow answers 500',
  'lost-answer': 'MLflow does the work, its answer is lost',
  'stale-reads': 'MLflow shows the past',
} as const satisfies Record<FaultName, string>;

/** The pretend MLflow as the workspace's page shows it and lets people meddle with it. */
export function registryHook(mlflow: PretendMlflow): RegistryHook {
  return {
    view: () => viewOf(mlflow),
    moveAlias: ({ model, alias, version }) => mlflow.outside.moveAlias(model, alias, version),
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
