import { latestMetrics, metricAnswer, runAnswer, runInfo } from './answers.ts';
import type { Arguments } from './arguments.ts';
import type { Endpoint, World } from './endpoint.ts';
import { filtered, ordered } from './filter.ts';
import { runWithId } from './lookups.ts';
import { pageOf, tokenOf } from './pages.ts';
import { absent, invalid } from './refusal.ts';
import type { MetricRow, RunRow, Tag } from './state.ts';
import { deleteTag, setTag, tagValue } from './tags.ts';

const filterKeys = /^(metrics\..+|params\..+|tags\..+|(attributes?\.)?(status|run_name|run_id|start_time|end_time))$/;

function read(row: RunRow, key: string): string | number | undefined {
  const [kind = '', ...rest] = key.split('.');
  const name = rest.join('.');
  if (kind === 'tags') return tagValue(row.tags, name);
  if (kind === 'params') return tagValue(row.params, name);
  if (kind === 'metrics') return latestMetrics(row.metrics).find((metric) => metric.key === name)?.value;
  const attributes: Record<string, string | number | undefined> = {
    status: row.status,
    run_name: row.name,
    run_id: row.id,
    start_time: row.startMs,
    end_time: row.endMs ?? undefined,
  };
  return attributes[name === '' ? kind : name];
}

export function createRun(
  world: World,
  draft: { experimentId: string; name: string; startMs: number; tags: Tag[] },
): RunRow {
  const { experimentId, name, startMs, tags } = draft;
  if (!world.state.experiments.has(experimentId)) throw absent(`Experiment with id=${experimentId}`);
  const id = world.newId();
  if (name !== '') setTag(tags, 'mlflow.runName', name);
  const row: RunRow = {
    id,
    experimentId,
    name,
    status: 'RUNNING',
    startMs,
    endMs: null,
    metrics: [],
    params: [],
    tags,
  };
  world.state.runs.set(row.id, row);
  return row;
}

/** A metric for a logged model, or for a data set, is kept there too. */
function logMetric({ state }: World, run: RunRow, args: Arguments): void {
  const metric: MetricRow = {
    key: args.text('key'),
    value: args.double('value'),
    timestamp: args.integer('timestamp', 0),
    step: args.integer('step', 0),
  };
  run.metrics.push(metric);
  const model = state.loggedModels.get(args.optionalText('model_id'));
  const datasetName = args.optionalText('dataset_name');
  model?.metrics.push({ ...metric, datasetName, datasetDigest: args.optionalText('dataset_digest'), runId: run.id });
}

function logParam(run: RunRow, key: string, value: string): void {
  const held = tagValue(run.params, key);
  if (held !== undefined && held !== value)
    throw invalid(`Changing param values is not allowed: '${key}' is '${held}'.`);
  setTag(run.params, key, value);
}

/** As a run is read back: since logged models exist, with their (empty) list of outputs. */
function readRun({ features }: World, row: RunRow): object {
  return { ...runAnswer(row), ...(features.loggedModels && { outputs: {} }) };
}

export const runs: readonly Endpoint[] = [
  {
    method: 'POST',
    path: 'runs/create',
    write: true,
    answer(world, { args }) {
      const row = createRun(world, {
        experimentId: args.text('experiment_id'),
        name: args.optionalText('run_name'),
        startMs: args.integer('start_time', world.now()),
        tags: args.tags('tags'),
      });
      return { run: runAnswer(row) };
    },
  },
  {
    method: 'GET',
    path: 'runs/get',
    write: false,
    answer: (world, { args }) => ({ run: readRun(world, runWithId(world.state, args.text('run_id'))) }),
  },
  {
    method: 'POST',
    path: 'runs/update',
    write: true,
    answer({ state }, { args }) {
      const row = runWithId(state, args.text('run_id'));
      if (args.has('status')) row.status = args.text('status');
      if (args.has('end_time')) row.endMs = args.integer('end_time', 0);
      return { run_info: runInfo(row) };
    },
  },
  {
    method: 'POST',
    path: 'runs/search',
    write: false,
    answer(world, { args }) {
      const limit = args.integer('max_results', 1000, { most: 50_000 });
      const wanted = new Set(args.texts('experiment_ids'));
      const inside = [...world.state.runs.values()].filter((row) => wanted.has(row.experimentId));
      const found = filtered(inside, args.optionalText('filter'), filterKeys, read);
      const sorted = ordered(found, args.texts('order_by'), filterKeys, read, (a, b) => b.startMs - a.startMs);
      // A full page has a token, even if nothing follows.
      const { items, full } = pageOf(sorted, args, limit);
      return {
        ...(items.length > 0 && { runs: items.map((row) => readRun(world, row)) }),
        ...(full !== undefined && { next_page_token: full }),
      };
    },
  },
  {
    method: 'POST',
    path: 'runs/log-metric',
    write: true,
    answer(world, { args }) {
      logMetric(world, runWithId(world.state, args.text('run_id')), args);
      return {};
    },
  },
  {
    method: 'POST',
    path: 'runs/log-parameter',
    write: true,
    answer({ state }, { args }) {
      logParam(runWithId(state, args.text('run_id')), args.text('key'), args.optionalText('value'));
      return {};
    },
  },
  {
    method: 'POST',
    path: 'runs/log-batch',
    write: true,
    answer(world, { args }) {
      const row = runWithId(world.state, args.text('run_id'));
      for (const metric of args.items('metrics')) logMetric(world, row, metric);
      for (const { key, value } of args.tags('params')) logParam(row, key, value);
      for (const { key, value } of args.tags('tags')) setTag(row.tags, key, value);
      return {};
    },
  },
  {
    method: 'POST',
    path: 'runs/set-tag',
    write: true,
    answer({ state }, { args }) {
      setTag(runWithId(state, args.text('run_id')).tags, args.text('key'), args.optionalText('value'));
      return {};
    },
  },
  {
    method: 'POST',
    path: 'runs/delete-tag',
    write: true,
    answer({ state }, { args }) {
      const [id, key] = [args.text('run_id'), args.text('key')];
      if (!deleteTag(runWithId(state, id).tags, key)) throw absent(`Tag ${key} in run with id ${id}`);
      return {};
    },
  },
  {
    method: 'GET',
    path: 'metrics/get-history',
    write: false,
    answer({ state, features }, { args }) {
      const key = args.text('metric_key');
      const all = runWithId(state, args.text('run_id')).metrics.filter((metric) => metric.key === key);
      const limit = args.integer('max_results', 0, { most: 25_000 });
      if (features.pagedHistory && limit === 0) return { next_page_token: tokenOf(0) };
      const { items, next } = features.pagedHistory ? pageOf(all, args, limit) : { items: all, next: undefined };
      return {
        ...(items.length > 0 && { metrics: items.map(metricAnswer) }),
        ...(next !== undefined && { next_page_token: next }),
      };
    },
  },
];
