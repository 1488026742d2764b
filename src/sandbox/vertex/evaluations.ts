import { evaluationAnswer, pipelineJobAnswer, sliceAnswer } from './answers.ts';
import { evaluationOf, modelNamed, newId, versionNamed } from './lookups.ts';
import { pageOf } from './pages.ts';
import { absent, invalid } from './refusal.ts';
import type { Route, World } from './route.ts';
import type { EvaluationRow, VersionRow } from './state.ts';

/** What was measured of a version, as a pipeline or a person imports it. */
export interface Measurement {
  readonly displayName?: string;
  readonly metricsSchemaUri?: string;
  readonly metrics: Readonly<Record<string, unknown>>;
  /** Metrics of one slice by `feature=value`. */
  readonly slices?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export function addEvaluation({ state, now }: World, version: VersionRow, measured: Measurement): EvaluationRow {
  const row: EvaluationRow = {
    id: newId(state),
    displayName: measured.displayName ?? '',
    metricsSchemaUri: measured.metricsSchemaUri ?? classificationSchema,
    metrics: measured.metrics,
    createdMs: now(),
    slices: [],
  };
  for (const [name, metrics] of Object.entries(measured.slices ?? {})) {
    const [feature = '', value = ''] = name.split('=');
    row.slices.push({ id: newId(state), feature, value, metrics, createdMs: now() });
  }
  version.evaluations.push(row);
  return row;
}

const classificationSchema = 'gs://google-cloud-aiplatform/schema/modelevaluation/classification_metrics_1.0.0.yaml';

export const evaluations: readonly Route[] = [
  {
    method: 'GET',
    path: 'models/{model}/evaluations',
    permission: 'aiplatform.modelEvaluations.list',
    write: false,
    answer(world, { ids: [reference = ''], query }) {
      const { model, row } = versionNamed(world.state, reference);
      return pageOf(query, 'modelEvaluations', row.evaluations, (one) => evaluationAnswer(world, model.id, one));
    },
  },
  {
    method: 'POST',
    path: 'models/{model}/evaluations:import',
    permission: 'aiplatform.modelEvaluations.import',
    write: true,
    answer(world, { ids: [reference = ''], body }) {
      const given = body.object('modelEvaluation');
      const metrics = given?.object('metrics');
      if (given === null || metrics === null || metrics === undefined)
        throw invalid('model_evaluation.metrics is required.');
      const { model, row } = versionNamed(world.state, reference);
      const added = addEvaluation(world, row, {
        displayName: given.text('displayName'),
        ...(given.has('metricsSchemaUri') && { metricsSchemaUri: given.text('metricsSchemaUri') }),
        metrics: metrics.raw(),
      });
      return evaluationAnswer(world, model.id, added);
    },
  },
  {
    method: 'GET',
    path: 'models/{model}/evaluations/{evaluation}/slices',
    permission: 'aiplatform.modelEvaluationSlices.list',
    write: false,
    answer(world, { ids: [reference = '', id = ''], query }) {
      const { slices } = evaluationOf(world.state, reference, id);
      const model = modelNamed(world.state, reference);
      return pageOf(query, 'modelEvaluationSlices', slices, (row) => sliceAnswer(world, model.id, id, row));
    },
  },
  {
    method: 'POST',
    path: 'models/{model}/evaluations/{evaluation}/slices:batchImport',
    permission: 'aiplatform.modelEvaluationSlices.import',
    write: true,
    answer(world, { ids: [reference = '', id = ''], body }) {
      const { slices } = evaluationOf(world.state, reference, id);
      const added = body.objects('modelEvaluationSlices').map((given) => {
        const configs = given.object('slice')?.object('sliceSpec')?.object('configs')?.raw() ?? {};
        const [feature = ''] = Object.keys(configs);
        const value = given.object('slice')?.object('sliceSpec')?.object('configs')?.object(feature)?.object('value');
        if (value === undefined || value === null) throw invalid('slice.slice_spec.configs is required.');
        const row = {
          id: newId(world.state),
          feature,
          value: value.text('stringValue'),
          metrics: given.object('metrics')?.raw() ?? {},
          createdMs: world.now(),
        };
        slices.push(row);
        return row.id;
      });
      return {
        importedModelEvaluationSlices: added.map(
          (row) => `${world.parent}/models/${reference}/evaluations/${id}/slices/${row}`,
        ),
      };
    },
  },
  {
    method: 'GET',
    path: 'pipelineJobs/{job}',
    permission: 'aiplatform.pipelineJobs.get',
    write: false,
    answer(world, { ids: [id = ''] }) {
      const row = world.state.pipelineJobs.get(id);
      if (row === undefined) throw absent(`The PipelineJob "${id}"`);
      return pipelineJobAnswer(world, row);
    },
  },
];
