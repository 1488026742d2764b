import { z } from 'zod';
import type { Endpoint } from './endpoint.ts';
import { listed } from './pages.ts';
import { absent, invalid, KubeflowRefusal } from './refusal.ts';
import { bodyOf } from './request-body.ts';
import { type ExperimentRow, time, wholeSecond } from './state.ts';

const experiment = z.strictObject({
  display_name: z.string(),
  description: z.string().default(''),
  namespace: z.string().nullable().default(''),
});

export const experiments: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'experiments',
    needs: 'list experiments',
    answer({ state }, { query }) {
      const inside = [...state.experiments.values()].filter(
        ({ namespace }) => namespace === (query.get('namespace') ?? ''),
      );
      const page = listed(inside, query, { id: ({ id }) => id, columns, fields });
      return { experiments: page.items.map(answerOf), total_size: page.total, next_page_token: page.next };
    },
  },
  {
    method: 'GET',
    path: 'experiments/{id}',
    needs: 'get experiments',
    answer({ state }, { ids: [id = ''] }) {
      const found = state.experiments.get(id);
      if (found === undefined) throw absent(`Experiment ${id}`);
      return answerOf(found);
    },
  },
  {
    method: 'POST',
    path: 'experiments',
    needs: 'create experiments',
    answer({ state, newId, now, multiUser }, { body }) {
      const { display_name: displayName, namespace } = bodyOf(experiment, body);
      if (multiUser && !namespace) throw invalid('Namespace cannot be empty in multi-user mode.');
      const row = { id: newId(), displayName, namespace: namespace ?? '', createdMs: wholeSecond(now()) };
      const taken = [...state.experiments.values()].some(
        (one) => one.displayName === row.displayName && one.namespace === row.namespace,
      );
      if (taken) throw new KubeflowRefusal('ALREADY_EXISTS', `Already exist error: experiment ${displayName}.`);
      state.experiments.set(row.id, row);
      return answerOf(row);
    },
  },
];

const fields = ['experiment_id', 'display_name', 'created_at'];

function columns({ id, displayName, createdMs }: ExperimentRow) {
  return { experiment_id: id, display_name: displayName, created_at: createdMs };
}

function answerOf({ id, displayName, namespace, createdMs }: ExperimentRow): object {
  return { experiment_id: id, display_name: displayName, namespace, created_at: time(createdMs) };
}
