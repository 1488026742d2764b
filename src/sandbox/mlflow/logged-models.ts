import { loggedModelAnswer } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { filtered } from './filter.ts';
import { runWithId } from './lookups.ts';
import { pageOf } from './pages.ts';
import { MlflowRefusal } from './refusal.ts';
import type { LoggedModelRow, State } from './state.ts';
import { tagValue } from './tags.ts';

const filterKeys = /^(metrics\..+|params\..+|tags\..+|name|model_id|status|model_type|source_run_id)$/;

function read(row: LoggedModelRow, key: string): string | number | undefined {
  const [kind = '', ...rest] = key.split('.');
  const name = rest.join('.');
  if (kind === 'metrics') return row.metrics.findLast((metric) => metric.key === name)?.value;
  if (kind === 'params') return tagValue(row.params, name);
  if (kind === 'tags') return tagValue(row.tags, name);
  const attributes: Record<string, string> = {
    name: row.name,
    model_id: row.id,
    status: row.status,
    model_type: row.modelType,
    source_run_id: row.sourceRunId,
  };
  return attributes[kind];
}

function loggedModel(state: State, id: string): LoggedModelRow {
  const row = state.loggedModels.get(id);
  if (row === undefined) throw new MlflowRefusal('RESOURCE_DOES_NOT_EXIST', `Logged model with ID '${id}' not found.`);
  return row;
}

export const loggedModels: readonly Endpoint[] = [
  {
    method: 'POST',
    path: 'logged-models',
    write: true,
    feature: 'loggedModels',
    answer({ state, now, newId }, { args }) {
      const sourceRunId = args.optionalText('source_run_id');
      if (sourceRunId !== '') runWithId(state, sourceRunId);
      const row: LoggedModelRow = {
        id: `m-${newId()}`,
        experimentId: args.text('experiment_id'),
        name: args.optionalText('name'),
        createdMs: now(),
        updatedMs: now(),
        status: 'LOGGED_MODEL_PENDING',
        modelType: args.optionalText('model_type'),
        sourceRunId,
        tags: args.tags('tags'),
        params: args.tags('params'),
        metrics: [],
      };
      state.loggedModels.set(row.id, row);
      return { model: loggedModelAnswer(row) };
    },
  },
  {
    method: 'POST',
    path: 'logged-models/search',
    write: false,
    feature: 'loggedModels',
    answer({ state }, { args }) {
      const wanted = new Set(args.texts('experiment_ids'));
      const inside = [...state.loggedModels.values()].filter((row) => wanted.has(row.experimentId));
      const found = filtered(inside, args.optionalText('filter'), filterKeys, read);
      const newestFirst = [...found].sort((a, b) => b.createdMs - a.createdMs);
      // MLflow documents a limit of 50 but takes more.
      const { items, next } = pageOf(newestFirst, args, args.integer('max_results', 50));
      return {
        ...(items.length > 0 && { models: items.map(loggedModelAnswer) }),
        ...(next !== undefined && { next_page_token: next }),
      };
    },
  },
  {
    method: 'GET',
    path: 'logged-models/{id}',
    write: false,
    feature: 'loggedModels',
    answer: ({ state }, { id }) => ({ model: loggedModelAnswer(loggedModel(state, id)) }),
  },
  {
    method: 'PATCH',
    path: 'logged-models/{id}',
    write: true,
    feature: 'loggedModels',
    answer({ state, now }, { id, args }) {
      const row = loggedModel(state, id);
      row.status = args.text('status');
      row.updatedMs = now();
      return { model: loggedModelAnswer(row) };
    },
  },
];
