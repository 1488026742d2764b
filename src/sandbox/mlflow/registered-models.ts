import { latestByStage, modelAnswer, versionAnswer } from './answers.ts';
import type { Endpoint, World } from './endpoint.ts';
import { compare, filtered, ordered } from './filter.ts';
import { modelNamed } from './lookups.ts';
import { pageOf } from './pages.ts';
import { invalid, MlflowRefusal } from './refusal.ts';
import { type ModelRow, type Stage, stages, type Tag } from './state.ts';
import { deleteTag, setTag, tagRecord, tagValue } from './tags.ts';

const filterKeys = /^(name|tags\..+)$/;
const orderKeys = /^(name|timestamp|last_updated_timestamp)$/;

function read(row: ModelRow, key: string): string | number | undefined {
  if (key === 'name') return row.name;
  return key.startsWith('tags.') ? tagValue(row.tags, key.slice('tags.'.length)) : row.updatedMs;
}

export function createModel(world: World, name: string, description: string | null, tags: Tag[]): ModelRow {
  if (world.features.strictNames && /[/:]/.test(name)) {
    throw invalid(`Invalid model name '${name}'. Names cannot contain '/' or ':'.`);
  }
  refuseTaken(world, name);
  const now = world.now();
  const row = { name, createdMs: now, updatedMs: now, description, tags, aliases: [], versions: [], lastVersion: 0 };
  world.state.models.set(name, row);
  const data = { name, tags: tagRecord(tags), description: description ?? '' };
  world.announce({ entity: 'registered_model', action: 'created', data });
  return row;
}

function refuseTaken(world: World, name: string): void {
  if (!world.state.models.has(name)) return;
  throw new MlflowRefusal('RESOURCE_ALREADY_EXISTS', `Registered Model (name=${name}) already exists.`);
}

function isPrompt(row: ModelRow): boolean {
  return tagValue(row.tags, 'mlflow.prompt.is_prompt')?.toLowerCase() === 'true';
}

function stageNamed(text: string): Stage {
  const stage = stages.find((held) => held.toLowerCase() === text.toLowerCase());
  if (stage === undefined) throw invalid(`Invalid Model Version stage: ${text}.`);
  return stage;
}

export const registeredModels: readonly Endpoint[] = [
  {
    method: 'GET',
    path: 'registered-models/search',
    write: false,
    answer({ state }, { args, may }) {
      const limit = args.integer('max_results', 100, { most: 1000 });
      const askedForPrompts = args.optionalText('filter').includes('mlflow.prompt.is_prompt');
      const seen = [...state.models.values()].filter(
        (row) => may(row.name, 'READ') && (askedForPrompts || !isPrompt(row)),
      );
      const found = filtered(seen, args.optionalText('filter'), filterKeys, read);
      const sorted = ordered(found, args.texts('order_by'), orderKeys, read, (a, b) => compare(a.name, b.name));
      const { items, next } = pageOf(sorted, args, limit);
      return {
        ...(items.length > 0 && { registered_models: items.map(modelAnswer) }),
        ...(next !== undefined && { next_page_token: next }),
      };
    },
  },
  {
    method: 'GET',
    path: 'registered-models/get',
    write: false,
    needs: 'READ',
    answer: ({ state }, { args }) => ({ registered_model: modelAnswer(modelNamed(state, args.text('name'))) }),
  },
  {
    method: 'POST',
    path: 'registered-models/create',
    write: true,
    answer(world, { args, user }) {
      const description = args.has('description') ? args.optionalText('description') : null;
      const row = createModel(world, args.text('name'), description, args.tags('tags'));
      // Whoever creates a model may do everything with it.
      if (user !== null) world.state.permissions.push({ user, model: row.name, permission: 'MANAGE' });
      return { registered_model: modelAnswer(row) };
    },
  },
  {
    method: 'POST',
    path: 'registered-models/rename',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const row = modelNamed(world.state, args.text('name'));
      const name = args.text('new_name');
      refuseTaken(world, name);
      world.state.models.delete(row.name);
      row.name = name;
      row.updatedMs = world.now();
      world.state.models.set(name, row);
      return { registered_model: modelAnswer(row) };
    },
  },
  {
    method: 'PATCH',
    path: 'registered-models/update',
    write: true,
    needs: 'EDIT',
    answer(world, { args }) {
      const row = modelNamed(world.state, args.text('name'));
      row.description = args.optionalText('description');
      row.updatedMs = world.now();
      return { registered_model: modelAnswer(row) };
    },
  },
  {
    method: 'DELETE',
    path: 'registered-models/delete',
    write: true,
    needs: 'MANAGE',
    answer({ state }, { args }) {
      state.models.delete(modelNamed(state, args.text('name')).name);
      return {};
    },
  },
  {
    method: 'POST',
    path: 'registered-models/set-tag',
    write: true,
    needs: 'EDIT',
    answer({ state }, { args }) {
      setTag(modelNamed(state, args.text('name')).tags, args.text('key'), args.optionalText('value'));
      return {};
    },
  },
  {
    method: 'DELETE',
    path: 'registered-models/delete-tag',
    write: true,
    needs: 'MANAGE',
    answer({ state }, { args }) {
      deleteTag(modelNamed(state, args.text('name')).tags, args.text('key'));
      return {};
    },
  },
  {
    method: 'POST',
    path: 'registered-models/get-latest-versions',
    write: false,
    needs: 'READ',
    answer({ state }, { args }) {
      const model = modelNamed(state, args.text('name'));
      const wanted = args.texts('stages').map(stageNamed);
      const found = latestByStage(model, wanted.length === 0 ? stages : wanted);
      return found.length === 0
        ? {}
        : { model_versions: found.map((row) => versionAnswer(model.name, row, model.aliases)) };
    },
  },
];
