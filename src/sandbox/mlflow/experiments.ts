import { experimentAnswer } from './answers.ts';
import type { Endpoint } from './endpoint.ts';
import { absent, MlflowRefusal } from './refusal.ts';

export const experiments: readonly Endpoint[] = [
  {
    method: 'POST',
    path: 'experiments/create',
    write: true,
    answer({ state, now }, { args }) {
      const name = args.text('name');
      if ([...state.experiments.values()].some((held) => held.name === name)) {
        throw new MlflowRefusal('RESOURCE_ALREADY_EXISTS', `Experiment '${name}' already exists.`);
      }
      const id = String(state.experiments.size + 1);
      state.experiments.set(id, { id, name, createdMs: now(), tags: args.tags('tags') });
      return { experiment_id: id };
    },
  },
  {
    method: 'GET',
    path: 'experiments/get-by-name',
    write: false,
    answer({ state }, { args }) {
      const name = args.text('experiment_name');
      const row = [...state.experiments.values()].find((held) => held.name === name);
      if (row === undefined) throw absent(`Experiment '${name}'`);
      return { experiment: experimentAnswer(row) };
    },
  },
];
