import type { Observed } from '#domain/maturity-facts.ts';
import type { MetadataItem, TrainingRun } from '#domain/maturity-training.ts';
import type { RunStep } from '#domain/pipeline.ts';
import type { TrainedRow } from '#store/maturity-rows/trained.ts';
import type { Asked } from '../asked.ts';

/** A run as records know it, with what it was started with, what it measured and the versions that it made. */
export interface TrainedRun extends TrainingRun {
  readonly parameters: TrainedRow['parameters'];
  readonly metrics: TrainedRow['metrics'];
  readonly made: readonly { readonly registry: string; readonly modelName: string; readonly version: string }[];
}

/** What is known of the parts of a version, by which a run's data and image can be told. */
type PartsOf = (of: TrainedRun['made'][number]) => Readonly<Record<string, string | null>>;

/**
 * Training runs that Countersign started and followed. Only an alert counts as a trigger: the reason that a person chose
 * is a word, and no record. The gate for data is the first step whose name says that it checks data; the gate for models
 * is the comparison with the champion that the playbook of the promotion makes of what a run registered.
 */
export function trainedRuns(asked: Asked, rows: readonly TrainedRow[], partsOf: PartsOf): readonly TrainedRun[] {
  return rows.flatMap((row) => {
    const model = asked.idOf(row);
    return model === undefined || row.engineId === null ? [] : [runOf(row, model, partsOf)];
  });
}

/** The runs as signals take them; a model that models.yaml gives no pipeline trains where nobody looks. */
export function runRecords(asked: Asked, runs: readonly TrainedRun[]): Observed<readonly TrainingRun[]> {
  if (asked.setting.pipelines.size === 0) return { known: false, because: notConnected };
  const trained = new Set(runs.map(({ model }) => model));
  const silent = asked.models.filter(({ entry }) => entry.retrain === null && !trained.has(entry.id));
  const silentOn = Object.fromEntries(silent.map(({ entry }) => [entry.id, notNamed]));
  return { known: true, value: runs, provenance: 'machine', asOf: asked.now.toISOString(), silentOn };
}

const notConnected =
  'Nothing that runs pipelines is connected: add a connection of kind kubeflow, vertex-pipelines or webhook to org.yaml.';
const notNamed = 'No pipeline of it is known: add `retrain` to its entry in models.yaml.';

function runOf(row: TrainedRow, model: string, partsOf: PartsOf): TrainedRun {
  const { registry, modelName, template, state } = row;
  const made = row.produced
    .filter((produced) => produced.model === modelName)
    .map(({ version }) => ({ registry, modelName, version }));
  const last = made.at(-1);
  const parts = last === undefined ? {} : partsOf(last);
  return {
    id: `T-${row.number}`,
    model,
    production: true,
    pipelineDigest: template === null ? null : `${row.connection}/${row.pipeline}@${template}`,
    trigger: row.cause?.kind === 'alert' ? 'drift' : 'manual',
    succeeded: state === 'succeeded' ? true : state === 'failed' ? false : null,
    startedAt: (row.startedAt ?? row.orderedAt).toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    dataVersion: parts['data'] ?? null,
    recorded: recordedOf(row, parts),
    dataGate: dataGateOf(row),
    modelGate: modelGateOf(row),
    parameters: row.parameters,
    metrics: row.metrics,
    made,
  };
}

function recordedOf(row: TrainedRow, parts: Readonly<Record<string, string | null>>): readonly MetadataItem[] {
  const timed = row.steps.some(({ startedAt, endedAt }) => startedAt !== null && endedAt !== null);
  const has: Readonly<Record<MetadataItem, boolean>> = {
    pipeline_version: row.template !== null,
    timing: row.startedAt !== null && row.endedAt !== null && timed,
    // Whoever asked for it is in its request, always.
    executor: true,
    parameters: true,
    artifacts: row.produced.length > 0,
    previous_model: row.result?.championVersion !== null && row.result !== null,
    evaluation: Object.keys(row.metrics).length > 0 || (row.result?.rows.length ?? 0) > 0,
    data: (parts['data'] ?? null) !== null,
    image: (parts['environment'] ?? null) !== null,
  };
  const items: readonly MetadataItem[] = [
    'pipeline_version',
    'timing',
    'executor',
    'parameters',
    'artifacts',
    'previous_model',
    'evaluation',
    'data',
    'image',
  ];
  return items.filter((item) => has[item]);
}

const checksData = /(?=.*data)(?=.*(?:valid|check|gate|expect|quality))/i;

function dataGateOf({ steps, connection, pipeline }: TrainedRow): TrainingRun['dataGate'] {
  const gate = steps.find(({ name }) => checksData.test(name));
  const passed = gate === undefined ? null : passedOf(gate);
  return gate === undefined || passed === null ? null : { gate: `${connection}/${pipeline} ${gate.name}`, passed };
}

/** A step that did not run judged nothing. */
function passedOf({ state }: RunStep): boolean | null {
  if (state === 'succeeded' || state === 'skipped') return true;
  return state === 'failed' ? false : null;
}

function modelGateOf({ result, registry, modelName }: TrainedRow): TrainingRun['modelGate'] {
  const judged = (result?.rows ?? []).filter(({ status }) => status !== null);
  if (result === null || judged.length === 0) return null;
  return {
    gate: `${registry}/${modelName} evidence`,
    passed: judged.every(({ status }) => status === 'passed'),
    champion: result.championVersion !== null && judged.some(({ champion }) => champion !== null),
    slices: judged.filter(({ title }) => /[^\s,]+=[^\s,]+/.test(title)).length,
  };
}
